"""Placing labels: rectangles that look for room among the things a picture must not hide.

A label brings its wordings, longest first, and the places it would like, best first. The first pair that
touches no obstacle and lies inside the field is taken and becomes an obstacle for the next label. A
label that
finds no room is left out and the caller says it elsewhere (a number with a key, a margin, the table).
Greedy search over candidate positions: Christensen, Marks and Shieber, ACM Trans. Graphics 14 (1995) 203-232.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple, TypeAlias

from kinweave.web.pictures.glyphs import ASCENT, DESCENT, text_width


class Box(NamedTuple):
    """A rectangle in picture units, y downwards."""

    left: float
    top: float
    right: float
    bottom: float

    def grown(self, by: float) -> Box:
        return Box(self.left - by, self.top - by, self.right + by, self.bottom + by)

    def overlaps(self, other: Box) -> bool:
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def inside(self, other: Box) -> bool:
        return (
            self.left >= other.left
            and self.right <= other.right
            and self.top >= other.top
            and self.bottom <= other.bottom
        )


class Line(NamedTuple):
    """A straight piece of a drawn line."""

    x1: float
    y1: float
    x2: float
    y2: float

    @property
    def bounds(self) -> Box:
        return Box(min(self.x1, self.x2), min(self.y1, self.y2), max(self.x1, self.x2), max(self.y1, self.y2))

    def crosses(self, box: Box) -> bool:
        """Whether any point of the line lies within the box (Liang and Barsky's clipping)."""
        enter, leave = 0.0, 1.0
        dx, dy = self.x2 - self.x1, self.y2 - self.y1
        edges = (
            (-dx, self.x1 - box.left),
            (dx, box.right - self.x1),
            (-dy, self.y1 - box.top),
            (dy, box.bottom - self.y1),
        )
        for toward, room in edges:
            if toward == 0:
                if room <= 0:
                    return False
            elif toward < 0:
                enter = max(enter, room / toward)
            else:
                leave = min(leave, room / toward)
        return enter < leave


Obstacle: TypeAlias = Box | Line
Filed: TypeAlias = dict[int, list[tuple[float, float, float, float, Line | None]]]
STRIP = 48.0  # width of the upright strips by which obstacles are filed


@dataclass
class Ground:
    """What is already drawn, filed by upright strips so that asking is quick."""

    land: Box
    _filed: Filed = field(default_factory=dict)
    _soft: Filed = field(default_factory=dict)

    def add(self, *obstacles: Obstacle) -> None:
        """Note things no label may touch."""
        _file(self._filed, obstacles)

    def add_soft(self, *obstacles: Obstacle) -> None:
        """Note things a label should keep off while it has any other place: rulings, rings, edges of
        bands."""
        _file(self._soft, obstacles)

    def add_path(self, path: Sequence[tuple[float, float]]) -> None:
        """Note a line through points."""
        self.add(*(Line(*a, *b) for a, b in pairwise(path)))

    @property
    def has_soft(self) -> bool:
        return bool(self._soft)

    def is_free(self, box: Box, *, soft: bool = False) -> bool:
        """Whether the box lies on the land and touches nothing; with ``soft``, no soft thing either."""
        if not box.inside(self.land):
            return False
        return not _touches(self._filed, box) and not (soft and _touches(self._soft, box))


def _file(filed: Filed, obstacles: Iterable[Obstacle]) -> None:
    for thing in obstacles:
        bounds, stroke = (thing.bounds, thing) if isinstance(thing, Line) else (thing, None)
        if stroke and (bounds.left == bounds.right or bounds.top == bounds.bottom):
            stroke = None  # an upright or level line is its own bounds
        for strip in range(int(bounds.left // STRIP), int(bounds.right // STRIP) + 1):
            filed.setdefault(strip, []).append((*bounds, stroke))


def _touches(filed: Filed, box: Box) -> bool:
    left, top, right, bottom = box
    for strip in range(int(left // STRIP), int(right // STRIP) + 1):
        for l, t, r, b, stroke in filed.get(strip, ()):  # noqa: E741
            if l < right and left < r and t < bottom and top < b and (stroke is None or stroke.crosses(box)):
                return True
    return False


@dataclass(frozen=True)
class Style:
    """How a label is set: size in picture units, weight, class."""

    size: float
    class_: str = ""
    bold: bool = False

    @property
    def leading(self) -> float:
        return self.size * 1.24


class Spot(NamedTuple):
    """A place a label would like: a point, and which side of the label the point is on.

    ``across`` is start, middle or end as in text-anchor; ``down`` is top, middle or bottom of the text
    block."""

    x: float
    y: float
    across: str = "start"
    down: str = "middle"


@dataclass(frozen=True)
class Label:
    """A placed label: lines of text, where each baseline stands, and the box they fill."""

    lines: tuple[str, ...]
    x: float
    baselines: tuple[float, ...]
    anchor: str
    style: Style
    box: Box


def _extent(lines: tuple[str, ...], style: Style) -> tuple[float, float]:
    width = max(text_width(line, style.size, bold=style.bold) for line in lines)
    return width, style.size * (ASCENT + DESCENT) + style.leading * (len(lines) - 1)


_LEFT = {"start": 0.0, "middle": 0.5, "end": 1.0}
_ABOVE = {"top": 0.0, "middle": 0.5, "bottom": 1.0}


def _box(spot: Spot, width: float, height: float) -> Box:
    left, top = spot.x - _LEFT[spot.across] * width, spot.y - _ABOVE[spot.down] * height
    return Box(left, top, left + width, top + height)


def _label(lines: tuple[str, ...], spot: Spot, style: Style, box: Box) -> Label:
    first = box.top + style.size * ASCENT
    baselines = tuple(first + style.leading * row for row in range(len(lines)))
    return Label(lines, spot.x, baselines, spot.across, style, box)


def set_at(lines: tuple[str, ...], spot: Spot, style: Style) -> Label:
    """The label as it would stand at a spot, whatever is there."""
    return _label(lines, spot, style, _box(spot, *_extent(lines, style)))


def place(
    ground: Ground, wordings: Sequence[tuple[str, ...]], spots: Sequence[Spot], style: Style, gap: float = 2.0
) -> Label | None:
    """Put a label in the first free spot in its longest wording that has one; None when nothing fits.

    Every wording is tried clear of soft things before any is allowed to stand over them."""
    extents = [_extent(lines, style) for lines in wordings]
    for soft in (True, False) if ground.has_soft else (False,):
        for lines, (width, height) in zip(wordings, extents, strict=True):
            for spot in spots:
                left, top = spot.x - _LEFT[spot.across] * width, spot.y - _ABOVE[spot.down] * height
                room = Box(left - gap, top - gap, left + width + gap, top + height + gap)
                if ground.is_free(room, soft=soft):
                    box = Box(left, top, left + width, top + height)
                    ground.add(box)
                    return _label(lines, spot, style, box)
    return None


def around(x: float, y: float, reach: float, rings: int = 3, step: float = 7.0) -> list[Spot]:
    """Spots round a mark: above, below, the sides and the corners, then the same further out."""
    spots: list[Spot] = []
    for ring in range(rings):
        far = reach + ring * step
        near = far * 0.7
        spots += [
            Spot(x, y - far, "middle", "bottom"),
            Spot(x, y + far, "middle", "top"),
            Spot(x + far, y, "start", "middle"),
            Spot(x - far, y, "end", "middle"),
            Spot(x + near, y - near, "start", "bottom"),
            Spot(x - near, y - near, "end", "bottom"),
            Spot(x + near, y + near, "start", "top"),
            Spot(x - near, y + near, "end", "top"),
        ]
    return spots


def spread(wanted: Sequence[float], apart: float, low: float, high: float) -> list[float]:
    """Positions as near as they can be to those wanted (in rising order) and at least so far apart.

    Pushed up from the low end, then back from the high end; when there is no room for all, they are
    spaced evenly."""
    if not wanted:
        return []
    if apart * (len(wanted) - 1) > high - low:
        step = (high - low) / max(1, len(wanted) - 1)
        return [low + step * index for index in range(len(wanted))]
    placed: list[float] = []
    for value in wanted:
        placed.append(max(value, placed[-1] + apart if placed else low, low))
    ceiling = high
    for index in range(len(placed) - 1, -1, -1):
        placed[index] = min(placed[index], ceiling)
        ceiling = placed[index] - apart
    return placed
