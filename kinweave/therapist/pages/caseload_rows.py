"""A client as one line of a caseload: where they are, their scores at a glance, and what waits."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from uuid import UUID

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.timezone import localtime

from kinweave.core.course import CourseState, ending_open, mid_review_due, phase
from kinweave.core.outcomes import Change, pair, reliable_change
from kinweave.core.problem_areas import ProblemArea
from kinweave.core.scales import Scale
from kinweave.measures.queries.charts import measure
from kinweave.measures.queries.scores import MAIN
from kinweave.shelf.queries import library
from kinweave.treatment.queries.caseload import Case
from kinweave.web import words
from kinweave.web.pictures.marks import sparkline, sparkline_words

ENDED = "ended"
STANDING: Mapping[str, str] = {
    "V2": "Checked against two sources.", "V1": "Checked against one source.",
    "U": "Not yet checked against a source.", "P": "A rule of this project.",
}  # fmt: skip


@dataclass(frozen=True)
class ChangeWord:
    """What the scores did since the start: a shape and words, never a verdict on a person."""

    shape: str  # "good", "bad" or "": the class of the mark
    words: str


@dataclass(frozen=True)
class CaseRow:
    """One client."""

    client_id: UUID
    name: str
    code: str
    url: str
    mine: bool
    phase: str  # code of its kind, or ENDED
    phase_name: str
    area: str
    session: str
    spark: SafeString
    spark_words: str
    first: str
    last: str
    change: ChangeWord
    next: str
    next_at: datetime | None
    due_mark: str  # class of the mark of an open alert; empty without one
    attention: tuple[str, ...]


@dataclass(frozen=True)
class ScoreNotes:
    """What the columns of scores mean: the measure, its line, and the rule of change with its source."""

    name: str
    cutoff: str
    rule: str
    source: str


def score_notes() -> ScoreNotes:
    """The words under every caseload."""
    instrument = library().instrument(MAIN)
    scale, drawn = instrument.main_scale, measure(instrument)
    rule = scale.reliable_change()
    said = f"Scores move by chance. From {rule.points} points on, a change is more than that." if rule else ""
    source = f"{rule.framework}; {rule.source}. {STANDING[rule.status]}" if rule else ""
    cutoff = "" if drawn.cutoff is None else f"line at {words.plain_number(drawn.cutoff)}"
    return ScoreNotes(drawn.name, cutoff, said, source)


def case_rows(
    cases: Sequence[Case], values: Mapping[UUID, Sequence[float]], marks: Mapping[UUID, str], today: date
) -> list[CaseRow]:
    """The rows of a caseload from what was read: scores by course, marks of open alerts by client. No query."""
    scale = library().instrument(MAIN).main_scale
    return [
        _row(case, scale, tuple(values.get(case.course.id, ())), marks.get(case.client.id, ""), today)
        for case in cases
    ]


def _row(case: Case, scale: Scale, values: tuple[float, ...], due_mark: str, today: date) -> CaseRow:
    state, course = case.state, case.course
    now = phase(state)
    change = change_word(scale, values)
    spark, spark_words = _spark(values, course.planned_sessions)
    return CaseRow(
        client_id=case.client.id, name=case.client.name, code=case.client.code,
        url=reverse("therapist:course", args=[case.client.id]), mine=case.mine,
        phase=now.kind.value if state.active else ENDED, phase_name=now.title if state.active else "Ended",
        area=area_words(course.areas), session=_counted(state),
        spark=spark, spark_words=spark_words, first=words.plain_number(values[0]) if values else "–",
        last=words.plain_number(values[-1]) if values else "–", change=change,
        next=next_words(case.next_at, today) if state.active else "", next_at=case.next_at if state.active else None,
        due_mark=due_mark, attention=_attention(case, change, due_mark),
    )  # fmt: skip


def _counted(state: CourseState) -> str:
    """ "7 of 16"; without a last session only the number of the next one."""
    number = min(state.attended + 1, state.total) if state.active else state.attended
    return str(number) if state.without_total else f"{number} of {state.total}"


def area_words(codes: Collection[str]) -> str:
    """The agreed areas by name."""
    titles = [library().get(ProblemArea, code).title_for_both for code in codes]
    return words.list_in_words(titles) or "Not yet agreed"


@lru_cache(maxsize=4096)
def _spark(values: tuple[float, ...], planned: int) -> tuple[SafeString, str]:
    drawn = measure(library().instrument(MAIN))
    return sparkline(drawn, values, planned), sparkline_words(drawn, values)


def change_word(scale: Scale, values: Sequence[float]) -> ChangeWord:
    """What can be said of the first and the latest score by the published reliable change."""
    if len(values) < 2:
        return ChangeWord("", "First score only" if values else "No score yet")
    first, last = values[0], values[-1]
    match reliable_change(pair(scale, first, last)):
        case Change.IMPROVED:
            moved = "Fell" if last < first else "Rose"
            return ChangeWord("good", f"{moved} by {words.plain_number(abs(last - first))}")
        case Change.DETERIORATED:
            return ChangeWord("bad", "Worse than at the start")
        case Change.UNCHANGED:
            return ChangeWord("", "No reliable change yet")
        case None:
            return ChangeWord("", "No rule to judge change by")


def next_words(at: datetime | None, today: date) -> str:
    """When one meets next: "Today 10:00", "Monday 11 January"."""
    if at is None:
        return "nothing planned"
    here = localtime(at)
    day = words.day_in_words(here.date(), today)
    return f"{day[0].upper()}{day[1:]}{f' {words.clock(here)}' if here.date() == today else ''}"


def _attention(case: Case, change: ChangeWord, due_mark: str) -> tuple[str, ...]:
    state = case.state
    said = {
        "safety answer open": bool(due_mark),
        "session to record": bool(case.unrecorded),
        "note to sign": bool(case.unsigned),
        "scores worse": state.active and change.shape == "bad",
        "review due": mid_review_due(state),
        "ending opens": ending_open(state) and "ending_raised" not in state.done,
    }
    return tuple(words for words, holds in said.items() if holds)
