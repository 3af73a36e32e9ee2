"""The work on the agreed areas as a map, what the client wants from it, and what the phase still asks for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.timezone import localtime

from kinweave.core.course import CourseState
from kinweave.core.problem_areas import ProblemArea
from kinweave.core.protocols import Phase
from kinweave.shelf.queries import library
from kinweave.therapist.pages.course_ways import way_of_check
from kinweave.treatment.queries.overview import GoalNow
from kinweave.web import words
from kinweave.web.pictures.goal_line import goal_mark, in_words

if TYPE_CHECKING:
    from kinweave.treatment.models import AreaMark
    from kinweave.worksheets.models import WorksheetEntry


@dataclass(frozen=True)
class StrategyLine:
    """One strategy and the sessions that touched it."""

    title: str
    marks: range
    touched: str  # "sessions 4, 5", "not yet"


@dataclass(frozen=True)
class Artefact:
    """One worksheet of an area: a line of it, and how much is written."""

    title: str
    said: str  # words the client wrote on it; empty when nobody has, or somebody else did
    lines: str
    when: str
    url: str


@dataclass(frozen=True)
class AreaMap:
    """An agreed area: a map, not a queue."""

    title: str
    url: str
    strategies: tuple[StrategyLine, ...]
    stage: str
    stage_when: str
    artefacts: tuple[Artefact, ...]


def area_maps(
    codes: Sequence[str],
    touched: Mapping[str, tuple[int, ...]],
    marks: Sequence[AreaMark],
    sheets: Sequence[WorksheetEntry],
    client_id: UUID,
) -> tuple[AreaMap, ...]:
    """The maps of these areas from rows already read. No query: definitions come from the library."""
    return tuple(_area(library().get(ProblemArea, code), touched, marks, sheets, client_id) for code in codes)


def _area(
    area: ProblemArea,
    touched: Mapping[str, tuple[int, ...]],
    marks: Sequence[AreaMark],
    sheets: Sequence[WorksheetEntry],
    client_id: UUID,
) -> AreaMap:
    standing = next((one for one in reversed(marks) if one.area == area.code), None)
    return AreaMap(
        title=area.title_for_both, url=reverse("therapist:area", args=[client_id, area.code]),
        strategies=tuple(
            _strategy(each.title, touched.get(f"{area.code}:{each.code}", ())) for each in area.strategies
        ),
        stage=area.stage(standing.code).title if standing else "",
        stage_when=words.month_day(localtime(standing.created_at).date()) if standing else "",
        artefacts=tuple(_artefact(one, client_id) for one in sheets if one.area == area.code),
    )  # fmt: skip


def _strategy(title: str, numbers: tuple[int, ...]) -> StrategyLine:
    if not numbers:
        return StrategyLine(title, range(0), "not yet")
    listed = ", ".join(str(number) for number in numbers)
    return StrategyLine(
        title, range(min(len(numbers), 12)), f"session{'' if len(numbers) == 1 else 's'} {listed}"
    )


def _artefact(entry: WorksheetEntry, client_id: UUID) -> Artefact:
    from kinweave.worksheets.queries.entries import definition

    sheet = definition(entry)
    shown = {field.code: entry.values.get(field.code) for field in sheet.fields if not field.private}
    written = [line for value in shown.values() for line in _lines(value)]
    count = words.count_of(len(written), "line")
    return Artefact(
        title=sheet.title, said=max(written, key=len, default="") if entry.by_client else "",
        lines="nothing written yet" if not written else count,
        when=words.month_day(localtime(entry.changed_at).date()),
        url=reverse("therapist:worksheet", args=[client_id, entry.id]),
    )  # fmt: skip


def _lines(value: object) -> list[str]:
    """Every line of words in a worksheet's value, however deep."""
    if isinstance(value, str):
        return [value.strip()] if " " in value.strip() else []
    if isinstance(value, Mapping):
        return [line for each in value.values() for line in _lines(each)]
    if isinstance(value, Sequence):
        return [line for each in value for line in _lines(each)]
    return []


@dataclass(frozen=True)
class GoalLine:
    """A goal in the client's words with its line from the start to now."""

    text: str
    picture: SafeString
    words: str
    note: str


def goal_lines(goals: Sequence[GoalNow]) -> tuple[GoalLine, ...]:
    """Goals as the page shows them."""
    return tuple(_goal(goal) for goal in goals)


def _goal(goal: GoalNow) -> GoalLine:
    if goal.start is None or goal.now is None:
        return GoalLine(goal.text, SafeString(""), "not rated yet", "")
    if goal.ratings == 1:
        return GoalLine(
            goal.text, goal_mark(goal.start, goal.now), f"{goal.start} at the start, of 10", goal.note
        )
    return GoalLine(goal.text, goal_mark(goal.start, goal.now), in_words(goal.start, goal.now), goal.note)


@dataclass(frozen=True)
class CheckLine:
    """One thing a phase asks for, where it is done, and the day it was."""

    title: str
    done: str  # "13 November"; empty while it is not done
    required: bool
    url: str
    next: bool  # the first required one that is not done


def check_lines(state: CourseState, phase: Phase, client_id: UUID) -> tuple[CheckLine, ...]:
    """The checks of a phase in the protocol's order."""
    missing = [check.code for check in phase.checks if check.required and check.code not in state.done]
    return tuple(
        CheckLine(
            check.title, _day(state.done.get(check.code)), check.required, way_of_check(check.code, client_id),
            bool(missing) and check.code == missing[0],
        )
        for check in phase.checks
    )  # fmt: skip


def _day(day: date | None) -> str:
    return words.month_day(day) if day else ""
