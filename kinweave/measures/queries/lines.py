"""Lines of scores and moods read lean, for pictures that show a whole course or a whole caseload at once.

The courses given here are ones the reader was already allowed to see.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import BooleanField, DateTimeField, Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast
from django.utils.timezone import localtime

from kinweave.core import clock
from kinweave.measures.models import FlagRaised, MoodEntry, Score
from kinweave.measures.queries.scores import MAIN
from kinweave.people.models import User
from kinweave.people.queries import in_care_of
from kinweave.treatment.models import Course, Moment, MoodRecall
from kinweave.web.prepared import Prepared


class Point(NamedTuple):
    """One response's main score; `value` is None while answers are missing."""

    on: date
    value: float | None
    number: int | None  # of the session it was asked before
    flagged: bool


def _scores() -> QuerySet[Score]:
    return Score.objects.filter(main=True, response__superseded_by=None).order_by("answered_at")


def _lines(course: UUID, client: UUID) -> QuerySet[Any]:
    flagged = FlagRaised.objects.filter(
        Q(response=OuterRef("response")) | Q(assignment=OuterRef("response__assignment"))
    )
    rows = _scores().filter(Q(course=course) | Q(course=None), client=client)
    number = F("response__assignment__before_number")
    return rows.values_list("code", "answered_at", "value", number, Exists(flagged))


_rows_of_lines = Prepared(_lines, UUID, UUID)


def lines_of(course: Course) -> dict[str, list[Point]]:
    """Every instrument of a course, or brought in for its client, by code, earliest first. One query."""
    found: defaultdict[str, list[Point]] = defaultdict(list)
    for code, at, value, before, flag in _rows_of_lines(course.id, course.client_id):
        found[code].append(Point(localtime(at).date(), value, before, flag))
    return dict(found)


def _values(staff: UUID, service: UUID, now: datetime) -> QuerySet[Any]:
    mine = in_care_of(staff, service, now).values("client")
    rows = _scores().filter(client__in=mine, course__isnull=False, code=MAIN, value__isnull=False)
    return rows.values_list("course_id", "value")


_rows_of_values = Prepared(_values, UUID, UUID, datetime)


def values_for(user: User) -> dict[UUID, list[float]]:
    """The complete main scores of everyone whose care `user` takes part in, by course, earliest first.

    By the instrument a course is usually followed by. One query.
    """
    found: defaultdict[UUID, list[float]] = defaultdict(list)
    if user.is_clinical:
        for course_id, value in _rows_of_values(user.id, user.service_id, clock.now()):
            found[course_id].append(value)
    return dict(found)


class MoodPoint(NamedTuple):
    """A mood from 0 to 10 on a day; `recalled` when it was told afterwards."""

    on: date
    value: float
    recalled: bool


def _moods(client: UUID) -> QuerySet[Any]:
    rated = MoodEntry.objects.filter(client_id=client, private=False).values_list("at", "value", _said(False))
    moments = Moment.objects.filter(client_id=client, archived_at=None, mood__isnull=False)
    recalled = MoodRecall.objects.filter(client_id=client, archived_at=None).values_list(
        Cast("on", DateTimeField()), "mood", _said(True)
    )
    return rated.union(moments.values_list("happened_at", "mood", _said(False)), recalled, all=True)


_rows_of_moods = Prepared(_moods, UUID)


def mood_line(course: Course) -> list[MoodPoint]:
    """Moods the client rated, wrote with a moment or recalled, in order. Private ones stay away. One query."""
    rows = _rows_of_moods(course.client_id)
    return sorted(MoodPoint(_day(at, told), float(value), bool(told)) for at, value, told in rows)


def _said(recalled: bool) -> Value:
    return Value(recalled, BooleanField())


def _day(at: datetime, recalled: bool) -> date:
    """A recalled mood has a day and no hour, so no time zone may move it."""
    return at.astimezone(UTC).date() if recalled else localtime(at).date()
