"""The events strand: stems from the mood line down to the people, each with its words or its number.

Three ways, tried in turn. *Words*: every event in words beside its own straight stem. *Mixed*: most in
words, the
rest as a number on their stem. *Numbers*: stems fan out to slots wide enough for a number each and fan
in again;
when there are more events than slots, neighbours share one ("4–6"). Nothing ever covers a stem but its
own number.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from kinweave.web.pictures.glyphs import balanced, text_width
from kinweave.web.pictures.labels import Box, Ground, Label, Line, Spot, Style, place, set_at

FAN = 20.0  # height in which stems lean to their slot, and lean back
NARROWEST = 56.0  # width a stretch of the strand needs to hold numbers; two figures and a dash take 46
CHIP = 20.0  # height of a number's chip
ROWS = 5.5  # lines of text that fit one above the other in the words layout
TRACKS = (0.0, 2.5, 1.25, 3.75)  # where words may begin, in lines


@dataclass(frozen=True)
class Stem:
    """One event's stem: straight at x, or leaning to a slot in between."""

    x: float
    slot: float


@dataclass(frozen=True)
class Chip:
    """A number, or a range of numbers, on the stems it stands for; ``first`` and ``last`` count from one."""

    first: int
    last: int
    label: Label
    box: Box


@dataclass(frozen=True)
class EventStrand:
    """The strand laid out between top and bottom."""

    top: float
    bottom: float
    stems: tuple[Stem, ...]
    words: tuple[Label, ...]
    chips: tuple[Chip, ...]

    @property
    def straight(self) -> bool:
        return all(stem.x == stem.slot for stem in self.stems)


def lay_out_events(
    xs: Sequence[float],
    wordings: Sequence[str],
    land: Box,
    style: Style,
    lines: Sequence[float],
    *,
    words: bool,
) -> EventStrand:
    """Lay out events at rising xs. ``land`` gives left, top and right; the bottom follows from what is
    needed.

    ``lines`` are xs of upright lines (today, the end) that words must not cross; ``words`` False means
    numbers only."""
    if words and xs:
        found = _in_words(xs, wordings, land, style, lines)
        if found:
            return found
    return _in_numbers(xs, land, style, lines)


def _in_words(
    xs: Sequence[float], wordings: Sequence[str], land: Box, style: Style, lines: Sequence[float]
) -> EventStrand | None:
    bottom = land.top + 14 + style.leading * ROWS
    ground = Ground(Box(land.left, land.top, land.right, bottom))
    ground.add(*(Line(x, land.top, x, bottom + CHIP * 2) for x in [*xs, *lines]))
    placed = [_words_at(ground, x, words, style, land.top + 8) for x, words in zip(xs, wordings, strict=True)]
    missing = [index for index, label in enumerate(placed) if label is None]
    labels = tuple(label for label in placed if label)
    stems = tuple(Stem(x, x) for x in xs)
    if not missing:
        lowest = max(label.box.bottom for label in labels)
        return EventStrand(land.top, lowest + 12, stems, labels, ())
    if len(missing) > len(xs) / 2:
        return None
    lowest = max(label.box.bottom for label in labels) + 8
    lane = Ground(Box(land.left - 16, lowest - 2, land.right + 16, lowest + CHIP + 2))
    lane.add(*(Line(x, lowest, x, lowest + CHIP) for x in lines))
    chips = [_single_chip(lane, xs, index, lowest, style) for index in missing]
    if any(chip is None for chip in chips):
        return None
    return EventStrand(land.top, lowest + CHIP + 12, stems, labels, tuple(chip for chip in chips if chip))


def _words_at(ground: Ground, x: float, words: str, style: Style, top: float) -> Label | None:
    """Beside its stem, to the right or the left, as high as there is room; in two lines, or one, or three."""
    forms = list(dict.fromkeys([balanced(words, 2, style.size), (words,), balanced(words, 3, style.size)]))
    for lines in forms:
        tracks = [track for track in TRACKS if track + len(lines) <= ROWS]
        spots = [
            Spot(x + side, top + style.leading * track, end, "top") for track in tracks for side, end in SIDES
        ]
        label = place(ground, [lines], spots, style, gap=3.5)
        if label:
            return label
    return None


SIDES = ((6.0, "start"), (-6.0, "end"))


