"""Planning, moving and holding sessions. Weeks and sessions are counted apart: only a held one spends one."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from kinweave.audit import actions as audit
from kinweave.audit.acts import Act
from kinweave.core import clock
from kinweave.core.course import (
    Attendance,
    CourseRefusedError,
    CourseState,
    Stage,
    move,
    record_attendance,
    session_numbers,
)
from kinweave.people.actions import Refused
from kinweave.people.models import User
from kinweave.treatment.models import Course, Mode, Session
from kinweave.treatment.queries import course as courses
from kinweave.treatment.queries.intake import still_to_ask_first
from kinweave.web.words import list_in_words

SHORTEST, LONGEST = 10, 180


class MustBeAsked(Refused):
    """The first session waits for what must be known of how to reach the client."""


@transaction.atomic
def plan_session(
    *,
    course: Course,
    starts_at: datetime,
    by: User | None,
    minutes: int | None = None,
    mode: str = Mode.IN_PERSON,
) -> Session:
    """Plan one session. Raises Refused when the course has ended or another session begins then."""
    _must_be_open(course)
    length = course.session_minutes if minutes is None else minutes
    _check_length(length)
    _check_free(course, starts_at, length)
    session = Session.objects.create(
        service_id=course.service_id, client_id=course.client_id, course=course, starts_at=starts_at, minutes=length,
        mode=mode, maintenance=course.stage == Stage.MAINTENANCE, created_at=clock.now(), created_by=by,
    )  # fmt: skip
    audit.record(Act.SESSION_PLANNED, by=by, on=session)
    return session


@transaction.atomic
def move_session(
    *,
    session: Session,
    starts_at: datetime,
    by: User | None,
    minutes: int | None = None,
    mode: str | None = None,
) -> Session:
    """Move a planned session to another time, length or way of meeting. It spends nothing."""
    session = _locked(session.pk)
    if session.attendance != Attendance.PLANNED:
        raise Refused("Only a planned session can be moved. Plan a new one instead.")
    length = minutes or session.minutes
    _check_length(length)
    _check_free(session.course, starts_at, length, but=session.pk)
    session.starts_at, session.minutes, session.mode = starts_at, length, mode or session.mode
    session.version += 1
    session.save(update_fields=["starts_at", "minutes", "mode", "version"])
    audit.record(Act.SESSION_MOVED, by=by, on=session)
    return session


@transaction.atomic
def begin(*, session: Session, by: User, without: str = "") -> Session:
    """The client is here: note that the session is held and when it began. Asked twice, it stays as it was.

    Before the first session it is known how to reach the client (S-44), or `without` says why it cannot wait;
    raises MustBeAsked otherwise.
    """
    session = _locked(session.pk)
    if session.attendance != Attendance.ATTENDED:
        _check_time(session, Attendance.ATTENDED)
    if missing := still_to_ask_first(session):
        if not without.strip():
            raise MustBeAsked(
                f"Before the first session, ask for {list_in_words(missing)} and write it down; "
                "or say below why it cannot wait."
            )
        session.begun_without = without.strip()
        session.save(update_fields=["begun_without"])
        audit.record(Act.SESSION_BEGUN_WITHOUT, by=by, on=session, reason=", ".join(missing))
    if session.attendance != Attendance.ATTENDED:
        session = set_attendance(session=session, attendance=Attendance.ATTENDED, by=by)
    if session.opened_at is None:
        session.opened_at = clock.now()
        session.save(update_fields=["opened_at"])
        audit.record(Act.SESSION_OPENED, by=by, on=session)
    return session


@transaction.atomic
def set_attendance(
    *, session: Session, attendance: Attendance, by: User | None, reason: str = "", called: bool | None = None
) -> Session:
    """Say what became of a session. The first held one starts the course; numbers follow the dates.

    Raises Refused with the course's own reason: a signed note, a paused course, no sessions left.
    """
    session = _locked(session.pk)
    course = Course.objects.select_for_update().get(pk=session.course_id)
    _check_time(session, attendance)
    after = _course_after(course, session, attendance)
    session.attendance, session.attendance_reason, session.called = attendance, reason.strip(), called
    session.version += 1
    session.save(update_fields=["attendance", "attendance_reason", "called", "version"])
    if after.stage != course.stage:
        course.stage = after.stage
        course.version += 1
        course.save(update_fields=["stage", "version"])
    _number(course, after)
    audit.record(Act.ATTENDANCE_RECORDED, by=by, on=session, reason=attendance.value)
    session.refresh_from_db(fields=["number"])
    return session


@transaction.atomic
def say_cannot_come(*, session: Session, reason: str, by: User) -> Session:
    """The client's own word that they cannot come. It spends no session."""
    session = _locked(session.pk)
    if session.attendance != Attendance.PLANNED or session.starts_at <= clock.now():
        raise Refused("This session has already begun or was changed. Please ring the service.")
    return set_attendance(session=session, attendance=Attendance.CANCELLED_BY_CLIENT, by=by, reason=reason)


def _locked(session_id: UUID) -> Session:
    # the course is joined, but only the session's row is locked
    rows = Session.objects.select_for_update(of=("self",)).select_related("course", "client", "service")
    return rows.get(pk=session_id)


def _course_after(course: Course, session: Session, attendance: Attendance) -> CourseState:
    state = courses.state(course)
    try:
        if state.stage is Stage.SUITABILITY and attendance is Attendance.ATTENDED:
            state = move(state, Stage.STARTED, on=clock.day_of(session.starts_at, course.service.zone))
        return record_attendance(state, str(session.pk), attendance, focus_worked=session.focus_worked)
    except CourseRefusedError as refused:
        raise Refused(str(refused)) from refused


def _number(course: Course, state: CourseState) -> None:
    """Give held sessions their numbers by date. Numbers that change are cleared first: each is unique."""
    wanted = session_numbers(state)
    have = dict(Session.objects.filter(course=course).values_list("id", "number"))
    changed = [key for key, number in have.items() if wanted.get(str(key)) != number]
    Session.objects.filter(pk__in=changed).update(number=None)
    for key in changed:
        if (number := wanted.get(str(key))) is not None:
            Session.objects.filter(pk=key).update(number=number)


def _check_time(session: Session, attendance: Attendance) -> None:
    if attendance in {Attendance.ATTENDED, Attendance.DID_NOT_ATTEND} and session.starts_at > clock.later(
        hours=12
    ):
        raise Refused("This session is still to come. Move it to today first if you are meeting now.")


def _check_length(minutes: int) -> None:
    if not SHORTEST <= minutes <= LONGEST:
        raise Refused(f"A session lasts from {SHORTEST} to {LONGEST} minutes.")


def _check_free(course: Course, starts_at: datetime, minutes: int, but: UUID | None = None) -> None:
    planned = Session.objects.filter(course=course, attendance=Attendance.PLANNED, starts_at=starts_at)
    if (planned.exclude(pk=but) if but else planned).exists():
        raise Refused("Another session of this client is planned for that very time.")


def _must_be_open(course: Course) -> None:
    if (
        not Course.objects.only("stage").get(pk=course.pk).is_open
    ):  # it may have ended since the page was read
        raise Refused("This course has ended. Open a new course, or note a follow-up.")
