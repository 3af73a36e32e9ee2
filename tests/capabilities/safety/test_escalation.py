"""What nobody answers in time goes to the next person, once each, within a minute of the worker's round (S-42)."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kinweave.audit.models import Event
from kinweave.core import clock
from kinweave.notices.models import Notice
from kinweave.people.models import User
from kinweave.safety import actions, queries
from kinweave.safety.models import Alert, AlertStep, Kind
from tests.capabilities.safety.test_raising import raise_one
from tests.cast import START, Cast


def passed_on(alert: Alert) -> list[tuple[User | None, str]]:
    return [(step.to, step.part) for step in queries.history(alert) if step.kind == Kind.ESCALATED]


def round_at(moment: datetime) -> int:
    with clock.at(moment):
        return actions.escalate_due()


def test_now_goes_to_the_supervisor_after_a_quarter_of_an_hour_and_then_to_the_manager(cast: Cast) -> None:
    alert = raise_one(cast.joanna, "now")
    assert round_at(START + timedelta(minutes=14, seconds=59)) == 0
    assert round_at(START + timedelta(minutes=15)) == 1
    assert passed_on(alert) == [(cast.adela, "supervisor")]
    assert round_at(START + timedelta(minutes=30)) == 1
    assert passed_on(alert) == [(cast.adela, "supervisor"), (cast.manager, "manager")]
    assert round_at(START + timedelta(days=3)) == 0


def test_today_goes_to_the_duty_clinician_when_two_hours_are_over(cast: Cast) -> None:
    cast.service.duty_user = cast.colleague
    cast.service.save()
    alert = raise_one(cast.joanna, "today")
    round_at(START + timedelta(hours=2))
    round_at(START + timedelta(hours=4))
    assert passed_on(alert) == [(cast.colleague, "duty"), (cast.adela, "supervisor")]


def test_the_next_working_day_ends_on_monday_evening_and_goes_to_the_supervisor(cast: Cast) -> None:
    alert = raise_one(cast.joanna, "next-working-day")
    monday = START.replace(day=16, hour=17)
    assert round_at(monday - timedelta(seconds=1)) == 0
    assert round_at(monday) == 1
    assert passed_on(alert) == [(cast.adela, "supervisor")]


def test_each_step_is_audited_and_sends_one_neutral_notice(cast: Cast) -> None:
    raise_one(cast.joanna, "now")
    round_at(START + timedelta(minutes=15))
    round_at(START + timedelta(minutes=15))
    assert Event.objects.filter(act="alert.escalated", actor_id=None).count() == 1
    assert Notice.objects.filter(kind="passed-on", to=cast.adela).count() == 1


def test_after_a_worker_stood_still_every_missed_step_is_taken_at_once(cast: Cast) -> None:
    alert = raise_one(cast.joanna, "now")
    assert round_at(START + timedelta(days=2)) == 2
    assert [to for to, _ in passed_on(alert)] == [cast.adela, cast.manager]


def test_what_was_taken_and_where_the_client_was_reached_is_passed_to_nobody(cast: Cast) -> None:
    alert = actions.acknowledge(alert=raise_one(cast.joanna, "now"), by=cast.miriam)
    actions.log_contact(alert=alert, contact="call", note="", by=cast.miriam)
    assert round_at(START + timedelta(days=7)) == 0


def test_taken_but_nobody_reached_the_client_within_the_hour_goes_on(cast: Cast) -> None:
    alert = actions.acknowledge(alert=raise_one(cast.joanna, "now"), by=cast.miriam)
    assert round_at(START + timedelta(minutes=59)) == 0
    assert round_at(START + timedelta(minutes=60)) == 1
    assert passed_on(alert) == [(cast.adela, "supervisor")]
    assert round_at(START + timedelta(minutes=74)) == 0


def test_a_closed_alert_is_passed_to_nobody(cast: Cast) -> None:
    alert = raise_one(cast.joanna, "now")
    Alert.objects.filter(pk=alert.pk).update(closed_at=START)
    assert round_at(START + timedelta(days=1)) == 0


def test_with_nobody_left_to_tell_it_returns_to_its_owner(cast: Cast) -> None:
    User.objects.filter(pk__in=[cast.adela.pk, cast.manager.pk]).update(is_active=False)
    alert = raise_one(cast.joanna, "now")
    round_at(START + timedelta(hours=1))
    assert passed_on(alert) == [(cast.miriam, "owner"), (cast.miriam, "owner")]


def test_put_off_once_it_waits_until_then_and_goes_on_after(cast: Cast) -> None:
    alert = raise_one(cast.joanna, "today")
    until = START.replace(day=16, hour=17)
    actions.snooze(alert=alert, until=until, reason="He is on the ward, spoke to the nurse.", by=cast.miriam)
    assert round_at(until - timedelta(seconds=1)) == 0
    assert round_at(until) == 1


def test_whoever_was_told_may_open_it_and_a_stranger_may_not(cast: Cast) -> None:
    from django.http import Http404

    alert = raise_one(cast.callum, "now")
    cast.service.duty_user = cast.colleague
    cast.service.save()
    assert queries.alert(cast.colleague, alert.pk) == alert
    for reader in (cast.stranger, cast.former, cast.callum_user, cast.manager, cast.adela):
        with pytest.raises(Http404):
            queries.alert(reader, alert.pk)


@given(
    rounds=st.lists(st.integers(0, 14 * 24 * 60), min_size=1, max_size=12),
    tier=st.sampled_from(["now", "today", "next-working-day"]),
)
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whenever_and_however_often_the_worker_comes_each_step_happens_once(
    cast: Cast, rounds: list[int], tier: str
) -> None:
    AlertStep.objects.all().delete()
    Alert.objects.all().delete()
    alert = raise_one(cast.joanna, tier)
    for minutes in sorted(rounds):
        round_at(START + timedelta(minutes=minutes))
    round_at(START + timedelta(days=30))
    people = [to for to, _ in passed_on(alert)]
    assert people[:2] == [cast.adela, cast.manager]
    assert [step.escalation for step in queries.history(alert) if step.escalation] == list(
        range(1, len(people) + 1)
    )
