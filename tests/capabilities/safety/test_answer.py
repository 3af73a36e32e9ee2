"""Taking is not closing: closing needs a word with the client, what is going on, and what was decided."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kinweave.core import clock
from kinweave.people import actions as people
from kinweave.people.actions import Refused
from kinweave.people.models import Part, Role, User
from kinweave.safety import actions, queries
from kinweave.safety.actions.answer import Changed
from kinweave.safety.models import Alert, Disposition, Kind
from tests.capabilities.safety.test_raising import raise_one
from tests.cast import START, Cast


def decide(alert: Alert, by: User, version: int | None = None) -> Alert:
    return actions.record_disposition(
        alert=alert, disposition="safety-plan", formulation="Worse since the quarrel; no intent, no means.",
        plan="Rings Bea tonight; I ring on Monday.", by=by, version=version,
    )  # fmt: skip


def test_whoever_takes_it_answers_for_it(cast: Cast) -> None:
    alert = actions.acknowledge(alert=raise_one(cast.joanna), by=cast.adela)
    assert (alert.owner, alert.acknowledged_by) == (cast.adela, cast.adela)
    assert alert.is_open


def test_taking_it_twice_changes_nothing(cast: Cast) -> None:
    first = actions.acknowledge(alert=raise_one(cast.joanna), by=cast.miriam)
    actions.acknowledge(alert=first, by=cast.miriam)
    first.refresh_from_db()
    assert [step.kind for step in queries.history(first)].count(Kind.ACKNOWLEDGED) == 1


def test_taken_only_it_cannot_be_closed_and_says_what_is_missing(cast: Cast) -> None:
    alert = actions.acknowledge(alert=raise_one(cast.joanna), by=cast.miriam)
    with pytest.raises(Refused, match=r"attempt to reach the client.* and what is going on"):
        actions.close(alert=alert, by=cast.miriam)
    actions.log_contact(alert=alert, contact="call", note="", by=cast.miriam)
    with pytest.raises(Refused, match="what was decided"):
        actions.close(alert=alert, by=cast.miriam)
    decide(alert, cast.miriam)
    assert not actions.close(alert=alert, by=cast.miriam).is_open
    assert queries.open_alerts(cast.joanna) == []


def test_a_decision_without_words_is_refused(cast: Cast) -> None:
    alert = raise_one(cast.joanna)
    with pytest.raises(Refused, match="who does what"):
        actions.record_disposition(
            alert=alert, disposition="continue", formulation="fine", plan=" ", by=cast.miriam
        )
    assert queries.undiscussed(cast.joanna) == [alert]


def test_a_note_waits_until_it_was_talked_through_and_again_after_the_next_answer(cast: Cast) -> None:
    alert = raise_one(cast.joanna, "next-working-day")
    assert queries.undiscussed(cast.joanna) == [alert]
    decide(alert, cast.miriam)
    assert queries.undiscussed(cast.joanna) == []
    with clock.at(START + timedelta(days=7)):
        raise_one(cast.joanna, "next-working-day", source="b")
        assert queries.undiscussed(cast.joanna) == [alert]
        decide(alert, cast.miriam)
        assert queries.undiscussed(cast.joanna) == []


def test_every_decision_stays_in_the_history(cast: Cast) -> None:
    alert = raise_one(cast.joanna)
    decide(alert, cast.miriam)
    decide(alert, cast.adela)
    notes = [step.note for step in queries.history(alert) if step.kind == Kind.DISPOSITION]
    assert len(notes) == 2
    assert Disposition.PLAN.label in notes[0]


def test_two_people_who_decide_at_once_are_told_of_each_other(cast: Cast) -> None:
    alert = raise_one(cast.joanna)
    decide(alert, cast.miriam, version=alert.version)
    with pytest.raises(Changed, match="Somebody else has written"):
        decide(alert, cast.adela, version=alert.version)


def test_a_closed_alert_takes_no_more_words(cast: Cast) -> None:
    alert = raise_one(cast.joanna)
    actions.log_contact(alert=alert, contact="in-person", note="", by=cast.miriam)
    decide(alert, cast.miriam)
    actions.close(alert=alert, by=cast.miriam)
    with pytest.raises(Refused, match="closed"):
        actions.log_contact(alert=alert, contact="call", note="", by=cast.miriam)


def test_a_trainee_writes_and_the_supervisor_closes(cast: Cast) -> None:
    trainee = people.add_staff(
        service=cast.service, email="t@northgate.example", name="Tam", roles=[Role.TRAINEE]
    )
    people.start_care(client=cast.joanna, staff=trainee, part=Part.THERAPIST, by=None)
    alert = raise_one(cast.joanna)
    actions.log_contact(alert=alert, contact="call", note="", by=trainee)
    decide(alert, trainee)
    with pytest.raises(Refused, match="supervisor"):
        actions.close(alert=alert, by=trainee)
    assert not actions.close(alert=alert, by=cast.adela).is_open


@pytest.mark.parametrize(
    ("tier", "days", "reason", "why"),
    [
        ("now", 0, "because", "cannot be put off"),
        ("today", 0, " ", "why this can wait"),
        ("today", 9, "because", "end of the next working day"),
        ("today", -1, "because", "end of the next working day"),
    ],
)
def test_putting_off_has_its_limits(cast: Cast, tier: str, days: int, reason: str, why: str) -> None:
    until = START + timedelta(days=days, minutes=5)
    with pytest.raises(Refused, match=why):
        actions.snooze(alert=raise_one(cast.joanna, tier), until=until, reason=reason, by=cast.miriam)


def test_it_can_be_put_off_once_only(cast: Cast) -> None:
    alert = raise_one(cast.joanna)
    until = START + timedelta(hours=5)
    actions.snooze(alert=alert, until=until, reason="she is in surgery", by=cast.miriam)
    with pytest.raises(Refused, match="once already"):
        actions.snooze(alert=alert, until=until, reason="again", by=cast.miriam)


def test_an_answer_due_today_that_came_out_of_hours_says_why_it_may_wait(cast: Cast) -> None:
    with clock.at(START + timedelta(days=1)):  # a Saturday; the service opens again on Monday
        raise_one(cast.joanna, "today")
        (row,) = queries.open_alerts_for(cast.miriam)
        assert (row.due_words, row.by_words) == ("Today", "outside hours: by Monday 16 November at 11:00")
    with clock.at(START + timedelta(days=3)):
        (row,) = queries.open_alerts_for(cast.miriam)
        assert row.by_words == "by 11:00"


def test_what_waits_is_listed_soonest_first_with_who_is_next(cast: Cast) -> None:
    raise_one(cast.callum, "next-working-day")
    raise_one(cast.joanna, "today")
    rows = queries.open_alerts_for(cast.miriam)
    assert [row.client_name for row in rows] == ["Joanna Hale", "Callum Pryce"]
    assert (rows[0].due_words, rows[0].by_words, rows[0].due_mark) == ("Today", "by 12:00", "is-today")
    assert rows[0].next_words == "Goes to Adela, supervisor, if nobody has taken it by 12:00."
    assert rows[1].by_words == "by Monday 16 November at 17:00"
    assert queries.open_alerts_for(cast.stranger) == []
    assert queries.open_alerts_for(cast.colleague) == []


def test_the_list_costs_the_same_however_many_wait(cast: Cast, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from kinweave.vault import keys

    raise_one(cast.joanna)
    raise_one(cast.callum)
    keys._open.set({})
    with CaptureQueriesContext(connection) as one:
        queries.open_alerts_for(cast.miriam)
    for number in range(6):
        raise_one(cast.callum, flag=f"flag-{number}")
        raise_one(cast.joanna, flag=f"flag-{number}")
    keys._open.set({})
    with django_assert_num_queries(len(one)):
        assert len(queries.open_alerts_for(cast.miriam)) == 14


def test_a_manager_sees_that_something_waits_and_no_word_of_it(cast: Cast) -> None:
    alert = raise_one(cast.joanna)
    assert list(queries.unanswered_in_service(cast.manager)) == [alert]
    assert list(queries.unanswered_in_service(cast.miriam)) == []
    assert "summary" in queries.unanswered_in_service(cast.manager)[0].get_deferred_fields()
