"""A week of the rhythm log ready to show: its picture, its table, and the same in plain words. Both portals use it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.safestring import SafeString

from kinweave.core.definitions import EVIDENCE_IN_WORDS
from kinweave.core.rhythm import DAY, WEEK, Anchor, Day, Habit, RhythmLog, is_hit
from kinweave.core.rhythm_weeks import RhythmWeek
from kinweave.web.pictures.rhythm_week import Dot, RhythmWeekPicture, Row, rhythm_key, rhythm_week
from kinweave.web.words import (
    DAYS,
    count_of,
    date_in_words,
    list_in_words,
    month_day,
    number_in_words,
    plain_number,
)
from kinweave.worksheets.models import RhythmDay

ALONE = 0
STEP = 5  # minutes to which a usual time is rounded when it is told as "about"


@dataclass(frozen=True)
class Cell:
    """One time of one day; empty where it did not happen or nothing was written."""

    day: str  # "Mon 9"
    time: str
    near: bool | None


@dataclass(frozen=True)
class AnchorShown:
    """One anchor over the week."""

    name: str
    cells: tuple[Cell, ...]
    usual: str  # "7:10"; empty without a usual time
    near: str  # "5 of 6"; empty without a usual time
    company: str  # "with others on 4 of 6"; empty where nothing was said about it
    words: str  # the same as one says it


@dataclass(frozen=True)
class Said:
    """The line of a day, in the client's words."""

    day: str
    words: str


@dataclass(frozen=True)
class WeekShown:
    """A week as both portals show it."""

    monday: date
    title: str
    written: str
    figure: SafeString
    key: SafeString
    anchors: tuple[AnchorShown, ...]
    said: tuple[Said, ...]

    @property
    def days(self) -> tuple[str, ...]:
        """The heads of the seven columns."""
        return tuple(cell.day for cell in self.anchors[0].cells)


def week_shown(log: RhythmLog, week: RhythmWeek, rows: Sequence[RhythmDay]) -> WeekShown:
    """One week; `rows` may hold more days than its own."""
    own = {row.on: row for row in rows if week.monday <= row.on <= week.sunday}
    anchors = tuple(_anchor(log, week, each, own) for each in log.anchors)
    title = week_in_words(week.monday)
    return WeekShown(
        monday=week.monday, title=title, written=f"{count_of(week.written, 'day')} written down".capitalize(),
        figure=rhythm_week(_picture(log, week, anchors, title)), key=rhythm_key(window_in_words(log)), anchors=anchors,
        said=tuple(Said(date_in_words(row.on), row.note) for _, row in sorted(own.items()) if row.note),
    )  # fmt: skip


def week_in_words(monday: date) -> str:
    """From when to when: "9 to 15 November", "30 November to 6 December"."""
    sunday = monday + timedelta(days=WEEK - 1)
    first = str(monday.day) if monday.month == sunday.month else month_day(monday)
    return f"{first} to {month_day(sunday)}"


def window_in_words(log: RhythmLog) -> str:
    """How near is near: "45 minutes"."""
    return f"{plain_number(log.window.value)} {log.window.unit}"


def clock_shown(time: float, step: int = 1) -> str:
    """Minutes after midnight as the clock shows them, rounded to `step`: "7:10"."""
    at = round(time / step) * step % DAY
    return f"{at // 60}:{at % 60:02d}"


def number_words(week: RhythmWeek) -> str:
    """The number of a week with what it is made of; why there is none where there is none."""
    found = week.rhythm
    if found.value is None:
        return "No number: nothing was written often enough in this week."
    made = f"{count_of(found.hits, 'hit')} in {count_of(found.activities, 'activity', 'activities')}"
    return f"Regularity {value_shown(found.value)} of {WEEK}: {made}."


def value_shown(value: float) -> str:
    """The number of a week with its one decimal: "4.0"."""
    return f"{value:.1f}"


