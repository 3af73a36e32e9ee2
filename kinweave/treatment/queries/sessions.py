"""Reading sessions: who comes today, what comes next, and where numbers stand."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from kinweave.core import clock
from kinweave.core.course import Attendance
from kinweave.people.models import CareRelationship, Client, Part, User
from kinweave.treatment.models import Course, Session
from kinweave.web import here

_JOINED = ("client", "course", "course__client", "course__service", "service")


def session(user: User, session_id: UUID) -> Session:
    """One session that `user` may see, with its client and course, or 404."""
    return get_object_or_404(Session.objects.visible_to(user).select_related(*_JOINED), pk=session_id)


def writable(user: User, session_id: UUID) -> Session:
    """One session of a client whose record `user` may write, or 404."""
    return get_object_or_404(Session.objects.writable_by(user).select_related(*_JOINED), pk=session_id)


def sessions_today(user: User, on: date | None = None) -> QuerySet[Session]:
    """Sessions of clients whom `user` treats, on that day where the service is (today, unless said).

    In order of time, client and course joined. A supervisor has none of their own.
    """
    zone = ZoneInfo(user.service.time_zone)
    day = on or clock.today(zone)
    begins = datetime.combine(day, time.min, tzinfo=zone)
    mine = CareRelationship.objects.current().filter(staff=user, part=Part.THERAPIST).values("client")
    return (
        Session.objects.visible_to(user)
        .filter(client__in=mine, starts_at__gte=begins, starts_at__lt=begins + timedelta(days=1))
        .select_related(*_JOINED, "note")
        .order_by("starts_at")
    )


def of_course(course: Course) -> list[Session]:
    """All sessions of a course the reader was already allowed to see, in order of time. One query."""
    return list(Session.objects.filter(course=course).order_by("starts_at"))


def next_for(client: Client) -> Session | None:
    """The client's next planned session, for their own pages. One that began within the hour still counts."""
    return (
        Session.objects.filter(
            client=client, attendance=Attendance.PLANNED, starts_at__gte=clock.later(hours=-1)
        )
        .select_related("course")
        .order_by("starts_at")
        .first()
    )


def in_hand(rows: list[Session]) -> Session | None:
    """The session the room opens on: the one held today, else the next planned, else the latest held."""
    now = clock.now()
    today = [each for each in rows if here.day(each.starts_at) == here.today() and _may_be_held(each)]
    if today:
        return min(today, key=lambda each: abs(each.starts_at - now))
    ahead = [each for each in rows if each.attendance == Attendance.PLANNED]
    if ahead:
        return min(ahead, key=lambda each: (each.starts_at < now, each.starts_at))
    held = [each for each in rows if each.attendance == Attendance.ATTENDED]
    return held[-1] if held else None


def before(rows: list[Session], this: Session) -> Session | None:
    """The last attended session before this one."""
    held = [
        each for each in rows if each.attendance == Attendance.ATTENDED and each.starts_at < this.starts_at
    ]
    return held[-1] if held else None


def begun_without(course: Course) -> tuple[tuple[datetime, str], ...]:
    """Sessions that began before it was known how to reach the client, each with the reason given."""
    rows = course.sessions.exclude(begun_without=None).order_by("starts_at")
    return tuple((row.starts_at, row.begun_without) for row in rows)


def _may_be_held(each: Session) -> bool:
    return each.attendance in {Attendance.PLANNED, Attendance.ATTENDED}
