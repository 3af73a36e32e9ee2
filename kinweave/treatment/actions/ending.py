"""Opening, writing and closing the ending."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from kinweave.audit import actions as audit
from kinweave.audit.acts import Act
from kinweave.core import clock
from kinweave.core.course import ENDED, CourseRefusedError, CourseState, Stage, ending_open, move, unsigned
from kinweave.people.actions import Refused
from kinweave.people.models import User
from kinweave.treatment.actions.agreement import set_the_end
from kinweave.treatment.actions.course import mark_done
from kinweave.treatment.actions.rows import Overtaken, belonging, locked
from kinweave.treatment.actions.series import plan_sessions
from kinweave.treatment.models import Course, Ending, Episode, FollowUp, NextStep
from kinweave.treatment.queries import course as courses
from kinweave.treatment.queries import ending as endings

OVER = "This course has ended; its record stays as it is."
PARTS: dict[str, tuple[str, tuple[str, ...]]] = {
    "feelings": ("ending_feelings_heard", ("feelings", "sadness_or_illness", "who_will_know")),
    "gains": ("gains_reviewed", ("what_changed", "what_the_client_did", "still_hard")),
    "next": (
        "next_step_decided",
        ("fell_short", "alternative", "alternative_booked_for", "next_step", "next_step_why"),
    ),
}
"""Parts of the page: the check each completes, and its fields."""
_COUNTS_BY = {"feelings": "feelings", "gains": "what_the_client_did", "next": "next_step"}


@transaction.atomic
def open_ending(*, course: Course, by: User) -> Ending:
    """Open the ending by hand, or begin to write about one that has opened itself. Done twice, it is one."""
    course = locked(course, ended=OVER)
    if (found := endings.ending(course)) is not None:
        return found
    _into_ending(course, by, by_hand=True)
    row = Ending.objects.create(
        **belonging(course, by),
        opened_on=clock.today(course.service.zone),
    )  # fmt: skip
    audit.record(Act.ENDING_OPENED, by=by, on=row)
    mark_done(course=course, check="ending_raised", by=by)
    return row


@transaction.atomic
def write(*, ending: Ending, part: str, values: Mapping[str, Any], seen: int, by: User) -> Ending:
    """Save one part of `PARTS`. `seen` is the version the writer read; raises Overtaken otherwise."""
    course = locked(ending.course, ended=OVER)
    row = Ending.objects.select_for_update().get(pk=ending.pk)
    if row.version != seen:
        raise Overtaken(row)
    check, fields = PARTS[part]
    for field in fields:
        setattr(row, field, values[field])
    if row.next_step == NextStep.OTHER_TREATMENT and not row.alternative.strip():
        raise Refused("Please say which other treatment, with whom, and how it was arranged.")
    row.version += 1
    row.save()
    audit.record(Act.ENDING_WRITTEN, by=by, on=row, reason=part)
    if getattr(row, _COUNTS_BY[part]):
        mark_done(course=course, check=check, by=by)
    return row


@transaction.atomic
def plan_follow_up(
    *, course: Course, starts_at: datetime, kind: str, by: User, with_whom: str = ""
) -> FollowUp:
    """Put a meeting after the last session into the record. It lies ahead."""
    now = clock.now()
    if starts_at <= now:
        raise Refused("Choose a day and an hour that are still to come.")
    row = FollowUp.objects.create(
        **belonging(course, by),
        starts_at=starts_at, kind=FollowUp.Kind(kind), with_whom=with_whom.strip(),
    )  # fmt: skip
    audit.record(Act.FOLLOW_UP_PLANNED, by=by, on=row, reason=kind)
    return row


@transaction.atomic
def cancel_follow_up(*, follow_up: FollowUp, by: User) -> None:
    """Take a meeting after the end off again."""
    follow_up.cancelled_at = clock.now()
    follow_up.save(update_fields=["cancelled_at"])
    audit.record(Act.FOLLOW_UP_CANCELLED, by=by, on=follow_up)


@transaction.atomic
def end_course(
    *, course: Course, to: Stage, by: User, reason: str = "", outcome: list[dict[str, Any]] | None = None
) -> Course:
    """Finish, stop early or pass on a course, or go over into maintenance. Its episode closes with it.

    `outcome` are first and last scores as they were shown. The ending needs what comes next; finishing
    also needs every note signed. Raises Refused in words otherwise.
    """
    course = locked(course, ended=OVER)
    if to in {Stage.FINISHED, Stage.MAINTENANCE}:
        written = endings.ending(course)
        if written is None or not written.next_step:
            raise Refused("First decide together what comes next, and save it.")
        _into_ending(course, by, by_hand=False)
    state = courses.state(course)
    if to is Stage.FINISHED and unsigned(state):
        raise Refused(f"{len(unsigned(state))} session notes are not signed yet. Sign them first.")
    after = _moved(state, to, reason, clock.today(course.service.zone))
    course.stage, course.ended_on, course.end_reason = after.stage.value, after.ended_on, after.end_reason
    course.version += 1
    course.save(update_fields=["stage", "ended_on", "end_reason", "version"])
    if endings.ending(course) is not None:
        _keep_outcome(course, outcome or [])
    if after.stage in ENDED:
        Episode.objects.filter(pk=course.episode_id).update(closed_at=clock.now())
        plan_sessions(course=course, dates=(), at=clock.now().time(), minutes=0, mode="", by=by)
        audit.record(Act.COURSE_ENDED, by=by, on=course, reason=to.value)
    else:
        audit.record(Act.COURSE_MOVED, by=by, on=course, reason=to.value)
    return course


def _keep_outcome(course: Course, outcome: list[dict[str, Any]]) -> None:
    row = Ending.objects.select_for_update().get(course=course)
    row.outcome = outcome
    row.version += 1
    row.save(update_fields=["outcome", "version"])


def _into_ending(course: Course, by: User, *, by_hand: bool) -> None:
    """Bring the stage of the course up to an ending that is open, or open it."""
    if course.stage in {Stage.ENDING, Stage.MAINTENANCE}:
        return
    state = courses.state(course)
    itself = ending_open(state)
    if not itself and not by_hand:
        return
    after = _moved(state, Stage.ENDING, "", clock.today(course.service.zone))
    course.stage = after.stage.value
    if not itself:
        course.ending_by_hand = after.ending_by_hand
        if course.open_end:
            course.open_end = False
            set_the_end(course=course, by=by)
    course.version += 1
    course.save(update_fields=["stage", "ending_by_hand", "open_end", "version"])
    audit.record(Act.COURSE_MOVED, by=by, on=course, reason=Stage.ENDING.value)


def _moved(state: CourseState, to: Stage, reason: str, today: date) -> CourseState:
    try:
        return move(state, to, on=today, reason=reason)
    except CourseRefusedError as error:
        raise Refused(str(error)) from error
