"""The strand of scores on a chart, drawn in two passes.

First every mark, each noted as ground no label may touch; then the labels, most needed first. A label without
room is left out: the same words stand in the key and in the table.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from django.utils.safestring import SafeString

from kinweave.web.pictures.glyphs import text_width
from kinweave.web.pictures.labels import Box, Ground, Label, Line, Spot, Style, around, place, set_at, spread
from kinweave.web.pictures.scores import Expected, Measure, Safety, Score
from kinweave.web.pictures.sheets import BrokenDays, Days, Sheet, Values
from kinweave.web.pictures.svg import dot, element, join, line, points, rules, text
from kinweave.web.words import plain_number


@dataclass
class Strand:
    """A strand being drawn: its scales, its ground, and the pieces so far. Labels are kept for those who
    check."""

    sheet: Sheet
    days: Days | BrokenDays
    values: Values
    ground: Ground
    measure: Measure
    scores: tuple[Score, ...]
    expected: tuple[Expected, ...] = ()
    today: date | None = None
    pieces: list[SafeString] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)

    @property
    def scored(self) -> list[tuple[Score, float]]:
        """Those that have a value, in order of date."""
        kept = [(score, score.value) for score in self.scores if score.value is not None]
        return sorted(kept, key=lambda pair: pair[0].on)

    def at(self, score: Score, value: float) -> tuple[float, float]:
        return self.days.x(score.on), self.values.y(value)

    def keep(self, label: Label | None) -> None:
        if label:
            self.labels.append(label)
            self.pieces.append(draw(label))


def draw(label: Label) -> SafeString:
    """A placed label as text."""
    style = label.style
    rows = zip(label.lines, label.baselines, strict=True)
    return join(text(words, label.x, y, style.size, style.class_, label.anchor) for words, y in rows)


def draw_strand(strand: Strand) -> None:
    """Draw bands, expected course, lines and scores, then their labels."""
    for piece in (*_bands(strand), *_expected(strand), *_lines(strand), *_curve(strand), *_safety(strand)):
        strand.pieces.append(piece)
    if not strand.sheet.notes_at_right:
        _band_figures(strand)
    _value_labels(strand)
    _line_labels(strand)
    if strand.sheet.notes_at_right:
        _band_labels(strand)


def _bands(strand: Strand) -> Iterator[SafeString]:
    measure, days = strand.measure, strand.days
    starts = [b.at_least for b in measure.bands if b.at_least > measure.low and b.at_least != measure.cutoff]
    rows = [strand.values.y(start) for start in starts]
    yield rules("hair", ((days.left, y, days.right, y) for y in rows))


def _expected(strand: Strand) -> Iterator[SafeString]:
    if not strand.expected:
        return
    upper = [(strand.days.x(e.on), strand.values.y(e.high)) for e in strand.expected]
    lower = [(strand.days.x(e.on), strand.values.y(e.low)) for e in strand.expected]
    yield element("path", class_="band-f", d=points([*upper, *reversed(lower)], close=True))
    for edge in (upper, lower):
        strand.ground.add_soft(*(Line(*a, *b) for a, b in pairwise(edge)))
        yield element("path", class_="sup-l", d=points(edge), stroke_width=1.2, stroke_dasharray="1 3")


def _lines(strand: Strand) -> Iterator[SafeString]:
    left, right = strand.days.left, strand.days.right
    if strand.measure.cutoff is not None:
        y = strand.values.y(strand.measure.cutoff)
        strand.ground.add(Line(left, y, right, y))
        yield line("ink-l", left, y, right, y, stroke_width=1.2)
    first = _reliable(strand)
    if first is not None:
        y, start = strand.values.y(first), strand.days.x(strand.scored[0][0].on)
        strand.ground.add(Line(start, y, right, y))
        yield line("acc-l", start, y, right, y, stroke_width=1.4, stroke_dasharray="7 4")


def _reliable(strand: Strand) -> float | None:
    return strand.measure.reliable_line(strand.scored[0][1]) if strand.scored else None


def _curve(strand: Strand) -> Iterator[SafeString]:
    path = [strand.at(score, value) for score, value in strand.scored]
    if not path:
        return
    strand.ground.add_path(path)
    r = 4.4 if strand.sheet.name != "narrow" else 3.6
    crowded = len(path) > 1 and (path[-1][0] - path[0][0]) / (len(path) - 1) < 3 * r
    r = 2.6 if crowded else r
    yield element("path", class_="ink-l", d=points(path), stroke_width=2.4, stroke_linejoin="round")
    for x, y in path[:-1]:
        strand.ground.add(Box(x - r - 1, y - r - 1, x + r + 1, y + r + 1))
        yield dot("ink-l hollow", x, y, r, stroke_width=1.9)
    x, y = path[-1]
    last = min(6.5, r + 2)
    strand.ground.add(Box(x - last, y - last, x + last, y + last))
    yield dot("acc-f", x, y, last)


def _safety(strand: Strand) -> Iterator[SafeString]:
    side = 10.0 if strand.sheet.name != "narrow" else 9.0
    top = strand.values.top - side - 6
    for score in strand.scores:
        if score.safety is Safety.NOT_RAISED:
            continue
        x = strand.days.x(score.on)
        strand.ground.add(Box(x - side / 2 - 1, top - 1, x + side / 2 + 1, top + side + 1))
        shape = "now-f" if score.safety is Safety.OPEN else "now-l hollow"
        inset = 0 if score.safety is Safety.OPEN else 0.9
        yield element(
            "rect",
            class_=shape,
            x=x - side / 2 + inset,
            y=top + inset,
            width=side - 2 * inset,
            height=side - 2 * inset,
        )


def _value_labels(strand: Strand) -> None:
    scored = strand.scored
    if not scored:
        return
    plain = Style(14 if strand.sheet.name != "narrow" else 13.5, "halo")
    big = Style(19 if strand.sheet.name != "narrow" else 16, "halo t-acc", bold=True)
    for index in _by_need([value for _, value in scored]):
        x, y = strand.at(*scored[index])
        last = index == len(scored) - 1
        near = around(x, y, 11 if last else 8, 4 if last or index == 0 else 1, 6)
        words = (plain_number(scored[index][1]),)
        strand.keep(place(strand.ground, [words], near, big if last else plain, gap=1.5))
    _safety_label(strand)


def _by_need(values: Sequence[float]) -> list[int]:
    """The order in which scores get their figures: last, first, highest, lowest, then the rest from the
    latest."""
    spread_ends = [values.index(max(values)), values.index(min(values))]
    rest = range(len(values) - 1, -1, -1)
    return list(dict.fromkeys([len(values) - 1, 0, *spread_ends, *rest]))


def _safety_label(strand: Strand) -> None:
    opened = [score for score in strand.scores if score.safety is Safety.OPEN]
    if not opened:
        return
    x, top = strand.days.x(opened[-1].on), strand.values.top - 11
    style = Style(strand.sheet.size, "t-now halo", bold=True)
    today = "today, " if strand.today == opened[-1].on else ""
    wordings = [(f"safety answer {today}still open",), ("safety answer open",), ("open",)]
    spots = [Spot(x + 10, top, "start"), Spot(x - 10, top, "end")]
    strand.keep(place(strand.ground, wordings, spots, style, gap=1))


def _line_labels(strand: Strand) -> None:
    notes: list[tuple[float, tuple[str, ...], Style]] = []
    if strand.measure.cutoff is not None:
        words = f"cut-off, {plain_number(strand.measure.cutoff)}"
        notes.append((strand.values.y(strand.measure.cutoff), (words,), Style(strand.sheet.size, "halo")))
    reliable = _reliable(strand)
    if reliable is not None:
        words = strand.measure.reliable_words(strand.scored[0][1])
        style = Style(strand.sheet.size, "t-acc t-plain halo")
        notes.append((strand.values.y(reliable), ("reliable change", words), style))
    if strand.sheet.notes_at_right:
        _notes_at_right(strand, notes)
    else:
        _notes_on_lines(strand, notes)
    _expected_label(strand)


def _notes_at_right(strand: Strand, notes: list[tuple[float, tuple[str, ...], Style]]) -> None:
    """Beside the end of each line, pushed apart where the lines are close; outside the plot there are no
    data."""
    notes.sort(key=lambda note: note[0])
    x = strand.days.right + 12
    tops: list[float] = []
    for y, lines, style in notes:
        height = set_at(lines, Spot(0, 0), style).box.bottom * 2
        wanted = y - height / 2
        if tops:
            wanted = max(wanted, tops[-1])
        label = set_at(lines, Spot(x, wanted, "start", "top"), style)
        tops.append(label.box.bottom + 3)
        strand.keep(label)


def _notes_on_lines(strand: Strand, notes: list[tuple[float, tuple[str, ...], Style]]) -> None:
    for y, lines, style in notes:
        right = strand.days.right
        stops = [right - step * 22 for step in range(9)]
        spots = [
            Spot(x, y + side * 3, "end", down) for x in stops for side, down in ((1, "top"), (-1, "bottom"))
        ]
        strand.keep(place(strand.ground, [(" ".join(lines),), lines[:1]], spots, style, gap=1.5))


def _expected_label(strand: Strand) -> None:
    if not strand.expected or not strand.scored:
        return
    first = plain_number(strand.scored[0][1])
    wordings = [(f"expected for people who start at {first}",), (f"expected from {first}",), ("expected",)]
    style = Style(strand.sheet.size, "t-sup halo")
    stops = [e for e in strand.expected if e.on >= strand.scored[-1][0].on] or strand.expected[-1:]
    stops = sorted(stops, key=lambda e: e.on, reverse=True)
    spots: list[Spot] = []
    for e in stops:
        x, high, low = strand.days.x(e.on) - 4, strand.values.y(e.high), strand.values.y(e.low)
        spots += [
            Spot(x, high - 4, "end", "bottom"),
            Spot(x, low + 4, "end", "top"),
            Spot(x, (high + low) / 2, "end"),
        ]
    strand.keep(place(strand.ground, wordings, spots, style, gap=1.5))


def _band_labels(strand: Strand) -> None:
    """Band names inside their bands, at the first stop from the left where they meet nothing."""
    measure, style = strand.measure, Style(strand.sheet.size, "t-q halo")
    tops = [*(band.at_least for band in measure.bands[1:]), measure.high]
    for band, top in zip(measure.bands, tops, strict=False):
        y = (strand.values.y(band.at_least) + strand.values.y(top)) / 2
        if strand.values.y(band.at_least) - strand.values.y(top) < style.size * 1.05:
            continue
        width = text_width(band.label, style.size)
        room = int((strand.days.right - strand.days.left - width) // 18)
        spots = [Spot(strand.days.left + 12 + 18 * step, y) for step in range(max(1, room))]
        strand.keep(place(strand.ground, [(band.label,)], spots, style, gap=2))


def _band_figures(strand: Strand) -> None:
    """In the narrow drawing, the figures at which bands begin, in the margin."""
    ends = [band.at_least for band in strand.measure.bands if band.at_least > strand.measure.low]
    rows = sorted(strand.values.y(value) for value in ends)
    placed = spread(rows, strand.sheet.size * 1.05, strand.values.top, strand.values.bottom)
    style = Style(strand.sheet.size, "t-q")
    for value, y in zip(sorted(ends, reverse=True), placed, strict=True):
        label = set_at((plain_number(value),), Spot(strand.sheet.gutter, y, "end"), style)
        strand.ground.add(label.box)
        strand.keep(label)
