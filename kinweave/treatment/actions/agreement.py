"""Writing, signing and changing an agreement. What both have signed stays as it is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction

from kinweave.audit import actions as audit
from kinweave.audit.acts import Act
from kinweave.core import clock
from kinweave.core.course import (
    CourseRefusedError,
    CourseState,
    agree,
    change_length,
    may_stay_open,
    most_sessions,
    plan_dates,
)
from kinweave.people.actions import Refused
from kinweave.people.models import User
from kinweave.treatment.actions.course import mark_done
from kinweave.treatment.actions.goals import set_goals
from kinweave.treatment.actions.rows import Overtaken, belonging, locked
from kinweave.treatment.actions.series import plan_sessions
from kinweave.treatment.models import Agreement, Course
from kinweave.treatment.queries import course as courses
from kinweave.treatment.queries.agreement import agreement_in_force, lacking, open_version, versions

KEPT = (
    "sessions", "open_end", "days_between", "starts_on", "starts_at", "without_sessions", "minutes", "mode", "goals",
    "therapist_tasks", "client_tasks", "involved_others", "between_session_contact", "missed_session_rule",
    "nonresponse_plan", "medication", "confidentiality_explained", "recording", "recording_purpose",
    "recording_delete_on", "maintenance_option",
)  # fmt: skip
OVER = "This course has ended. Its agreement stays as it is."
SIGNED = "Both have signed this version, so it stays as it is. Make a change with its reason instead."


@transaction.atomic
def start_version(*, course: Course, by: User, values: Mapping[str, Any], reason: str = "") -> Agreement:
    """Write the first version, or a dated change of the one in force, which needs a reason."""
    course = locked(course, ended=OVER)
    last = versions(course).first()
    if last is not None and not last.is_in_force:
        raise Refused("There is a version that is not signed by both yet. Change that one.")
    if last is not None and not reason.strip():
        raise Refused("Please give the reason for the change.")
    row = Agreement(
        **belonging(course, by),
        number=last.number + 1 if last else 1,
        reason=reason.strip(),
    )
    if last is not None:
        for field in KEPT:
            setattr(row, field, getattr(last, field))
    _fill(row, values)
    row.save(force_insert=True)
    audit.record(Act.AGREEMENT_WRITTEN, by=by, on=row)
    return row


@transaction.atomic
def write(
    *, agreement: Agreement, values: Mapping[str, Any], seen: int, by: User, reason: str | None = None
) -> Agreement:
    """Change a version that is not in force. A signature already given is taken back: its words changed."""
    row = _at(agreement, seen)
    if reason is not None and row.number > 1:
        if not reason.strip():
            raise Refused("Please give the reason for the change.")
        row.reason = reason.strip()
    _fill(row, values)
    _take_back_signatures(row)
    row.version += 1
    row.save()
    audit.record(Act.AGREEMENT_WRITTEN, by=by, on=row)
    return row


@transaction.atomic
def sign(*, agreement: Agreement, seen: int, by: User, together: bool = False) -> Agreement:
    """Sign as the one who is signed in; `together` also takes the client's signature in the room.

    `seen` is the version that was read; raises Overtaken when the words have changed since. The second
    signature puts the agreement into force, plans the sessions and moves the course on.
    """
    row = _at(agreement, seen)
    if missing := lacking(row, courses.protocol(row.course)):
        raise Refused(f"Before anybody signs, please see to this: {'; '.join(missing)}.")
    now = clock.now()
    if by.is_client or together:
        if row.client_signed_at is not None:
            raise Refused("The client has already signed this version.")
        row.client_signed_at, row.client_signed_by = now, by
    if not by.is_client and row.therapist_signed_at is None:
        row.therapist_signed_at, row.therapist_signed_by = now, by
    elif not by.is_client and not together:
        raise Refused("The therapist has already signed this version.")
    row.save()
    audit.record(Act.AGREEMENT_SIGNED, by=by, on=row, reason="together in the room" if together else "")
    if row.client_signed_at and row.therapist_signed_at:
        _come_into_force(row, by)
    return row


@transaction.atomic
def carry_new_focus(*, course: Course, reason: str, by: User) -> None:
    """After a new formulation was agreed, bring its areas before both for signing.

    An unsigned version takes the areas; a signed one gets a dated change. Without either nothing is done.
    """
    waiting = open_version(course)
    if waiting is not None:
        waiting.areas = list(course.areas)
        _take_back_signatures(waiting)
        waiting.version += 1
        waiting.save()
        audit.record(Act.AGREEMENT_WRITTEN, by=by, on=waiting)
    elif (signed := agreement_in_force(course)) is not None and signed.areas != course.areas:
        start_version(course=course, by=by, values=_from_next_session(course, signed), reason=reason)


@transaction.atomic
def set_the_end(*, course: Course, by: User) -> None:
    """The ending was opened: a version that is not signed by both can no longer leave the end open."""
    waiting = open_version(course)
    if waiting is not None and waiting.open_end:
        waiting.open_end = False
        _take_back_signatures(waiting)
        waiting.version += 1
        waiting.save()
        audit.record(Act.AGREEMENT_WRITTEN, by=by, on=waiting)


def dates_of(agreement: Agreement, state: CourseState) -> tuple[date, ...]:
    """The days of the sessions that are left under this version."""
    left = agreement.sessions - state.attended
    skipped = [date.fromisoformat(day) for day in agreement.without_sessions]
    return plan_dates(
        agreement.starts_on, agreement.starts_on.weekday(), left, skipped, agreement.days_between
    )


def _from_next_session(course: Course, signed: Agreement) -> dict[str, Any]:
    """Where an unchanged series goes on: the next planned session, else a step after the last."""
    today = clock.today(course.service.zone)
    ahead = [each.on for each in courses.state(course).sessions if each.on >= today]
    return {"starts_on": min(ahead, default=max(signed.starts_on, today))}


def _fill(row: Agreement, values: Mapping[str, Any]) -> None:
    for field in KEPT:
        if field in values:
            setattr(row, field, values[field])
    row.areas = list(row.course.areas)
    state = courses.state(row.course)
    fewest = max(1, state.attended)
    most = most_sessions(state)
    if not fewest <= row.sessions <= most:
        raise Refused(f"Choose a number of sessions from {fewest} to {most}.")
    row.open_end = row.open_end and may_stay_open(state)
    dates = dates_of(row, state)
    row.weekday = row.starts_on.weekday()
    row.ends_on = dates[-1] if dates else row.starts_on


def _take_back_signatures(row: Agreement) -> None:
    row.therapist_signed_at = row.client_signed_at = None
    row.therapist_signed_by = row.client_signed_by = None


def _come_into_force(row: Agreement, by: User) -> None:
    course, now = row.course, clock.now()
    today = clock.today(ZoneInfo(course.service.time_zone))
    before = courses.state(course)
    try:
        after = _agreed(before, row, today)
    except CourseRefusedError as error:
        raise Refused(str(error)) from error
    row.in_force_at = now
    row.save(update_fields=["in_force_at"])
    course.stage, course.agreed_on = after.stage.value, today
    course.planned_sessions, course.planned_end, course.open_end = row.sessions, row.ends_on, row.open_end
    course.weekday, course.session_minutes, course.areas = row.weekday, row.minutes, list(row.areas)
    course.save(
        update_fields=[
            "stage", "agreed_on", "planned_sessions", "planned_end", "open_end", "weekday",
            "session_minutes", "areas",
        ]
    )  # fmt: skip
    audit.record(Act.AGREEMENT_IN_FORCE, by=by, on=row)
    set_goals(agreement=row, by=by)
    mark_done(course=course, check="agreement_signed", by=by)
    plan_sessions(
        course=course,
        dates=dates_of(row, before),
        at=row.starts_at,
        minutes=row.minutes,
        mode=row.mode,
        by=by,
    )


def _agreed(state: CourseState, row: Agreement, today: date) -> CourseState:
    if not state.agreements:
        return agree(state, on=today, sessions=row.sessions, ends_on=row.ends_on, open_end=row.open_end)
    if (row.sessions, row.open_end) != (state.total, state.agreements[-1].open_end):
        return change_length(
            state, row.sessions, on=today, reason=row.reason, ends_on=row.ends_on, open_end=row.open_end
        )
    return state


def _at(agreement: Agreement, seen: int) -> Agreement:
    course = locked(agreement.course, ended=OVER)
    row = Agreement.objects.select_for_update().get(pk=agreement.pk)
    row.course = course
    if row.is_in_force:
        raise Refused(SIGNED)
    if row.version != seen:
        raise Overtaken(row)
    return row