def _single_chip(lane: Ground, xs: Sequence[float], index: int, top: float, style: Style) -> Chip | None:
    box = _chip_box(str(index + 1), xs[index], top, style)
    if any(box.left - 1.5 < x < box.right + 1.5 for other, x in enumerate(xs) if other != index):
        return None
    if not lane.is_free(box.grown(1)):
        return None
    lane.add(box)
    return _chip(index + 1, index + 1, box, style)


def _chip_box(words: str, x: float, top: float, style: Style) -> Box:
    half = max(CHIP, text_width(words, style.size) + 10) / 2
    return Box(x - half, top, x + half, top + CHIP)


def _chip(first: int, last: int, box: Box, style: Style) -> Chip:
    middle = Spot((box.left + box.right) / 2, (box.top + box.bottom) / 2, "middle")
    return Chip(first, last, set_at((_range(first, last),), middle, Style(style.size, "chip-t")), box)


def _range(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}–{last}"


def _in_numbers(xs: Sequence[float], land: Box, style: Style, lines: Sequence[float]) -> EventStrand:
    top = land.top + 8
    if not xs:
        return EventStrand(land.top, land.top + CHIP * 2.4, (), (), ())
    groups: list[tuple[int, int]] = []
    slots: list[float] = []
    for start, stop, low, high in _pieces(xs, land, lines):
        own = _groups(xs, range(start, stop), high - low, style)
        centres = [(xs[first] + xs[last]) / 2 for first, last in own]
        slots += side_by_side(centres, [_width(*group, style) for group in own], low, high, 3)
        groups += own
    widths = [_width(*group, style) for group in groups]
    lean = max(abs(slots[g] - xs[i]) for g, (a, b) in enumerate(groups) for i in range(a, b + 1))
    fan = 4.0 if lean < 0.5 else FAN if lean < 40 else FAN * 1.6
    chips, stems = [], []
    for (first, last), slot, width in zip(groups, slots, widths, strict=True):
        box = Box(slot - width / 2, top + fan, slot + width / 2, top + fan + CHIP)
        chips.append(_chip(first + 1, last + 1, box, style))
        stems += [Stem(xs[index], slot) for index in range(first, last + 1)]
    return EventStrand(land.top, top + fan * 2 + CHIP + 8, tuple(stems), (), tuple(chips))


def _width(first: int, last: int, style: Style) -> float:
    return max(CHIP, text_width(_range(first + 1, last + 1), style.size) + 10)


def _pieces(xs: Sequence[float], land: Box, lines: Sequence[float]) -> list[tuple[int, int, float, float]]:
    """The strand cut at its upright lines, so that no number stands on one: which events, and from where
    to where.

    A piece too narrow for a number leaves its events to the piece next to it."""
    cuts = [land.left, *sorted(x for x in lines if land.left < x < land.right), land.right]
    rooms = [(a + 2, b - 2) for a, b in pairwise(cuts) if b - a >= NARROWEST]
    rooms = rooms or [(land.left, land.right)]
    ends = [(a[1] + b[0]) / 2 for a, b in pairwise(rooms)] + [math.inf]
    pieces: list[tuple[int, int, float, float]] = []
    start = 0
    for (low, high), end in zip(rooms, ends, strict=True):
        stop = start + sum(x <= end for x in xs[start:])
        pieces += [(start, stop, low, high)] if stop > start else []
        start = stop
    return pieces


def _groups(xs: Sequence[float], members: range, room: float, style: Style) -> list[tuple[int, int]]:
    """Neighbours joined, nearest first, until every group's number has room side by side."""
    groups = [(index, index) for index in members]
    while len(groups) > 1 and sum(_width(*group, style) + 3 for group in groups) - 3 > room:
        joins = range(len(groups) - 1)
        best = min(
            joins, key=lambda g: (xs[groups[g + 1][0]] - xs[groups[g][1]], groups[g + 1][1] - groups[g][0], g)
        )
        groups[best : best + 2] = [(groups[best][0], groups[best + 1][1])]
    return groups


def side_by_side(
    centres: Sequence[float], widths: Sequence[float], low: float, high: float, gap: float
) -> list[float]:
    """Centres as near as can be to those wanted (rising), so that boxes of these widths stand apart
    inside the room."""
    placed: list[float] = []
    edge = low
    for centre, width in zip(centres, widths, strict=True):
        placed.append(max(centre, edge + width / 2))
        edge = placed[-1] + width / 2 + gap
    ceiling = high
    for index in range(len(placed) - 1, -1, -1):
        placed[index] = min(placed[index], ceiling - widths[index] / 2)
        ceiling = placed[index] - widths[index] / 2 - gap
    return placed
