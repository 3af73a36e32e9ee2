"""Scores over time. The course or client given here is one the reader was already allowed to see."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.timezone import localtime

from kinweave.measures.models import FlagRaised, Response, Score
from kinweave.measures.queries.responses import instrument_of
from kinweave.treatment.models import Course

MAIN = "phq-9"
"""The instrument a course is followed by where only one line fits, such as in the caseload."""


@dataclass(frozen=True, slots=True)
class ScorePoint:
    """One response's main score. `value` is None while answers are missing; `prorated` is an aid only."""

    date: date
    value: float | None
    session_number: int | None
    complete: bool
    at: datetime
    band: str
    prorated: float | None
    response_id: UUID
    answered_by: str
    flagged: bool


@dataclass(frozen=True, slots=True)
class FirstAndLatest:
    """First and latest complete score; None where there is none, the same twice where there is one."""

    first: ScorePoint | None
    latest: ScorePoint | None


def _main_scores() -> QuerySet[Score]:
    flagged = FlagRaised.objects.filter(
        Q(response=OuterRef("response")) | Q(assignment=OuterRef("response__assignment"))
    )
    return (
        Score.objects.filter(main=True, response__superseded_by=None)
        .select_related("response__assignment")
        .annotate(flagged=Exists(flagged))
        .order_by("answered_at")
    )


def _point(score: Score) -> ScorePoint:
    response = score.response
    return ScorePoint(
        date=localtime(score.answered_at).date(),
        value=score.value,
        session_number=response.assignment.before_number if response.assignment else None,
        complete=score.complete,
        at=score.answered_at,
        band=score.band,
        prorated=score.prorated,
        response_id=score.response_id,
        answered_by=response.answered_by,
        flagged=score.flagged,  # type: ignore[attr-defined]
    )


def of_the_course(course: Course) -> dict[str, list[ScorePoint]]:
    """The main scores of every instrument answered in a course, by code, earliest first, in one query."""
    return _by_code(_main_scores().filter(course=course))


def scores_of(course: Course, instrument_code: str) -> list[ScorePoint]:
    """The main scores of one instrument in a course, earliest first, each corrected one in its last form."""
    return [_point(score) for score in _main_scores().filter(course=course, code=instrument_code)]


def latest_and_first(course: Course, instrument_code: str) -> FirstAndLatest:
    """The ends of a course by one instrument: what outcomes compare (first and last, never the best)."""
    complete = [point for point in scores_of(course, instrument_code) if point.complete]
    return FirstAndLatest(complete[0], complete[-1]) if complete else FirstAndLatest(None, None)


def series(course: Course) -> dict[str, list[ScorePoint]]:
    """Every instrument answered in a course or brought in for the client, by code, in one query."""
    mine = Q(course=course) | Q(course=None)
    return _by_code(_main_scores().filter(mine, client=course.client_id))


def _by_code(rows: Iterable[Score]) -> dict[str, list[ScorePoint]]:
    found: dict[str, list[ScorePoint]] = {}
    for score in rows:
        found.setdefault(score.code, []).append(_point(score))
    return found


@dataclass(frozen=True, slots=True)
class PartPoint:
    """One response's value on a scale beside the main one; None while its answers are missing."""

    response_id: UUID
    scale: str
    date: date
    value: float | None
    band: str


def parts(course: Course) -> dict[str, list[PartPoint]]:
    """The scales beside the main one, by instrument code, earliest first, in one query."""
    found: dict[str, list[PartPoint]] = {}
    mine = Q(course=course) | Q(course=None)
    rows = Score.objects.filter(mine, client=course.client_id, main=False, response__superseded_by=None)
    for score in rows.order_by("answered_at", "created_at"):
        day = localtime(score.answered_at).date()
        found.setdefault(score.code, []).append(
            PartPoint(score.response_id, score.scale, day, score.value, score.band)
        )
    return found


def sparklines_for(courses: Iterable[Course], instrument_code: str = MAIN) -> dict[UUID, list[ScorePoint]]:
    """The main scores of many courses, by course id, in one query; a course without any is absent."""
    found: dict[UUID, list[ScorePoint]] = {}
    wanted = [course.id for course in courses]
    for score in _main_scores().filter(course__in=wanted, code=instrument_code):
        if score.course_id:
            found.setdefault(score.course_id, []).append(_point(score))
    return found


@dataclass(frozen=True, slots=True)
class ItemPoint:
    """One answer to one item: the value, and the words the client chose. None where the item was left out."""

    date: date
    value: int | None
    words: str
    session_number: int | None


def item9_history(course: Course) -> list[ItemPoint]:
    """The answers to item 9 of the PHQ-9, earliest first. A 0 is an answer, never an all-clear; no answer is neither."""
    responses = (
        Response.objects.filter(course=course, code="phq-9", superseded_by=None)
        .select_related("assignment")
        .order_by("answered_at")
    )
    found = []
    for response in responses:
        value = response.answers.get("9")
        words = {o.value: o.text or str(o.value) for o in instrument_of(response).options_of("9")}
        number = response.assignment.before_number if response.assignment else None
        day = localtime(response.answered_at).date()
        found.append(ItemPoint(day, value, "" if value is None else words[value], number))
    return found
