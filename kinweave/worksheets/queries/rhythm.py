"""Reading the daily rhythm log. The number of a week comes from `kinweave.core.rhythm` alone."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import cast

from django.db.models import Exists, OuterRef

from kinweave.core.rhythm import Day, RhythmLog, minutes
from kinweave.core.rhythm_weeks import days_asked
from kinweave.shelf.queries import thawed
from kinweave.treatment.models import Course
from kinweave.worksheets.models import RhythmDay, RhythmDiary


def of_course(course: Course) -> RhythmDiary | None:
    """The rhythm log of a course the reader was already allowed to see; None where none was begun."""
    return RhythmDiary.objects.filter(course=course).select_related("course").first()


def definition(diary: RhythmDiary) -> RhythmLog:
    """The log as it was when it was begun."""
    return cast(RhythmLog, thawed(diary.definition_id))


def is_kept(diary: RhythmDiary | None) -> bool:
    """Whether the client may write in it now."""
    return diary is not None and diary.ended_on is None and diary.course.is_open


def days(diary: RhythmDiary, *, since: date | None = None, until: date | None = None) -> list[RhythmDay]:
    """The days written, earliest first; between two dates if given, both included. One query."""
    rows = RhythmDay.objects.filter(diary=diary).order_by("on")
    if since is not None:
        rows = rows.filter(on__gte=since)
    return list(rows if until is None else rows.filter(on__lte=until))


def day(diary: RhythmDiary, on: date) -> RhythmDay | None:
    """One day of the log; None while nothing is written."""
    return RhythmDay.objects.filter(diary=diary, on=on).first()


def recent(course: Course, since: date) -> list[RhythmDay]:
    """The days of a course's log from `since` on, earliest first, each with its log. One query."""
    rows = RhythmDay.objects.filter(diary__course=course, on__gte=since)
    return list(rows.select_related("diary__course").order_by("on"))


def times(row: RhythmDay) -> Day:
    """A day as `kinweave.core.rhythm` takes it: anchor code to minutes after midnight."""
    return {code: minutes(at) for code, at in row.times.items()}


def by_date(rows: Iterable[RhythmDay]) -> dict[date, Day]:
    """Many days by their date, as `kinweave.core.rhythm_weeks` takes them."""
    return {row.on: times(row) for row in rows}


def to_write(course: Course, now: datetime) -> tuple[date, ...]:
    """Of the day being lived at the local time `now` and the one before, those not yet written. One query.

    The likelier one comes first. Empty where no log is kept.
    """
    asked = days_asked(now)
    written = {
        f"written_{place}": Exists(RhythmDay.objects.filter(diary=OuterRef("pk"), on=on))
        for place, on in enumerate(asked)
    }
    found = RhythmDiary.objects.filter(course=course, ended_on=None).annotate(**written).first()
    if found is None or not course.is_open:
        return ()
    eve = found.begun_on - timedelta(days=1)
    return tuple(on for place, on in enumerate(asked) if on >= eve and not getattr(found, f"written_{place}"))
