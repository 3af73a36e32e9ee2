"""What lies on the table in the room: alerts, scores, moments, steps, strategies, worksheets, parked things."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils.safestring import SafeString
from django.utils.timezone import localtime

from kinweave.core import clock
from kinweave.core.problem_areas import ProblemArea, Strategy
from kinweave.measures.queries.charts import measure
from kinweave.measures.queries.scores import ItemPoint, item9_history, series
from kinweave.people.models import Client
from kinweave.safety.forms.alert import DispositionForm
from kinweave.safety.queries import open_alerts
from kinweave.shelf.queries import library
from kinweave.treatment.queries.notes import Touch, key_of
from kinweave.web import here, words
from kinweave.web.pictures.marks import sparkline, sparkline_words
from kinweave.worksheets.queries.entries import definition
from kinweave.worksheets.step_forms import REVIEWED

if TYPE_CHECKING:
    from kinweave.safety.models import Alert
    from kinweave.treatment.models import Course, Parked, Session
    from kinweave.worksheets.models import Step, WorksheetEntry

DUE_MARKS = {"now": "is-now", "today": "is-today"}


@dataclass(frozen=True)
class AlertPanel:
    """An open safety item as the room asks about it."""

    id: UUID
    summary: str
    due_words: str
    due_mark: str
    came: str
    decided: bool
    disposition_words: str
    choices: tuple[tuple[str, str], ...]
    formulation: str
    plan: str
    version: int


def alert_panels(client: Client) -> tuple[AlertPanel, ...]:
    """Every open safety item of a client, the soonest first, with what has been decided. One query."""
    return tuple(_alert(row) for row in open_alerts(client))


def _alert(row: Alert) -> AlertPanel:
    decided = row.decided_at is not None and row.decided_at >= row.last_raised_at
    offered: Any = DispositionForm.base_fields["disposition"]
    choices = tuple((str(value), str(label)) for value, label in offered.choices)
    return AlertPanel(
        id=row.id, summary=row.summary, due_words=row.get_tier_display(), due_mark=DUE_MARKS.get(row.tier, "is-next"),
        came=words.moment_in_words(localtime(row.last_raised_at), localtime(clock.now())), decided=decided,
        disposition_words=row.get_disposition_display() if decided and row.disposition else "", choices=choices,
        formulation=row.formulation if decided else "", plan=row.plan if decided else "", version=row.version,
    )  # fmt: skip


@dataclass(frozen=True)
class ScoreRow:
    """One measure at a glance: its line, the latest number and the one before, in words."""

    name: str
    spark: SafeString
    spark_words: str
    latest: str
    change: str
    on: str


def score_rows(course: Course) -> tuple[ScoreRow, ...]:
    """Every measure answered in the course. One query."""
    found = []
    for code, points in series(course).items():
        complete = [point for point in points if point.value is not None]
        if not complete:
            continue
        instrument = measure(library().instrument(code))
        values = [float(point.value or 0) for point in complete]
        before = f"before it {words.plain_number(values[-2])}" if len(values) > 1 else "the first"
        found.append(
            ScoreRow(
                instrument.name,
                sparkline(instrument, values, course.planned_sessions),
                sparkline_words(instrument, values),
                words.plain_number(values[-1]),
                before,
                words.day_in_words(complete[-1].date, here.today()),
            )
        )
    return tuple(found)


def safety_words(course: Course) -> str:
    """The latest answer to the safety item in words; neither a zero nor a gap is an all-clear (S-48)."""
    history = item9_history(course)
    answered = [point for point in history if point.value is not None]
    said = [f"The safety item was left out, {_day(history[-1])}. Ask."] if _left_out(history) else []
    if not answered:
        return said[0] if said else "The safety item has not been answered yet. Ask."
    last = answered[-1]
    tail = " A zero is not an all-clear; ask." if last.value == 0 else ""
    lead = "Before that" if said else "Safety item"
    return " ".join([*said, f"{lead}: {last.value}, “{last.words}”, {_day(last)}.{tail}"])


def _left_out(history: Sequence[ItemPoint]) -> bool:
    return bool(history) and history[-1].value is None


def _day(point: ItemPoint) -> str:
    return words.day_in_words(point.date, here.today())


@dataclass(frozen=True)
class StepPanel:
    """A step agreed earlier, to be looked back on."""

    id: UUID
    words: str
    with_whom: str
    obstacle: str
    agreed: str
    state: str
    state_words: str
    how_it_went: str
    reading: bool = False  # a lesson that was sent to read
    writing: bool = False  # a worksheet the client was invited to write on
    choices: tuple[tuple[str, str], ...] = tuple(REVIEWED)

    @property
    def named(self) -> str:
        """The step as a note quotes it: their words, or the title of what there was to read or to write on."""
        lead = "To read" if self.reading else "To write on" if self.writing else ""
        return f"{lead}: {self.words}." if lead else f"“{self.words}”"


def step_panel(step: Step) -> StepPanel:
    """One step as the room looks back on it."""
    reading, writing = step.lesson_id is not None, step.worksheet_id is not None
    done = {"done": "read"} if reading else {"done": "written on"} if writing else {}
    said = dict(REVIEWED) | done
    return StepPanel(
        step.id, step.words, step.with_whom, step.obstacle,
        words.day_in_words(localtime(step.created_at).date(), here.today()), step.state,
        said[step.state] if step.told_at else "", step.how_it_went, reading, writing, tuple(said.items()),
    )  # fmt: skip


@dataclass(frozen=True)
class StrategyRow:
    """One strategy on the map, with the sessions that touched it."""

    key: str
    title: str
    do: str
    touches: tuple[Touch, ...]
    checked: bool
    status: str

    @property
    def touched_words(self) -> str:
        numbers = [str(touch.number) for touch in self.touches if touch.number]
        if not numbers:
            return "not yet"
        return f"session{'' if len(numbers) == 1 else 's'} {words.list_in_words(numbers)}"


@dataclass(frozen=True)
class AreaMap:
    """A problem area and its strategies: a map, never a queue."""

    code: str
    title: str
    strategies: tuple[StrategyRow, ...]

    @property
    def untouched(self) -> tuple[StrategyRow, ...]:
        return tuple(row for row in self.strategies if not row.touches)


def area_maps(
    codes: Iterable[str], touches: dict[str, tuple[Touch, ...]], checked: Iterable[str] = ()
) -> tuple[AreaMap, ...]:
    """The maps of these areas. No query: definitions come from the library."""
    chosen = set(checked)
    areas = [library().get(ProblemArea, code) for code in codes]
    return tuple(
        AreaMap(
            area.code,
            area.title_for_both,
            tuple(_strategy(area, each, touches, chosen) for each in area.strategies),
        )
        for area in areas
    )


def _strategy(
    area: ProblemArea, each: Strategy, touches: dict[str, tuple[Touch, ...]], checked: set[str]
) -> StrategyRow:
    key = key_of(area.code, each.code)
    return StrategyRow(key, each.title, each.do, touches.get(key, ()), key in checked, each.status or "")


@dataclass(frozen=True)
class SheetLink:
    """A worksheet of this client that the room can open."""

    id: UUID
    title: str
    standing: str
    by_words: str
    open: bool


def sheet_link(entry: WorksheetEntry, opened: UUID | None = None) -> SheetLink:
    """One worksheet as a line, with who wrote on it last."""
    day = words.day_in_words(localtime(entry.changed_at).date(), here.today())
    hand = "the client" if entry.changed_by is not None and entry.changed_by.is_client else "you"
    if entry.changed_by is not None and not entry.changed_by.is_client:
        hand = entry.changed_by.full_name
    return SheetLink(
        entry.id, definition(entry).title, entry.get_standing_display(), f"{hand}, {day}", entry.id == opened
    )


@dataclass(frozen=True)
class ParkedRow:
    """Something set aside, and when; or that it came back in this session."""

    id: UUID
    words: str
    when: str
    back: bool


def parked_row(row: Parked, session: Session) -> ParkedRow:
    """One parked thing: the clock when it was today, else the day."""
    at = localtime(row.created_at)
    same = row.parked_in_id == session.id
    when = words.clock(at) if same else words.day_in_words(at.date(), here.today())
    return ParkedRow(row.id, row.words, when, row.brought_back_in_id == session.id)
