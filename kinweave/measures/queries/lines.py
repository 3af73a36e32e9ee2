"""Lines of scores and moods read lean, for pictures that show a whole course or a whole caseload at once.

The courses given here are ones the reader was already allowed to see.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, NamedTuple, cast
from uuid import UUID

from django.db.models import (
    BooleanField,
    CharField,
    DateTimeField,
    Exists,
    F,
    FloatField,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Value,
)
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


class MoodPoint(NamedTuple):
    """A mood from 0 to 10 on a day; `recalled` when it was told afterwards."""

    on: date
    value: float
    recalled: bool


@dataclass(frozen=True)
class Lines:
    """The scores of a course by instrument, and the moods of its client; each in order of time."""

    scores: dict[str, list[Point]]
    moods: list[MoodPoint]


MOOD, RECALLED = "+mood", "+recalled"  # no instrument has such a code
_NO_NUMBER, _NO_FLAG = Value(None, IntegerField()), Value(False, BooleanField())


def _scores() -> QuerySet[Score]:
    return Score.objects.filter(main=True, response__superseded_by=None)


def _lines(course: UUID, client: UUID) -> QuerySet[Any]:
    flagged = FlagRaised.objects.filter(
        Q(response=OuterRef("response")) | Q(assignment=OuterRef("response__assignment"))
    )
    scores = _scores().filter(Q(course=course) | Q(course=None), client=client)
    number = F("response__assignment__before_number")
    return scores.values_list("code", "answered_at", "value", number, Exists(flagged)).union(
        _moods(MoodEntry.objects.filter(client=client, private=False), MOOD, F("at"), "value"),
        _moods(_there(Moment, client).filter(mood__isnull=False), MOOD, F("happened_at"), "mood"),
        _moods(_there(MoodRecall, client), RECALLED, Cast("on", DateTimeField()), "mood"),
        all=True,
    )


def _there(kind: type[Moment | MoodRecall], client: UUID) -> QuerySet[Any]:
    return kind.objects.filter(client=client, archived_at=None)


def _moods(rows: QuerySet[Any], code: str, at: Any, value: str) -> QuerySet[Any]:
    rated = Cast(value, FloatField())
    return rows.values_list(Value(code, CharField()), at, rated, _NO_NUMBER, _NO_FLAG)


_rows_of_lines = Prepared(_lines, UUID, UUID)


def lines_of(course: Course) -> Lines:
    """Every score of a course, or brought in for its client, and every mood the client has not kept private.

    One query.
    """
    scores: defaultdict[str, list[Point]] = defaultdict(list)
    moods: list[MoodPoint] = []
    for code, at, value, number, flagged in sorted(_rows_of_lines(course.id, course.client_id), key=_by_time):
        if code == MOOD:
            moods.append(MoodPoint(localtime(at).date(), value, recalled=False))
        elif code == RECALLED:  # a recalled mood has a day and no hour, so no time zone may move it
            moods.append(MoodPoint(at.astimezone(UTC).date(), value, recalled=True))
        else:
            scores[code].append(Point(localtime(at).date(), value, number, bool(flagged)))
    return Lines(dict(scores), moods)


def _by_time(row: tuple[Any, ...]) -> datetime:
    return cast(datetime, row[1])


def _values(staff: UUID, service: UUID, now: datetime) -> QuerySet[Any]:
    mine = in_care_of(staff, service, now).values("client")
    rows = _scores().filter(client__in=mine, course__isnull=False, code=MAIN, value__isnull=False)
    return rows.order_by("answered_at").values_list("course_id", "value")


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
