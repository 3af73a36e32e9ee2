"""The series of sessions an agreement names."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import ProtectedError

from kinweave.audit import actions as audit
from kinweave.audit.acts import Act
from kinweave.core.course import Attendance
from kinweave.people.models import User
from kinweave.treatment.actions.rows import belonging
from kinweave.treatment.models import Course, Session


@transaction.atomic
def plan_sessions(
    *, course: Course, dates: Sequence[date], at: time, minutes: int, mode: str, by: User
) -> list[Session]:
    """Make the sessions still planned fall on these days, at this hour where the service is.

    Planned sessions that nobody has opened move in order, new ones are added, those left over are taken
    off; held, cancelled, opened and maintenance sessions are never touched. Returns the series.
    """
    zone = ZoneInfo(course.service.time_zone)
    waiting = list(
        Session.objects.filter(
            course=course, attendance=Attendance.PLANNED, opened_at=None, maintenance=False
        ).order_by("starts_at")
    )
    series = []
    for place, day in enumerate(dates):
        starts_at = datetime.combine(day, at, tzinfo=zone)
        if place < len(waiting):
            row = waiting[place]
            row.starts_at, row.minutes, row.mode = starts_at, minutes, mode
            row.version += 1
            row.save(update_fields=["starts_at", "minutes", "mode", "version"])
        else:
            row = Session.objects.create(
                **belonging(course, by), starts_at=starts_at, minutes=minutes, mode=mode,
            )  # fmt: skip
        series.append(row)
    for spare in waiting[len(dates) :]:
        _take_off(spare)
    audit.record(Act.SESSIONS_PLANNED, by=by, on=course, reason=f"{len(series)} sessions")
    return series


def _take_off(session: Session) -> None:
    """A planned session nobody prepared leaves no trace; one with something tied to it is cancelled."""
    try:
        session.delete()
    except ProtectedError:
        session.attendance = Attendance.CANCELLED_BY_SERVICE
        session.attendance_reason = "The agreement was changed."
        session.version += 1
        session.save(update_fields=["attendance", "attendance_reason", "version"])
