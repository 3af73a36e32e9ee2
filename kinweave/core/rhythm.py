"""The rhythm of daily life: a log of a few fixed points of the day, and how regular they are over a week.

Clock times are minutes after midnight, 0 to 1439, and lie on a circle: 23:45 and 0:15 average to midnight.
The measure is hits divided by activities done often enough (Monk 1990; Monk 2002). Window, least number of
days and dropping of outliers stand in the definition, each with how well it is sourced.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import atan2, cos, hypot, pi, sin, sqrt
from typing import Literal, Self

from pydantic import Field, StrictInt, model_validator

from kinweave.core.definitions import Code, Definition, Part, Sourced
from kinweave.core.facts import Line, refuse_repeated

DAY = 24 * 60
WEEK = 7
Day = Mapping[str, int | None]
"""One day of the log: anchor code to minutes after midnight; None or absent where it was not done."""


class Anchor(Part):
    """One fixed point of the day, in the words the client reads."""

    code: Code
    text: Line
    help: str = ""


class Company(Part):
    """Who was there: one choice."""

    value: StrictInt = Field(ge=0, le=9)
    text: Line


class Amount(Sourced):
    """One number of the measure, with its standing."""

    value: float = Field(gt=0)
    unit: Literal["minutes", "days", "standard deviations"]


class RhythmExample(Part):
    """One week, run as a test. Times are written as clocks show them; a day may leave anchors out."""

    name: Line
    days: tuple[dict[str, str], ...] = Field(max_length=WEEK)
    hits: StrictInt
    activities: StrictInt
    value: float | None = None


class RhythmLog(Definition):
    """A daily log of anchors, and the rule that makes one number of a week."""

    client_title: Line
    licence: str
    licence_status: Literal["P"]
    citation: str
    intro: str
    note: str = ""
    anchors: tuple[Anchor, ...] = Field(min_length=1)
    company: tuple[Company, ...] = ()
    window: Amount
    least_days: Amount
    outliers: Amount | None = None
    formula: Sourced
    examples: tuple[RhythmExample, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        refuse_repeated(tuple(anchor.code for anchor in self.anchors), "anchors")
        for amount, unit in ((self.window, "minutes"), (self.least_days, "days")):
            if amount.unit != unit:
                raise ValueError(f"the window is in minutes and least_days in days, not in {amount.unit}")
        return self


@dataclass(frozen=True, slots=True)
class Habit:
    """One anchor over a week."""

    done: int
    """Days on which it was done."""
    habitual: float | None
    """Usual time in minutes after midnight; None where it was done too seldom, or no time is usual."""
    hits: int
    """Days on which it lay within the window around the usual time."""
    counts: bool
    """Whether it was done often enough to be counted."""


@dataclass(frozen=True, slots=True)
class Rhythm:
    """The regularity of one week, 0 to 7; None where nothing was done often enough to say."""

    value: float | None
    hits: int
    activities: int
    habits: Mapping[str, Habit]


def rhythm(log: RhythmLog, days: Sequence[Day]) -> Rhythm:
    """Return the regularity of up to seven days.

    Raises ValueError for more than seven days, an anchor the log does not have, or a time that no clock shows.
    """
    _check(log, days)
    habits = {}
    for anchor in log.anchors:
        times = [time for day in days if (time := day.get(anchor.code)) is not None]
        habits[anchor.code] = _habit(log, times)
    hits = sum(habit.hits for habit in habits.values())
    activities = sum(habit.counts for habit in habits.values())
    return Rhythm(hits / activities if activities else None, hits, activities, habits)


def _habit(log: RhythmLog, times: Sequence[int]) -> Habit:
    if len(times) < log.least_days.value:
        return Habit(len(times), None, 0, counts=False)
    habitual = habitual_time(times, log.outliers.value if log.outliers else None)
    if habitual is None:
        return Habit(len(times), None, 0, counts=True)
    hits = sum(is_hit(log, time, habitual) for time in times)
    return Habit(len(times), habitual, hits, counts=True)


def is_hit(log: RhythmLog, time: float, habitual: float) -> bool:
    """Whether a time lies within the window around the usual one, both in minutes after midnight."""
    return abs(apart(time, habitual)) <= log.window.value + 1e-6


def _check(log: RhythmLog, days: Sequence[Day]) -> None:
    if len(days) > WEEK:
        raise ValueError(f"a week has {WEEK} days; there are {len(days)} here")
    known = [anchor.code for anchor in log.anchors]
    for day in days:
        for code, time in day.items():
            if code not in known:
                raise ValueError(f'the log has no "{code}"; it has {", ".join(known)}')
            if time is not None and not 0 <= time < DAY:
                raise ValueError(f'"{code}" is at {time}; minutes after midnight lie from 0 to {DAY - 1}')


def apart(time: float, other: float) -> float:
    """Return how many minutes ``time`` lies after ``other`` the shorter way round, from -720 up to 720."""
    return (time - other + DAY / 2) % DAY - DAY / 2


def circular_mean(times: Sequence[float]) -> float | None:
    """Return the mean of clock times on the circle; None where they pull in no direction, or there are none."""
    angles = [time * 2 * pi / DAY for time in times]
    across, up = sum(map(sin, angles)), sum(map(cos, angles))
    if not times or hypot(across, up) < 1e-9 * len(times):
        return None
    return atan2(across, up) * DAY / (2 * pi) % DAY


def habitual_time(times: Sequence[float], outliers: float | None = None) -> float | None:
    """Return the circular mean, made again without times beyond ``outliers`` standard deviations of it."""
    mean = circular_mean(times)
    if mean is None or outliers is None or len(times) < 2:
        return mean
    distances = [apart(time, mean) for time in times]
    spread = sqrt(sum(d * d for d in distances) / (len(times) - 1))
    kept = [time for time, d in zip(times, distances, strict=True) if abs(d) <= outliers * spread + 1e-6]
    return circular_mean(kept)


def minutes(clock: str) -> int:
    """Read "23:45" as minutes after midnight; raises ValueError for anything a 24-hour clock does not show."""
    hours, colon, rest = clock.partition(":")
    if not (colon and hours.isdecimal() and rest.isdecimal() and len(rest) == 2):
        raise ValueError(f'"{clock}" is not a time such as 7:30 or 23:45')
    time = int(hours) * 60 + int(rest)
    if int(rest) > 59 or time >= DAY:
        raise ValueError(f'"{clock}" is not a time such as 7:30 or 23:45')
    return time


def run_rhythm_examples(log: RhythmLog) -> list[str]:
    """Return what is wrong with the worked weeks of a log."""
    wrong = []
    for example in log.examples:
        try:
            found = rhythm(log, [{code: minutes(at) for code, at in day.items()} for day in example.days])
        except ValueError as error:
            wrong.append(f'example "{example.name}": {error}')
            continue
        value = None if found.value is None else float(round(Fraction(found.hits, found.activities), 2))
        stated = (example.hits, example.activities, example.value)
        if (found.hits, found.activities, value) != stated:
            came = f"{found.hits} hits, {found.activities} activities, {value}"
            wrong.append(f'example "{example.name}": comes to {came}')
    return wrong
