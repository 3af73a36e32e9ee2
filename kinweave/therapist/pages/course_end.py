"""How a course ended: what was decided, the first and last scores, and when one meets again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.timezone import localtime

from kinweave.core.outcomes import Outcome, change_in_words, outcome, pair
from kinweave.measures.queries.change import compared, needs_parts
from kinweave.measures.queries.lines import Point
from kinweave.measures.queries.scores import ScorePoint
from kinweave.shelf.queries import library
from kinweave.treatment.queries.ending import ending, follow_ups
from kinweave.web import words

if TYPE_CHECKING:
    from kinweave.treatment.models import Course

FRAMEWORK = "NHS Talking Therapies"
MEASURES = ("phq-9", "gad-7")


@dataclass(frozen=True)
class ScoreEnds:
    """First and last score of one measure, and what changed, in words."""

    name: str
    first: str
    last: str
    change: str


@dataclass(frozen=True)
class CourseEnd:
    """What stands on the page of a course that is over."""

    stage: str
    reason: str
    next_step: str
    scores: tuple[ScoreEnds, ...]
    outcome: tuple[str, ...]  # by the published thresholds, each a sentence
    source: str
    follow_ups: tuple[str, ...]


def course_end(course: Course, lines: Mapping[str, list[Point]]) -> CourseEnd:
    """The end of a course the reader was already allowed to see. Two queries, or as many more as `compared` asks."""
    written = ending(course)
    alike = compared(course) if needs_parts(lines) else {}
    kept = {code: _ends(alike.get(code, lines[code])) for code in lines}
    judged = [
        pair(library().instrument(code).main_scale, *kept[code], FRAMEWORK)
        for code in MEASURES
        if code in kept
    ]
    return CourseEnd(
        stage=course.get_stage_display(), reason=course.end_reason,
        next_step=written.get_next_step_display() if written and written.next_step else "",
        scores=tuple(_score(code, *kept[code]) for code in kept),
        outcome=_sentences(outcome(judged)), source=FRAMEWORK if judged else "",
        follow_ups=tuple(
            f"{words.date_in_words(localtime(each.starts_at).date())} at {words.clock(localtime(each.starts_at))}, "
            f"{each.get_kind_display()}"
            for each in follow_ups(course)
        ),
    )  # fmt: skip


def _ends(points: Sequence[Point | ScorePoint]) -> tuple[float | None, float | None]:
    values = [point.value for point in points if point.value is not None]
    return (values[0] if values else None), (values[-1] if len(values) > 1 else None)


def _score(code: str, first: float | None, last: float | None) -> ScoreEnds:
    instrument = library().instrument(code)
    shown = ["–" if value is None else words.plain_number(value) for value in (first, last)]
    change = change_in_words(pair(instrument.main_scale, first, last))
    return ScoreEnds(instrument.title, shown[0], shown[1], change)


def _sentences(found: Outcome) -> tuple[str, ...]:
    """What can be said of the course, and nothing where it cannot."""
    said = {
        "Recovered: a case at the start, below every cut-off at the end.": found.recovered,
        "At or above a cut-off at the end.": found.case_at_start and found.recovered is False,
        "Below every cut-off at the start, so recovery cannot be said.": found.case_at_start is False,
        "Reliable improvement.": found.improved,
        "Reliable deterioration.": found.deteriorated,
        "No reliable change.": found.no_reliable_change,
    }
    return tuple(words for words, holds in said.items() if holds)
