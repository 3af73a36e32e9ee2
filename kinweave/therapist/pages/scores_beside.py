"""First and latest score of each measure, side by side, in words; for the review and the ending."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from kinweave.core.outcomes import Outcome, Pair, change_in_words, outcome, pair
from kinweave.measures.queries.change import compared
from kinweave.measures.queries.responses import instrument
from kinweave.measures.queries.scores import MAIN, ScorePoint
from kinweave.web.words import full_date, plain_number

if TYPE_CHECKING:
    from kinweave.treatment.models import Course

OUTCOME_BY = ("phq-9", "gad-7")
"""The two measures by which NHS Talking Therapies judges the outcome of a course."""


@dataclass(frozen=True)
class Beside:
    """One measure: its first and its latest complete score, and what the change comes to."""

    title: str
    first: str
    first_on: str
    latest: str
    latest_on: str
    change: str


@dataclass(frozen=True)
class Scores:
    """All measures of a course side by side; `main` are first and latest of the one it is followed by."""

    rows: tuple[Beside, ...]
    main: tuple[float | None, float | None]
    outcome: tuple[tuple[str, str], ...]  # what is judged, and the answer in words

    def kept(self) -> list[dict[str, Any]]:
        """What is kept with a review or an ending: everything as it was shown."""
        return [asdict(row) for row in self.rows] + [
            {"title": what, "change": answer} for what, answer in self.outcome
        ]


def scores_beside(course: Course) -> Scores:
    """The scores of a course the reader was already allowed to see. One or two queries (see `compared`)."""
    rows: list[Beside] = []
    judged: list[Pair] = []
    main: tuple[float | None, float | None] = (None, None)
    for code, points in compared(course).items():
        if not points:
            continue
        found, first, latest = instrument(code), points[0], points[-1]
        both = pair(found.main_scale, first.value, latest.value)
        rows.append(_row(found.title, first, latest, both))
        if code == MAIN:
            main = (both.first, both.last)
        if code in OUTCOME_BY and first != latest:
            judged.append(both)
    return Scores(tuple(rows), main, in_words(outcome(judged)) if judged else ())


def in_words(found: Outcome) -> tuple[tuple[str, str], ...]:
    """An outcome without praise and without blame; what cannot be said is said to be so."""
    asked = (
        ("At or over a cut-off at the start", found.case_at_start),
        ("Recovery: under every cut-off now", found.recovered),
        ("Reliable improvement", found.improved),
        ("Reliable deterioration", found.deteriorated),
        ("Reliable recovery", found.reliably_recovered),
    )
    return tuple((what, _answer(answer)) for what, answer in asked)


def _answer(found: bool | None) -> str:
    if found is None:
        return "cannot be said from these scores"
    return "yes" if found else "no"


def _row(title: str, first: ScorePoint, latest: ScorePoint, both: Pair) -> Beside:
    return Beside(
        title=title,
        first=plain_number(first.value or 0),
        first_on=full_date(first.date),
        latest=plain_number(latest.value or 0),
        latest_on=full_date(latest.date),
        change=change_in_words(both) if first != latest else "one score so far",
    )
