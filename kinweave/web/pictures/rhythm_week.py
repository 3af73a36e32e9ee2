"""A week of the daily rhythm: five rows, seven days in each, on one axis of clock time.

The days of a row stand under one another from Monday to Sunday, so that a steady time is an upright row of
dots. Around the usual time lies its window. The axis is cut open where nobody was about, by custom at four in
the morning, so that bedtimes on both sides of midnight stand side by side.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from textwrap import wrap

from django.utils.safestring import SafeString

from kinweave.core.rhythm import DAY, WEEK, apart
from kinweave.web.pictures.sheets import Sheet
from kinweave.web.pictures.svg import Words, dot, element, line, picture, rules, text

SHEETS = {
    "wide": Sheet("wide", 720, 244, 706, 196, 13.5, 14.5, notes_at_right=True),
    "narrow": Sheet("narrow", 320, 40, 312, 34, 13.5, 13.5, notes_at_right=False),
}
HOURS = {"wide": 3, "narrow": 6}
PITCH, RADIUS, GAP, NAMES = 9.0, 3.4, 22.0, 24.0
TOP = 24.0
CUT, CLEAR = 4 * 60, 60
"""Where the axis is cut open, and how many minutes around it must be free; in minutes."""


@dataclass(frozen=True)
class Dot:
    """One day of one row: 0 is Monday, the time in minutes after midnight. `near` is None without a usual time."""

    day: int
    time: int
    near: bool | None = None


@dataclass(frozen=True)
class Row:
    """One anchor over the week. `beside` is what stands with its name; `usual` is in minutes after midnight."""

    name: str
    beside: str
    dots: tuple[Dot, ...]
    usual: float | None = None


@dataclass(frozen=True)
class RhythmWeekPicture:
    """What the picture shows. `key` must be unique on the page; `window` is in minutes."""

    key: str
    title: str
    description: str
    rows: tuple[Row, ...]
    window: float


def rhythm_week(week: RhythmWeekPicture) -> SafeString:
    """Both drawings; the style sheet shows the one that fits its place."""
    return element("div", *(_drawing(week, layout) for layout in SHEETS), class_="fit fit-measure")


def cut_open(week: RhythmWeekPicture) -> int:
    """Where the axis begins, in minutes: at four, or in the middle of the widest empty stretch when four is not empty."""
    taken = sorted({each.time for row in week.rows for each in row.dots})
    usual = [row.usual for row in week.rows if row.usual is not None]
    near = [abs(apart(time, CUT)) < CLEAR for time in taken]
    near += [abs(apart(time, CUT)) < CLEAR + week.window for time in usual]
    if not any(near):
        return CUT
    gaps = [((after - before) % DAY or DAY, before) for before, after in _pairs(taken or [CUT])]
    width, start = max(gaps)
    return round((start + width / 2) / 60) * 60 % DAY


def _pairs(times: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Each time with the next one round the clock."""
    return zip(times, [*times[1:], times[0]], strict=True)


def _drawing(week: RhythmWeekPicture, layout: str) -> SafeString:
    sheet, start = SHEETS[layout], cut_open(week)
    names = 0 if sheet.notes_at_right else NAMES
    step = WEEK * PITCH + names + GAP
    height = TOP + len(week.rows) * step + 8
    body = [*_axis(sheet, start, height)]
    for place, row in enumerate(week.rows):
        top = TOP + place * step + names
        body += [*_name(sheet, row, top), *_days(sheet, top), *_window(sheet, row, week.window, start, top)]
        body += [*_dots(sheet, row, start, top)]
    words = Words(f"{week.key}-{layout}", week.title, week.description)
    return picture(words, sheet.width, height, body, sheet.class_)


def _x(sheet: Sheet, start: int, time: float) -> float:
    return sheet.left + (sheet.right - sheet.left) * ((time - start) % DAY) / DAY


def _axis(sheet: Sheet, start: int, height: float) -> Iterator[SafeString]:
    """Hours across the head and a hairline under each, all the way down."""
    hours = [h for h in range(0, 24, HOURS[sheet.name]) if (h * 60 - start) % DAY]
    xs = {hour: _x(sheet, start, hour * 60) for hour in hours}
    yield rules("hair", [(x, TOP - 6, x, height - 18) for x in xs.values()])
    for hour, x in xs.items():
        if sheet.left + 14 <= x <= sheet.right - 8:
            yield text(f"{hour}:00", x, TOP - 11, sheet.size, "t-q", "middle")


def _name(sheet: Sheet, row: Row, top: float) -> Iterator[SafeString]:
    if not sheet.notes_at_right:
        yield text(row.name, 0, top - 11, sheet.strong, "t-b halo")
        return
    lines = wrap(row.name, 26)
    for place, words in enumerate(lines):
        yield text(words, sheet.gutter, top + 5 + 17 * place, sheet.strong, "t-b", "end")
    if row.beside:
        yield text(row.beside, sheet.gutter, top + 5 + 17 * len(lines), sheet.size, "t-q", "end")


def _days(sheet: Sheet, top: float) -> Iterator[SafeString]:
    """Where the row begins and ends in words, with a hairline for every day."""
    end = top + (WEEK - 1) * PITCH
    yield text("Mon", sheet.left - 6, top + 5, sheet.size, "t-q", "end")
    yield text("Sun", sheet.left - 6, end + 5, sheet.size, "t-q", "end")
    yield line("axis", sheet.left, top - 4, sheet.left, end + 4)


def _window(sheet: Sheet, row: Row, window: float, start: int, top: float) -> Iterator[SafeString]:
    """The usual time as a line, its window as a band; a band over the edge of the axis goes on at the other side."""
    if row.usual is None:
        return
    bottom = top + (WEEK - 1) * PITCH + 4
    left, right = _x(sheet, start, row.usual - window), _x(sheet, start, row.usual + window)
    pieces = [(left, right)] if left <= right else [(left, sheet.right), (sheet.left, right)]
    for a, b in pieces:
        yield element("rect", class_="band-f", x=a, y=top - 4, width=b - a, height=bottom - top + 4)
    x = _x(sheet, start, row.usual)
    yield line("sup-l", x, top - 4, x, bottom, stroke_width=1.6)


def _dots(sheet: Sheet, row: Row, start: int, top: float) -> Iterator[SafeString]:
    for each in row.dots:
        class_ = "ink-l hollow" if each.near is False else "ink-f"
        more = {"stroke_width": 1.6} if each.near is False else {}
        yield dot(class_, _x(sheet, start, each.time), top + each.day * PITCH, RADIUS, **more)


def rhythm_key(window: str) -> SafeString:
    """What the marks mean; `window` in words, such as "45 minutes"."""
    items = (
        (dot("ink-f", 16, 8, 4), "near the usual time"),
        (dot("ink-l hollow", 16, 8, 4, stroke_width=1.6), "further off"),
        (_band(), f"the usual time, and {window} on either side"),
    )
    shown = [
        element("li", element("svg", mark, view_box="0 0 32 16", aria_hidden="true"), words)
        for mark, words in items
    ]
    return element("ul", *shown, class_="key")


def _band() -> SafeString:
    band = element("rect", class_="band-f", x=6, y=1, width=20, height=14)
    return element("g", band, line("sup-l", 16, 1, 16, 15, stroke_width=1.6))
