"""An answer that a person must look at gets an owner and a clock, in the transaction of the answer (S-41)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from kinweave.audit.models import Event
from kinweave.core import clock
from kinweave.notices.models import Notice
from kinweave.people import actions as people
from kinweave.people.models import CareRelationship, Client, User
from kinweave.safety import actions, queries
from kinweave.safety.models import Alert, Kind, Tier
from tests.cast import START, Cast

FLAG = "thoughts-of-death-or-self-harm"


def raise_one(
    client: Client, tier: str = "today", *, source: str = "a", flag: str = FLAG, by: User | None = None
) -> Alert:
    return actions.raise_alert(
        client=client, flag_code=flag, tier=tier, source_type="response", source_id=source, by=by,
        summary="answered 2 on the safety item; it was 0 last week",
    )  # fmt: skip


def test_the_therapist_owns_it_and_the_clock_runs(cast: Cast) -> None:
    alert = raise_one(cast.joanna, by=cast.joanna_user)
    assert alert.owner == cast.miriam
    assert alert.due_at == START + timedelta(hours=2)
    assert [each.pk for each in queries.open_alerts(cast.joanna)] == [alert.pk]


def test_it_is_audited_as_the_clients_own_act_and_the_owner_is_told_in_neutral_words(cast: Cast) -> None:
    alert = raise_one(cast.joanna, by=cast.joanna_user)
    event = Event.objects.get(act="alert.raised")
    assert (event.client_id, event.actor_id, event.object_id) == (
        cast.joanna.pk,
        cast.joanna_user.pk,
        str(alert.pk),
    )
    assert [(notice.to, notice.kind) for notice in Notice.objects.all()] == [(cast.miriam, "needs-answer")]


def test_it_is_not_there_when_the_answer_was_not_kept(cast: Cast) -> None:
    class Failed(Exception):
        pass

    with pytest.raises(Failed), transaction.atomic():
        raise_one(cast.joanna)
        raise Failed
    assert not Alert.objects.exists()
    assert not Notice.objects.exists()
    assert not Event.objects.filter(act="alert.raised").exists()


def test_a_second_answer_to_the_same_question_joins_the_open_alert(cast: Cast) -> None:
    first = raise_one(cast.joanna, "next-working-day")
    with clock.at(START + timedelta(hours=1)):
        second = raise_one(cast.joanna, "next-working-day", source="b")
    assert first.pk == second.pk
    assert second.merged_count == 1
    assert second.due_at == first.due_at
    assert [step.kind for step in queries.history(second)] == [Kind.RAISED, Kind.ADDED]


def test_the_same_answer_sent_twice_adds_nothing(cast: Cast) -> None:
    raise_one(cast.joanna)
    assert raise_one(cast.joanna).merged_count == 0


def test_a_more_urgent_answer_makes_the_open_alert_due_sooner_and_tells_again(cast: Cast) -> None:
    raise_one(cast.joanna, "next-working-day")
    alert = raise_one(cast.joanna, "now")
    assert alert.tier == Tier.NOW
    assert alert.due_at == START + timedelta(minutes=15)
    told = {step.to for step in queries.history(alert) if step.kind == Kind.TOLD}
    assert cast.adela in told
    assert Notice.objects.filter(to=cast.miriam).count() == 2


def test_a_less_urgent_answer_never_makes_it_later(cast: Cast) -> None:
    first = raise_one(cast.joanna, "now")
    second = raise_one(cast.joanna, "next-working-day", source="b")
    assert (second.tier, second.due_at) == (Tier.NOW, first.due_at)


def test_a_new_answer_after_it_was_taken_starts_the_clock_again(cast: Cast) -> None:
    alert = actions.acknowledge(alert=raise_one(cast.joanna), by=cast.miriam)
    with clock.at(START + timedelta(hours=3)):
        again = raise_one(cast.joanna, source="b")
        assert again.pk == alert.pk
        assert again.acknowledged_at is None
        assert again.due_at == START + timedelta(hours=5)


def test_after_it_was_closed_a_new_answer_opens_a_new_one(cast: Cast) -> None:
    alert = raise_one(cast.joanna)
    actions.log_contact(alert=alert, contact="call", note="talked", by=cast.miriam)
    actions.record_disposition(alert=alert, disposition="continue", formulation="a", plan="b", by=cast.miriam)
    actions.close(alert=alert, by=cast.miriam)
    assert raise_one(cast.joanna, source="b").pk != alert.pk


def test_two_clients_and_two_questions_have_alerts_of_their_own(cast: Cast) -> None:
    alerts = {raise_one(cast.joanna).pk, raise_one(cast.callum).pk, raise_one(cast.joanna, flag="abuse").pk}
    assert len(alerts) == 3


def test_without_a_therapist_the_duty_clinician_owns_it(cast: Cast) -> None:
    cast.service.duty_user = cast.colleague
    cast.service.save()
    _leave(cast, cast.miriam)
    assert raise_one(Client.objects.get(pk=cast.joanna.pk)).owner == cast.colleague


def test_without_therapist_and_duty_the_supervisor_then_the_manager_owns_it(cast: Cast) -> None:
    _leave(cast, cast.miriam)
    assert raise_one(cast.joanna).owner == cast.adela
    assert raise_one(cast.callum).owner == cast.manager


def test_with_nobody_at_all_it_still_exists_and_waits(cast: Cast) -> None:
    _leave(cast, cast.miriam)
    User.objects.filter(pk=cast.manager.pk).update(is_active=False)
    assert raise_one(cast.callum).owner is None
    User.objects.filter(pk=cast.manager.pk).update(is_active=True)
    assert actions.adopt_orphans() == 1
    assert Alert.objects.get().owner == cast.manager


def test_the_owner_of_an_alert_left_behind_changes_and_the_new_one_is_told(cast: Cast) -> None:
    alert = raise_one(cast.joanna)
    _leave(cast, cast.miriam)
    people.start_care(client=cast.joanna, staff=cast.colleague, part="therapist", by=None)  # type: ignore[arg-type]
    assert actions.adopt_orphans() == 1
    assert actions.adopt_orphans() == 0
    alert.refresh_from_db()
    assert alert.owner == cast.colleague
    assert Notice.objects.filter(to=cast.colleague, kind="needs-answer").exists()


@pytest.mark.parametrize(
    ("safe", "tier"), [("no", Tier.NOW), ("unsure", Tier.TODAY), ("yes", Tier.NEXT_WORKING_DAY)]
)
def test_the_clients_own_reply_decides_how_soon(cast: Cast, safe: str, tier: Tier) -> None:
    alert = actions.record_reply(
        client=cast.joanna, safe=safe, whereabouts="at home", words="I am so tired", by=cast.joanna_user
    )
    assert (alert.tier, alert.safe, alert.whereabouts) == (tier, safe, "at home")
    assert any("I am so tired" in step.note for step in queries.history(alert))


def test_a_reply_joins_the_open_alert_and_keeps_what_was_answered_first(cast: Cast) -> None:
    first = raise_one(cast.joanna, "next-working-day")
    alert = actions.record_reply(client=cast.joanna, safe="no", whereabouts="", words="", by=cast.joanna_user)
    assert alert.pk == first.pk
    assert alert.summary == first.summary
    assert alert.tier == Tier.NOW


def test_what_was_answered_stands_nowhere_in_clear(cast: Cast) -> None:
    from django.db import connection

    raise_one(cast.joanna)
    for table in ("safety_alert", "safety_alertstep", "audit_event", "notices_notice"):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {table}")
            assert b"safety item" not in b"".join(str(row).encode() for row in cursor.fetchall())


def _leave(cast: Cast, staff: User) -> None:
    for care in CareRelationship.objects.filter(staff=staff):
        care.ends_at = datetime(2026, 11, 13, 9, 0, tzinfo=UTC)
        care.save()