def rules_in_words(log: RhythmLog) -> tuple[str, ...]:
    """Every rule behind the number, with how well it is sourced and where it comes from."""
    told = [
        ("The number: hits divided by the activities that count, 0 to 7", log.formula),
        (f"A hit lies within {window_in_words(log)} of the usual time", log.window),
        (f"An activity counts from {plain_number(log.least_days.value)} days", log.least_days),
    ]
    if log.outliers is not None:
        beyond = f"Left out of the usual time: beyond {plain_number(log.outliers.value)} {log.outliers.unit}"
        told.append((beyond, log.outliers))
    return tuple(f"{words} ({EVIDENCE_IN_WORDS[fact.status]}: {fact.source})." for words, fact in told)


def unverified_in_words(log: RhythmLog) -> str:
    """How many of the rules behind the number nobody has verified yet; empty when every one has a source."""
    rules = [log.formula, log.window, log.least_days, *([log.outliers] if log.outliers else [])]
    count = sum(rule.status == "U" for rule in rules)
    if not count:
        return ""
    verb = "is" if count == 1 else "are"
    return f"{count_of(count, 'rule').capitalize()} behind this number {verb} not yet verified."


def _anchor(log: RhythmLog, week: RhythmWeek, anchor: Anchor, rows: Mapping[date, RhythmDay]) -> AnchorShown:
    habit = week.rhythm.habits[anchor.code]
    cells = tuple(_cell(log, week, place, day, anchor.code) for place, day in enumerate(week.days))
    with_others = [row.company[anchor.code] != ALONE for row in rows.values() if anchor.code in row.company]
    return AnchorShown(
        name=anchor.text, cells=cells,
        usual="" if habit.habitual is None else clock_shown(habit.habitual),
        near="" if habit.habitual is None else f"{habit.hits} of {habit.done}",
        company=f"{sum(with_others)} of {len(with_others)}" if with_others else "",
        words=_in_words(habit, [cell.time for cell in cells if cell.time]),
    )  # fmt: skip


def _cell(log: RhythmLog, week: RhythmWeek, place: int, day: Day | None, code: str) -> Cell:
    on, time = week.monday + timedelta(days=place), (day or {}).get(code)
    habitual = week.rhythm.habits[code].habitual
    near = None if time is None or habitual is None else is_hit(log, time, habitual)
    return Cell(f"{DAYS[place][:3]} {on.day}", "" if time is None else clock_shown(time), near)


def _in_words(habit: Habit, times: list[str]) -> str:
    if not times:
        return "not written down"
    if not habit.counts:
        return f"at {list_in_words(times)}"
    if habit.habitual is None:
        return f"on {count_of(habit.done, 'day')}, at no usual time"
    near = f"near it on {number_in_words(habit.hits)} of {count_of(habit.done, 'day')}"
    near = "near it every time" if habit.hits == habit.done else near
    return f"usually about {clock_shown(habit.habitual, STEP)}; {near}"


def _picture(
    log: RhythmLog, week: RhythmWeek, anchors: tuple[AnchorShown, ...], title: str
) -> RhythmWeekPicture:
    rows = []
    for anchor, shown in zip(log.anchors, anchors, strict=True):
        habitual = week.rhythm.habits[anchor.code].habitual
        dots = [
            Dot(place, time, shown.cells[place].near)
            for place, day in enumerate(week.days)
            if (time := (day or {}).get(anchor.code)) is not None
        ]
        beside = f"about {clock_shown(habitual, STEP)}" if habitual is not None else ""
        rows.append(Row(anchor.text, beside, tuple(dots), habitual))
    said = " ".join(f"{each.name}: {each.words}." for each in anchors)
    return RhythmWeekPicture(
        f"rhythm-{week.monday.isoformat()}", f"The week {title}", f"{said} Every time is in the table.", tuple(rows),
        log.window.value,
    )  # fmt: skip
