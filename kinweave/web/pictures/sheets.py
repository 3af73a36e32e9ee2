"""The proportions of a drawing for each width of page, and the two scales every chart has.

A picture has one drawing per width: text stays at least 12 px because each drawing has its own width in
units,
not because one drawing is shrunk. Widths are what the page gives: 1120 px and more, 700 px, 288 px and more.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kinweave.web.pictures.labels import Style


@dataclass(frozen=True)
class Sheet:
    """One drawing: total width, where the plot begins and ends, where margin labels end, and its type
    sizes."""

    name: str
    width: float
    left: float
    right: float
    gutter: float
    size: float
    strong: float
    notes_at_right: bool

    @property
    def class_(self) -> str:
        return f"chart in-{self.name}"

    def quiet(self) -> Style:
        return Style(self.size, "t-q")


COURSE_SHEETS = {
    "wide": Sheet("wide", 1168, 216, 1040, 152, 13.5, 15, notes_at_right=True),
    "tablet": Sheet("tablet", 760, 124, 644, 108, 13.5, 14.5, notes_at_right=True),
    "narrow": Sheet("narrow", 320, 66, 308, 58, 13.5, 13.5, notes_at_right=False),
}
MEASURE_SHEETS = {
    "wide": Sheet("wide", 720, 128, 604, 112, 13.5, 14.5, notes_at_right=True),
    "narrow": Sheet("narrow", 320, 38, 308, 30, 13.5, 13.5, notes_at_right=False),
}


@dataclass(frozen=True)
class Days:
    """Dates along x, evenly by day."""

    first: date
    last: date
    left: float
    right: float

    def x(self, day: date) -> float:
        whole = (self.last - self.first).days
        part = (day - self.first).days / whole if whole else 0.5
        return self.left + (self.right - self.left) * max(0.0, min(1.0, part))


@dataclass(frozen=True)
class BrokenDays:
    """Dates along x with the time before a day pressed together, as the course picture shows what came
    before."""

    before: Days
    after: Days

    @property
    def left(self) -> float:
        return self.before.left

    @property
    def right(self) -> float:
        return self.after.right

    def x(self, day: date) -> float:
        return self.after.x(day) if day >= self.after.first else self.before.x(day)


@dataclass(frozen=True)
class Values:
    """Values along y, the high end at the top."""

    low: float
    high: float
    top: float
    bottom: float

    def y(self, value: float) -> float:
        part = (value - self.low) / ((self.high - self.low) or 1)
        return self.bottom - (self.bottom - self.top) * max(0.0, min(1.0, part))
