"""The agreement: both sign, it stays; a change is a new version with its date and reason."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, time, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kinweave.core import clock
from kinweave.core.course import Attendance, Stage
from kinweave.people.actions import Refused
from kinweave.treatment.actions import agreement as actions
from kinweave.treatment.actions.rows import Overtaken
from kinweave.treatment.actions.series import plan_sessions
from kinweave.treatment.models import Agreement, Goal, GoalRating, Mode, Recording, Session
from kinweave.treatment.queries import agreement as queries
from kinweave.treatment.queries import course as courses
from kinweave.treatment.queries.staying_well import to_answer
from tests.capabilities.treatment import agreeing
from tests.capabilities.treatment.agreeing import GOALS
from tests.cast import Cast


@pytest.fixture
def ready(cast: Cast) -> Cast:
    """Joanna has agreed to the formulation; the agreement comes next."""
    agreeing.started(cast)
    agreeing.agreed(cast)
    return cast


def test_once_both_have_signed_it_is_in_force_and_the_course_follows(ready: Cast) -> None:
    row = agreeing.signed(ready)
    course = ready.course
    course.refresh_from_db()
    assert queries.agreement_in_force(course) == row
    assert (course.stage, course.planned_sessions, course.planned_end) == (Stage.AGREED, 12, date(2027, 2, 5))
    assert (course.weekday, course.session_minutes, course.agreed_on) == (4, 50, date(2026, 11, 13))
    assert "agreement_signed" in course.done
    assert courses.state(course).agreement is not None


def test_the_sessions_are_planned_on_their_weekday_at_their_hour_where_the_service_is(ready: Cast) -> None:
    agreeing.signed(ready, starts_on=date(2027, 3, 19), starts_at=time(10))
    starts = [each.starts_at for each in courses.sessions(ready.course)]
    assert len(starts) == 12
    assert starts[0].isoformat() == "2027-03-19T10:00:00+00:00"
    assert starts[2].isoformat() == "2027-04-02T09:00:00+00:00", (
        "after the clocks go forward, ten is nine in UTC"
    )


def test_a_week_without_a_session_uses_none_up_and_moves_the_end(ready: Cast) -> None:
    row = agreeing.drafted(ready, without_sessions=["2026-12-25", "2026-12-28"])
    days = actions.dates_of(row, courses.state(ready.course))
    assert date(2026, 12, 25) not in days
    assert date(2027, 1, 1) not in days
    assert len(days) == 12
    assert row.ends_on == date(2027, 2, 19)


def test_one_signature_puts_nothing_into_force(ready: Cast) -> None:
    row = agreeing.drafted(ready)
    row = actions.sign(agreement=row, seen=row.version, by=ready.miriam)
    ready.course.refresh_from_db()
    assert not row.is_in_force
    assert ready.course.agreed_on is None
    assert Session.objects.count() == 0
    assert [each.what for each in to_answer(ready.joanna)] == ["agreement"]


def test_the_client_may_sign_first(ready: Cast) -> None:
    row = agreeing.drafted(ready)
    row = actions.sign(agreement=row, seen=row.version, by=ready.joanna_user)
    row = actions.sign(agreement=row, seen=row.version, by=ready.miriam)
    assert row.is_in_force
    assert row.client_signed_by == ready.joanna_user
    assert row.therapist_signed_by == ready.miriam


def test_together_in_the_room_both_signatures_say_who_took_them(ready: Cast) -> None:
    row = agreeing.drafted(ready)
    row = actions.sign(agreement=row, seen=row.version, by=ready.miriam, together=True)
    assert row.is_in_force
    assert row.client_signed_by == ready.miriam


@pytest.mark.parametrize("who", ["miriam", "joanna_user"])
def test_nobody_signs_twice(ready: Cast, who: str) -> None:
    row = agreeing.drafted(ready)
    row = actions.sign(agreement=row, seen=row.version, by=getattr(ready, who))
    with pytest.raises(Refused, match="already signed"):
        actions.sign(agreement=row, seen=row.version, by=getattr(ready, who))
    row.refresh_from_db()
    assert not row.is_in_force


def test_what_both_have_signed_stays_as_it_is(ready: Cast) -> None:
    row = agreeing.signed(ready)
    with pytest.raises(Refused, match="stays as it is"):
        actions.write(agreement=row, values={"sessions": 20}, seen=row.version, by=ready.miriam)
    with pytest.raises(Refused, match="stays as it is"):
        actions.sign(agreement=row, seen=row.version, by=ready.joanna_user)
    row.refresh_from_db()
    assert row.sessions == 12


def test_a_changed_word_takes_a_signature_back(ready: Cast) -> None:
    row = agreeing.drafted(ready)
    row = actions.sign(agreement=row, seen=row.version, by=ready.joanna_user)
    row = actions.write(agreement=row, values={"sessions": 16}, seen=row.version, by=ready.miriam)
    assert row.client_signed_at is None
    assert row.ends_on == date(2027, 3, 5)


def test_nobody_signs_words_they_have_not_read(ready: Cast) -> None:
    row = agreeing.drafted(ready)
    read = row.version
    actions.write(agreement=row, values={"sessions": 16}, seen=read, by=ready.miriam)
    with pytest.raises(Overtaken):
        actions.sign(agreement=row, seen=read, by=ready.joanna_user)
    row.refresh_from_db()
    assert row.client_signed_at is None


@pytest.mark.parametrize(
    ("gap", "says"),
    [
        ({"goals": GOALS[:1]}, "2 to 4 goals"),
        ({"goals": GOALS * 3}, "2 to 4 goals"),
        ({"goals": [GOALS[0], {"text": "Vague", "measure": "", "start": 1}]}, "how you will both know"),
        ({"nonresponse_plan": " "}, "not better by the middle"),
        ({"between_session_contact": ""}, "not for emergencies"),
        ({"missed_session_rule": ""}, "session is missed"),
        ({"confidentiality_explained": False}, "confidentiality"),
        ({"recording": Recording.AUDIO}, "recordings are for"),
    ],
)
def test_nobody_signs_before_it_says_what_it_must(ready: Cast, gap: dict[str, Any], says: str) -> None:
    row = agreeing.drafted(ready, **gap)
    with pytest.raises(Refused, match=says):
        actions.sign(agreement=row, seen=row.version, by=ready.miriam)


def test_recording_is_off_unless_both_say_otherwise(ready: Cast) -> None:
    assert agreeing.drafted(ready).recording == Recording.NONE


def test_no_agreement_before_the_formulation(cast: Cast) -> None:
    agreeing.started(cast)
    row = agreeing.drafted(cast)
    with pytest.raises(Refused, match="formulation first"):
        actions.sign(agreement=row, seen=row.version, by=cast.miriam, together=True)


def test_no_agreement_before_the_suitability_review_and_nothing_half_written(ready: Cast) -> None:
    row = agreeing.drafted(ready)
    ready.course.refresh_from_db()
    ready.course.stage = Stage.SUITABILITY
    ready.course.save(update_fields=["stage"])
    with pytest.raises(Refused, match="suitability"):
        actions.sign(agreement=row, seen=row.version, by=ready.miriam, together=True)
    row.refresh_from_db()
    assert (row.therapist_signed_at, row.in_force_at) == (None, None)
    assert Goal.objects.count() == Session.objects.count() == 0


def test_a_change_of_length_needs_a_reason_is_dated_and_moves_the_end(ready: Cast) -> None:
    agreeing.signed(ready)
    with pytest.raises(Refused, match="reason for the change"):
        agreeing.drafted(ready, sessions=16)
    with clock.at(clock.now() + timedelta(days=40)):
        changed = agreeing.signed(
            ready, sessions=16, reason="Six weeks away at Christmas", starts_on=date(2027, 1, 8)
        )
    ready.course.refresh_from_db()
    assert ready.course.planned_sessions == 16
    assert ready.course.agreed_on == date(2026, 12, 23)
    assert changed.reason == "Six weeks away at Christmas"
    assert Agreement.objects.get(number=1).sessions == 12
    assert Session.objects.count() == 16


def test_fewer_sessions_than_were_held_are_refused(ready: Cast) -> None:
    agreeing.signed(ready)
    held = list(courses.sessions(ready.course)[:5])
    for number, session in enumerate(held, start=1):
        session.number, session.attendance = number, Attendance.ATTENDED
        session.save(update_fields=["number", "attendance"])
    with pytest.raises(Refused, match="from 5 to 100"):
        agreeing.drafted(ready, sessions=4, reason="Enough")


def test_held_sessions_stay_when_the_rest_is_planned_anew(ready: Cast) -> None:
    agreeing.signed(ready)
    first, second = courses.sessions(ready.course)[:2]
    first.number, first.attendance = 1, Attendance.ATTENDED
    first.save(update_fields=["number", "attendance"])
    second.opened_at = clock.now()
    second.save(update_fields=["opened_at"])
    agreeing.signed(ready, sessions=8, reason="Enough", starts_on=date(2026, 12, 10))
    first.refresh_from_db()
    second.refresh_from_db()
    assert first.starts_at.date() == date(2026, 11, 20)
    assert second.starts_at.date() == date(2026, 11, 27)
    ahead = courses.sessions(ready.course).filter(attendance=Attendance.PLANNED, opened_at=None)
    assert {each.starts_at.weekday() for each in ahead} == {3}
    assert ahead.count() == 7


def test_an_unsigned_change_takes_the_new_focus_with_it(ready: Cast) -> None:
    agreeing.signed(ready)
    change = agreeing.drafted(ready, reason="More time", sessions=16)
    actions.sign(agreement=change, seen=change.version, by=ready.miriam)
    agreeing.agreed(ready, reason="A death", areas=["grief"])
    change.refresh_from_db()
    assert change.areas == ["grief"]
    assert change.therapist_signed_at is None
    assert Agreement.objects.count() == 2


def test_the_series_is_moved_not_doubled(ready: Cast) -> None:
    days = [date(2026, 11, 20) + timedelta(days=7 * week) for week in range(3)]
    for _ in range(2):
        plan_sessions(
            course=ready.course, dates=days, at=time(9, 30), minutes=50, mode=Mode.VIDEO, by=ready.miriam
        )
    assert [each.starts_at.date() for each in courses.sessions(ready.course)] == days
    assert {each.mode for each in courses.sessions(ready.course)} == {Mode.VIDEO}


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    sessions=st.integers(min_value=1, max_value=40),
    start=st.dates(min_value=date(2026, 11, 14), max_value=date(2028, 1, 1)),
    step=st.sampled_from([7, 14, 30]),
    away=st.lists(st.dates(min_value=date(2026, 11, 14), max_value=date(2028, 6, 1)), max_size=5),
)
def test_the_end_is_the_last_of_as_many_days_as_were_agreed(
    cast: Cast, sessions: int, start: date, step: int, away: list[date]
) -> None:
    Agreement.objects.all().delete()
    row = agreeing.drafted(
        cast,
        sessions=sessions,
        starts_on=start,
        days_between=step,
        without_sessions=[day.isoformat() for day in away],
    )
    days = actions.dates_of(row, courses.state(cast.course))
    assert len(days) == sessions
    assert row.ends_on == days[-1] >= start
    assert list(days) == sorted(set(days))
    assert {day.isocalendar()[:2] for day in days}.isdisjoint({day.isocalendar()[:2] for day in away})


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    steps=st.lists(
        st.tuples(
            st.sampled_from(["start", "write", "miriam", "joanna_user"]),
            st.integers(min_value=-2, max_value=110),
            st.sampled_from(["", "  ", "because"]),
        ),
        max_size=10,
    )
)
def test_whatever_happens_signed_versions_stay_and_changes_have_reasons(
    cast: Cast, steps: list[tuple[str, int, str]]
) -> None:
    for table in (GoalRating, Goal, Agreement, Session):
        table.objects.all().delete()
    course = agreeing.started(cast)
    course.agreed_on, course.areas, course.planned_sessions = None, ["grief"], 16
    course.save(update_fields=["agreed_on", "areas", "planned_sessions"])
    final: dict[int, tuple[int, str, object]] = {}
    for kind, sessions, reason in steps:
        _try(cast, kind, sessions, reason)
        rows = list(Agreement.objects.order_by("number"))
        assert all(row.reason.strip() for row in rows[1:])
        assert all(1 <= row.sessions <= 100 for row in rows)
        assert sum(not row.is_in_force for row in rows) <= 1
        for row in rows:
            assert row.is_in_force == bool(row.client_signed_at and row.therapist_signed_at)
            if row.is_in_force:
                stands = (row.sessions, row.reason, row.in_force_at)
                assert final.setdefault(row.number, stands) == stands


def _try(cast: Cast, kind: str, sessions: int, reason: str) -> None:
    row = queries.open_version(cast.course)
    with suppress(Refused):
        if kind == "start":
            agreeing.drafted(cast, sessions=sessions, reason=reason)
        elif row is not None and kind == "write":
            actions.write(
                agreement=row, values={"sessions": sessions}, seen=row.version, by=cast.miriam, reason=reason
            )
        elif row is not None:
            actions.sign(agreement=row, seen=row.version, by=getattr(cast, kind))
