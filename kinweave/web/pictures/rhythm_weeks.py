"""How regular the weeks were, above the moods noted in them: two strands on the same dates."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.utils.safestring import SafeString

from kinweave.core.rhythm import WEEK
from kinweave.web.pictures.sheets import MEASURE_SHEETS, Days, Sheet, Values
from kinweave.web.pictures.svg import Words, dot, element, line, picture, points, rules, text
from kinweave.web.words import plain_number, short_date

HEIGHT = 272.0
MOST_MOOD = 10
ABOVE, BELOW = (28.0, 112.0), (154.0, 232.0)  # top and bottom of each strand


@dataclass(frozen=True)
class WeekPoint:
    """One week: its middle day and its number, None where there is none."""

    on: date
    value: float | None


@dataclass(frozen=True)
class MoodPoint:
    """One mood noted, 0 to 10."""

    on: date
    value: float


@dataclass(frozen=True)
class RhythmWeeksPicture:
    """What the picture shows. `key` must be unique on the page."""

    key: str
    title: str
    description: str
    first: date
    last: date
    weeks: tuple[WeekPoint, ...]
    moods: tuple[MoodPoint, ...] = ()


def rhythm_weeks(shown: RhythmWeeksPicture) -> SafeString:
    """Both drawings; the style sheet shows the one that fits its place."""
    return element("div", *(_drawing(shown, layout) for layout in MEASURE_SHEETS), class_="fit fit-measure")


def _drawing(shown: RhythmWeeksPicture, layout: str) -> SafeString:
    sheet = MEASURE_SHEETS[layout]
    days = Days(shown.first, shown.last, sheet.left + 10, sheet.right - 8)
    body = [
        *_strand(sheet, "Regularity", Values(0, WEEK, *ABOVE)),
        *_line(days, Values(0, WEEK, *ABOVE), shown.weeks),
    ]
    if shown.moods:
        below = Values(0, MOST_MOOD, *BELOW)
        body += [*_strand(sheet, "Mood noted", below)]
        body += [dot("sup-f", days.x(each.on), below.y(each.value), 2.6) for each in shown.moods]
    height = HEIGHT if shown.moods else ABOVE[1] + 40
    body += [*_dates(sheet, shown, height)]
    return picture(
        Words(f"{shown.key}-{layout}", shown.title, shown.description),
        sheet.width,
        height,
        body,
        sheet.class_,
    )


def _strand(sheet: Sheet, name: str, values: Values) -> Iterator[SafeString]:
    yield rules(
        "hair", [(sheet.left, y, sheet.right, y) for y in (values.top, (values.top + values.bottom) / 2)]
    )
    yield line("axis", sheet.left, values.bottom, sheet.right, values.bottom)
    for value in (values.low, values.high):
        yield text(plain_number(value), sheet.left - 6, values.y(value) + 5, sheet.size, "t-q", "end")
    if sheet.notes_at_right:
        yield text(name, sheet.gutter - 18, values.top + 5, sheet.strong, "t-b", "end")
    else:
        yield text(name, 0, values.top - 12, sheet.strong, "t-b")


def _line(days: Days, values: Values, weeks: tuple[WeekPoint, ...]) -> Iterator[SafeString]:
    """A line through weeks that follow one another, broken where a week has no number."""
    for has_number, run in groupby(weeks, key=lambda each: each.value is not None):
        if not has_number:
            continue
        path = [(days.x(each.on), values.y(each.value or 0)) for each in run]
        if len(path) > 1:
            yield element("path", class_="ink-l", d=points(path), stroke_width=2.2)
        yield from (dot("ink-l hollow", x, y, 4, stroke_width=2) for x, y in path)


def _dates(sheet: Sheet, shown: RhythmWeeksPicture, height: float) -> Iterator[SafeString]:
    yield text(short_date(shown.first), sheet.left, height - 12, sheet.size, "t-q")
    yield text(short_date(shown.last), sheet.right, height - 12, sheet.size, "t-q", "end")
