"""Sessions: planned, moved, held or not; weeks and sessions are counted apart."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kinweave.audit.acts import Act
from kinweave.audit.models import Event
from kinweave.core import clock
from kinweave.core.course import Attendance, Stage
from kinweave.core.course import clock as course_clock
from kinweave.people import actions as people
from kinweave.people.actions import Refused
from kinweave.treatment.actions import sessions
from kinweave.treatment.models import Course, Session
from kinweave.treatment.queries import course as courses
from kinweave.treatment.queries import sessions as reading
from tests.capabilities.treatment.holding import at, held, planned
from tests.cast import START, Cast, reachable


def test_the_first_held_session_starts_the_course_and_is_number_one(cast: Cast) -> None:
    assert cast.course.stage == Stage.SUITABILITY
    session = held(cast)
    cast.course.refresh_from_db()
    assert (cast.course.stage, session.number, session.attendance) == (Stage.STARTED, 1, Attendance.ATTENDED)
    assert session.opened_at == START


def test_a_missed_week_spends_no_session_but_the_weeks_go_on(cast: Cast) -> None:
    held(cast)
    missed = planned(cast, weeks=1)
    with clock.at(at(1, 60)):
        sessions.set_attendance(
            session=missed,
            attendance=Attendance.DID_NOT_ATTEND,
            by=cast.miriam,
            reason="No answer",
            called=True,
        )
    third = held(cast, weeks=2)
    state = courses.state(Course.objects.get(pk=cast.course.pk))
    now = course_clock(state, at(2).date())
    assert (now.attended, now.week, third.number) == (2, 3, 2)
    missed.refresh_from_db()
    assert (missed.number, missed.called, missed.attendance_reason) == (None, True, "No answer")


def test_numbers_follow_dates_when_an_earlier_session_is_noted_late(cast: Cast) -> None:
    forgotten = planned(cast)
    later = held(cast, weeks=1)
    assert later.number == 1
    with clock.at(at(1, 120)):
        sessions.set_attendance(session=forgotten, attendance=Attendance.ATTENDED, by=cast.miriam)
    assert list(Session.objects.order_by("starts_at").values_list("number", flat=True)) == [1, 2]


def test_taking_back_attendance_closes_the_gap_in_the_numbers(cast: Cast) -> None:
    first, _, third = held(cast), held(cast, weeks=1), held(cast, weeks=2)
    with clock.at(at(3)):
        sessions.set_attendance(session=first, attendance=Attendance.CANCELLED_BY_SERVICE, by=cast.miriam)
    third.refresh_from_db()
    assert third.number == 2


def test_beginning_twice_keeps_the_first_minute(cast: Cast) -> None:
    session = held(cast)
    with clock.at(at(0, 20)):
        again = sessions.begin(session=session, by=cast.miriam)
    assert again.opened_at == START
    assert Event.objects.filter(act=Act.SESSION_OPENED).count() == 1


@pytest.mark.parametrize("left_out", ["telephone", "address", "emergency_name", "emergency_telephone", "gp"])
def test_the_first_session_waits_until_it_is_known_how_to_reach_the_client(cast: Cast, left_out: str) -> None:
    session = planned(cast)
    reachable(cast.joanna, cast.miriam)
    people.save_contact_details(client=cast.joanna, values={left_out: " "}, by=cast.miriam)
    with pytest.raises(sessions.MustBeAsked, match="write it down"):
        sessions.begin(session=session, by=cast.miriam)
    session.refresh_from_db()
    assert (session.attendance, session.number) == (Attendance.PLANNED, None)
    people.save_contact_details(client=cast.joanna, values={left_out: "07700 900123"}, by=cast.joanna_user)
    assert sessions.begin(session=session, by=cast.miriam).number == 1


def test_what_cannot_wait_begins_with_its_reason_and_is_in_the_audit(cast: Cast) -> None:
    session = planned(cast)
    with pytest.raises(sessions.MustBeAsked):
        sessions.begin(session=session, by=cast.miriam, without="  ")
    begun = sessions.begin(session=session, by=cast.miriam, without="She came straight from the hospital.")
    assert begun.number == 1
    assert reading.begun_without(cast.course) == ((START, "She came straight from the hospital."),)
    event = Event.objects.get(act=Act.SESSION_BEGUN_WITHOUT)
    assert "a telephone number" in event.reason
    assert "hospital" not in event.reason


def test_only_the_first_session_waits(cast: Cast) -> None:
    held(cast)
    people.save_contact_details(client=cast.joanna, values={"gp": ""}, by=cast.joanna_user)
    with clock.at(at(1)):
        assert sessions.begin(session=planned(cast, weeks=1), by=cast.miriam).number == 2


def test_a_planned_session_moves_and_a_held_one_does_not(cast: Cast) -> None:
    session = planned(cast, weeks=1)
    moved = sessions.move_session(session=session, starts_at=at(1, 90), by=cast.miriam, mode="video")
    assert (moved.starts_at, moved.mode) == (at(1, 90), "video")
    done = held(cast)
    with pytest.raises(Refused, match="Only a planned session"):
        sessions.move_session(session=done, starts_at=at(2), by=cast.miriam)


def test_two_sessions_do_not_begin_at_the_same_time(cast: Cast) -> None:
    planned(cast, weeks=1)
    with pytest.raises(Refused, match="that very time"):
        planned(cast, weeks=1)
    other = planned(cast, weeks=2)
    with pytest.raises(Refused, match="that very time"):
        sessions.move_session(session=other, starts_at=at(1), by=cast.miriam)


@pytest.mark.parametrize("minutes", [0, 9, 181, 100_000])
def test_a_session_has_a_human_length(cast: Cast, minutes: int) -> None:
    with pytest.raises(Refused, match="from 10 to 180"):
        sessions.plan_session(course=cast.course, starts_at=at(1), by=cast.miriam, minutes=minutes)
    assert not Session.objects.exists()


def test_a_session_of_next_week_cannot_have_been_held(cast: Cast) -> None:
    session = planned(cast, weeks=1)
    with pytest.raises(Refused, match="still to come"):
        sessions.begin(session=session, by=cast.miriam)
    session.refresh_from_db()
    assert (session.attendance, session.number) == (Attendance.PLANNED, None)


def test_the_client_can_say_they_cannot_come(cast: Cast) -> None:
    session = planned(cast, weeks=1)
    after = sessions.say_cannot_come(session=session, reason="My mother is ill", by=cast.joanna_user)
    assert (after.attendance, after.attendance_reason) == (Attendance.CANCELLED_BY_CLIENT, "My mother is ill")
    assert reading.next_for(cast.joanna) is None


def test_once_it_has_begun_the_client_is_asked_to_ring(cast: Cast) -> None:
    session = planned(cast)
    with clock.at(at(0, 5)), pytest.raises(Refused, match="ring the service"):
        sessions.say_cannot_come(session=session, reason="", by=cast.joanna_user)


def test_no_more_sessions_are_held_than_were_agreed(cast: Cast) -> None:
    Course.objects.filter(pk=cast.course.pk).update(
        planned_sessions=1, agreed_on=START.date(), stage=Stage.AGREED
    )
    held(cast)
    extra = planned(cast, weeks=1)
    with clock.at(at(1)), pytest.raises(Refused, match="All 1 sessions are used"):
        sessions.begin(session=extra, by=cast.miriam)


def test_an_ended_course_gets_no_session(cast: Cast) -> None:
    Course.objects.filter(pk=cast.course.pk).update(stage=Stage.FINISHED, ended_on=START.date())
    cast.course.refresh_from_db()
    with pytest.raises(Refused, match="ended"):
        planned(cast)


def test_today_shows_only_those_the_therapist_treats(cast: Cast) -> None:
    mine = planned(cast)
    planned(cast, weeks=1)
    assert [row.id for row in reading.sessions_today(cast.miriam)] == [mine.id]
    for other in (cast.adela, cast.colleague, cast.former, cast.manager, cast.stranger, cast.joanna_user):
        assert not reading.sessions_today(other).exists()


def test_the_room_opens_for_today_then_for_the_next_one(cast: Cast) -> None:
    assert reading.in_hand([]) is None
    past, todays, later = held(cast, weeks=-1), planned(cast), planned(cast, weeks=1)
    rows = reading.of_course(cast.course)
    assert reading.in_hand(rows) == todays
    with clock.at(at(0) + timedelta(days=2)):
        assert reading.in_hand(rows) == later
    assert reading.before(rows, todays) == past
    assert reading.before(rows, past) is None
    assert reading.in_hand([past]) == past


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from([each for each in Attendance if each is not Attendance.PLANNED]), max_size=8))
def test_numbers_are_always_one_to_n_of_those_held(cast: Cast, outcomes: list[Attendance]) -> None:
    Session.objects.all().delete()
    for week, outcome in enumerate(outcomes):
        row = planned(cast, weeks=week)
        with clock.at(at(week, 60)):
            sessions.set_attendance(session=row, attendance=outcome, by=cast.miriam)
    numbers = list(
        Session.objects.exclude(number=None).order_by("starts_at").values_list("number", flat=True)
    )
    assert numbers == list(range(1, outcomes.count(Attendance.ATTENDED) + 1))


def test_a_page_read_before_the_course_ended_plans_nothing_after_it(cast: Cast) -> None:
    Course.objects.filter(pk=cast.course.pk).update(stage=Stage.FINISHED)
    with pytest.raises(Refused, match="has ended"):
        planned(cast)  # with the course as it was read
