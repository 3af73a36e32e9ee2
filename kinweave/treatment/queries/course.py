"""Reading courses. The reader comes first; a stranger gets 404."""

from __future__ import annotations

from datetime import date
from typing import cast
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from kinweave.core import clock
from kinweave.core.course import Agreement, Attendance, CourseState, SessionFact, Stage
from kinweave.core.protocols import Protocol
from kinweave.people.models import Client, User
from kinweave.shelf.queries import thawed
from kinweave.treatment.models import Course, Session


def latest(user: User, client_id: UUID) -> Course:
    """The client's open course, else their latest, with the client joined; 404 when `user` may not see it."""
    return _latest_of(Course.objects.visible_to(user), client_id)


def writable(user: User, client_id: UUID) -> Course:
    """The client's latest course when `user` may write their record, else 404."""
    return _latest_of(Course.objects.writable_by(user), client_id)


def _latest_of(courses: QuerySet[Course], client_id: UUID) -> Course:
    own = courses.filter(client_id=client_id).select_related("client", "service")
    course = own.order_by("-created_at").first()
    if course is None:
        raise Http404
    return course


def of_client(client: Client) -> Course | None:
    """The client's own open or latest course, for their own pages."""
    return Course.objects.filter(client=client).select_related("service").order_by("-created_at").first()


def sessions(course: Course) -> QuerySet[Session]:
    """Sessions of a course the reader was already allowed to see, in order of time."""
    return Session.objects.filter(course=course).order_by("starts_at")


def protocol(course: Course) -> Protocol:
    """The protocol as it was when the course began."""
    return cast(Protocol, thawed(course.protocol_id))


def state(course: Course, rows: list[Session] | None = None) -> CourseState:
    """What the course engine needs to know. One query for the sessions, unless `rows` are given."""
    return CourseState(
        protocol=protocol(course),
        stage=Stage(course.stage),
        opened_on=course.opened_on,
        areas=tuple(course.areas),
        sessions=tuple(_fact(course, session) for session in (sessions(course) if rows is None else rows)),
        done={code: date.fromisoformat(day) for code, day in course.done.items()},
        agreements=_agreements(course),
        ending_by_hand=course.ending_by_hand,
        ended_on=course.ended_on,
    )


def _fact(course: Course, session: Session) -> SessionFact:
    return SessionFact(
        id=str(session.id),
        on=clock.day_of(session.starts_at, course.service.zone),
        attendance=Attendance(session.attendance),
        signed=session.signed_at is not None,
        amendments=session.amendments,
        focus_worked=session.focus_worked,
        maintenance=session.maintenance,
    )


def _agreements(course: Course) -> tuple[Agreement, ...]:
    if course.agreed_on is None:
        return ()
    return (
        Agreement(
            on=course.agreed_on,
            sessions=course.planned_sessions,
            areas=tuple(course.areas),
            ends_on=course.planned_end,
            open_end=course.open_end,
        ),
    )
