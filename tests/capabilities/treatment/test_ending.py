"""The ending: it opens itself or by hand, it is written down, and people close the course."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from kinweave.core import clock
from kinweave.core.course import Attendance, Stage
from kinweave.people.actions import Refused
from kinweave.treatment.actions import ending as actions
from kinweave.treatment.actions.rows import Overtaken
from kinweave.treatment.models import Course, Ending, FollowUp, NextStep, Session
from kinweave.treatment.queries import course as courses
from kinweave.treatment.queries.ending import ending, follow_ups
from tests.capabilities.treatment import agreeing
from tests.cast import Cast

NEXT: dict[str, Any] = {
    "fell_short": False, "alternative": "", "alternative_booked_for": None, "next_step": NextStep.NOTHING,
    "next_step_why": "",
}  # fmt: skip
FEELINGS = {"feelings": "Sad, and a bit proud.", "sadness_or_illness": "Sad.", "who_will_know": "Kate"}


@pytest.fixture
def course(cast: Cast) -> Course:
    return agreeing.under_way(cast)


def hold(course: Course, count: int) -> None:
    for number, session in enumerate(courses.sessions(course)[:count], start=1):
        session.number, session.attendance, session.signed_at = number, Attendance.ATTENDED, clock.now()
        session.save(update_fields=["number", "attendance", "signed_at"])


def write(cast: Cast, row: Ending, part: str, values: dict[str, Any], seen: int | None = None) -> Ending:
    return actions.write(ending=row, part=part, values=values, seen=seen or row.version, by=cast.miriam)


def test_opened_by_hand_the_course_is_in_its_ending(cast: Cast, course: Course) -> None:
    actions.open_ending(course=course, by=cast.miriam)
    course.refresh_from_db()
    assert (course.stage, course.ending_by_hand) == (Stage.ENDING, date(2026, 11, 13))
    assert "ending_raised" in course.done


def test_one_that_opened_itself_is_not_called_opened_by_hand(cast: Cast, course: Course) -> None:
    hold(course, 10)
    actions.open_ending(course=course, by=cast.miriam)
    course.refresh_from_db()
    assert (course.stage, course.ending_by_hand) == (Stage.ENDING, None)


def test_opened_twice_it_is_one(cast: Cast, course: Course) -> None:
    assert actions.open_ending(course=course, by=cast.miriam) == actions.open_ending(
        course=course, by=cast.miriam
    )
    assert Ending.objects.count() == 1


@pytest.mark.parametrize(
    ("part", "values", "check"),
    [
        ("feelings", FEELINGS, "ending_feelings_heard"),
        (
            "gains",
            {"what_changed": "", "what_the_client_did": "I knocked.", "still_hard": ""},
            "gains_reviewed",
        ),
        ("next", NEXT, "next_step_decided"),
    ],
)
def test_each_part_completes_its_own_check(
    cast: Cast, course: Course, part: str, values: dict[str, Any], check: str
) -> None:
    row = actions.open_ending(course=course, by=cast.miriam)
    write(cast, row, part, values)
    course.refresh_from_db()
    assert check in course.done
    assert len(course.done.keys() & {"ending_feelings_heard", "gains_reviewed", "next_step_decided"}) == 1


def test_two_tabs_writing_of_the_ending_lose_nothing(cast: Cast, course: Course) -> None:
    row = actions.open_ending(course=course, by=cast.miriam)
    write(cast, row, "feelings", FEELINGS, seen=1)
    with pytest.raises(Overtaken):
        write(cast, row, "feelings", FEELINGS | {"feelings": "Other."}, seen=1)
    row.refresh_from_db()
    assert row.feelings == FEELINGS["feelings"]


def test_when_the_treatment_fell_short_the_alternative_is_named(cast: Cast, course: Course) -> None:
    row = actions.open_ending(course=course, by=cast.miriam)
    other = NEXT | {"fell_short": True, "next_step": NextStep.OTHER_TREATMENT}
    with pytest.raises(Refused, match="which other treatment"):
        write(cast, row, "next", other)
    row = write(cast, row, "next", other | {"alternative": "CBT with Dr Lamb, booked by telephone"})
    assert row.alternative.startswith("CBT")


def test_a_course_is_not_finished_before_what_comes_next_is_decided(cast: Cast, course: Course) -> None:
    actions.open_ending(course=course, by=cast.miriam)
    with pytest.raises(Refused, match="what comes next"):
        actions.end_course(course=course, to=Stage.FINISHED, by=cast.miriam)


def test_a_course_is_not_finished_with_unsigned_notes(cast: Cast, course: Course) -> None:
    hold(course, 2)
    Session.objects.filter(number=2).update(signed_at=None)
    write(cast, actions.open_ending(course=course, by=cast.miriam), "next", NEXT)
    with pytest.raises(Refused, match="not signed"):
        actions.end_course(course=course, to=Stage.FINISHED, by=cast.miriam)
    course.refresh_from_db()
    assert course.stage == Stage.ENDING


def test_finished_the_episode_closes_the_outcome_is_kept_and_no_session_is_left_planned(
    cast: Cast, course: Course
) -> None:
    hold(course, 11)
    write(cast, actions.open_ending(course=course, by=cast.miriam), "next", NEXT)
    shown = [{"title": "PHQ-9", "first": "17", "latest": "6", "change": "down 11"}]
    actions.end_course(course=course, to=Stage.FINISHED, by=cast.miriam, outcome=shown)
    course.refresh_from_db()
    row = ending(course)
    assert (course.stage, course.ended_on) == (Stage.FINISHED, date(2026, 11, 13))
    assert course.episode.closed_at is not None
    assert row is not None
    assert row.outcome == shown
    assert not courses.sessions(course).filter(attendance=Attendance.PLANNED).exists()
    assert courses.sessions(course).filter(attendance=Attendance.ATTENDED).count() == 11


@pytest.mark.parametrize("to", [Stage.STOPPED_EARLY, Stage.TRANSFERRED])
def test_stopping_early_or_passing_on_needs_a_reason_and_no_ending(
    cast: Cast, course: Course, to: Stage
) -> None:
    with pytest.raises(Refused, match="reason"):
        actions.end_course(course=course, to=to, by=cast.miriam)
    actions.end_course(course=course, to=to, by=cast.miriam, reason="Moved to Leeds.")
    course.refresh_from_db()
    assert (course.stage, course.end_reason) == (to, "Moved to Leeds.")


def test_maintenance_goes_on_and_closes_nothing(cast: Cast, course: Course) -> None:
    write(
        cast,
        actions.open_ending(course=course, by=cast.miriam),
        "next",
        NEXT | {"next_step": NextStep.MAINTENANCE},
    )
    actions.end_course(course=course, to=Stage.MAINTENANCE, by=cast.miriam)
    course.refresh_from_db()
    assert (course.stage, course.is_open, course.episode.closed_at) == (Stage.MAINTENANCE, True, None)


def test_ended_it_is_neither_written_in_nor_ended_again(cast: Cast, course: Course) -> None:
    row = actions.open_ending(course=course, by=cast.miriam)
    actions.end_course(course=course, to=Stage.STOPPED_EARLY, by=cast.miriam, reason="x")
    with pytest.raises(Refused, match="has ended"):
        write(cast, row, "feelings", FEELINGS)
    with pytest.raises(Refused, match="has ended"):
        actions.end_course(course=course, to=Stage.FINISHED, by=cast.miriam)


def test_follow_ups_lie_ahead_and_can_be_taken_off(cast: Cast, course: Course) -> None:
    now = clock.now()
    with pytest.raises(Refused, match="still to come"):
        actions.plan_follow_up(course=course, starts_at=now, kind=FollowUp.Kind.FOLLOW_UP, by=cast.miriam)
    later = actions.plan_follow_up(
        course=course, starts_at=now + timedelta(days=90), kind=FollowUp.Kind.FOLLOW_UP, by=cast.miriam
    )
    sooner = actions.plan_follow_up(
        course=course, starts_at=now + timedelta(days=30), kind=FollowUp.Kind.MAINTENANCE, by=cast.miriam
    )
    assert list(follow_ups(course)) == [sooner, later]
    actions.cancel_follow_up(follow_up=sooner, by=cast.miriam)
    assert list(follow_ups(course)) == [later]
    assert list(follow_ups(course, since=now + timedelta(days=91))) == []
