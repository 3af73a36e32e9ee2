"""One measure over a course: scores with their bands, the cut-off, reliable change and what was expected."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.safestring import SafeString

from kinweave.web.pictures.glyphs import shortened, wrapped
from kinweave.web.pictures.labels import Box, Ground, Label, Line, Spot, Style, place, set_at
from kinweave.web.pictures.score_strand import Strand, draw, draw_strand
from kinweave.web.pictures.scores import Expected, Measure, Safety, Score
from kinweave.web.pictures.sheets import MEASURE_SHEETS, Days, Sheet, Values
from kinweave.web.pictures.svg import Words, element, line, picture
from kinweave.web.words import full_date, list_in_words, month_day, plain_number, short_date

HEIGHTS = {"wide": 330.0, "narrow": 268.0}


@dataclass(frozen=True)
class MeasureChart:
    """What the chart shows. ``key`` must be unique on the page; ``until`` keeps room for sessions to come."""

    key: str
    measure: Measure
    scores: tuple[Score, ...]
    expected: tuple[Expected, ...] = ()
    today: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class MeasureRow:
    """One line of the equal table; every field is words ready to show."""

    session: str
    on: date
    when: str
    score: str
    band: str
    change: str
    expected: str
    safety: str


def measure_chart(chart: MeasureChart, layout: str = "wide") -> SafeString:
    """One drawing, "wide" or "narrow"."""
    strand, pieces = lay_out(chart, layout)
    words = Words(f"{chart.key}-{layout}", chart.measure.name, describe(chart))
    return picture(words, strand.sheet.width, HEIGHTS[layout], pieces, strand.sheet.class_)


def measure_figure(chart: MeasureChart) -> SafeString:
    """Both drawings; the style sheet shows the one that fits its place."""
    return element(
        "div", measure_chart(chart, "wide"), measure_chart(chart, "narrow"), class_="fit fit-measure"
    )


def lay_out(chart: MeasureChart, layout: str) -> tuple[Strand, list[SafeString]]:
    """The strand with its ground and labels, and all pieces in the order they are drawn."""
    sheet, height = MEASURE_SHEETS[layout], HEIGHTS[layout]
    days = _days(chart, sheet)
    values = Values(chart.measure.low, chart.measure.high, 40, height - 46)
    strand = Strand(
        sheet,
        days,
        values,
        Ground(Box(sheet.left - 26, 2, sheet.right + 10, height - 30)),
        chart.measure,
        chart.scores,
        chart.expected,
        chart.today,
    )
    strand.ground.add(Line(sheet.left, values.bottom, sheet.right, values.bottom))
    before: list[SafeString] = [
        line("axis", sheet.left, values.bottom, sheet.right, values.bottom),
        *_today(chart, strand),
    ]
    names = list(_names(strand))
    strand.ground.add(*(label.box for label in names))
    draw_strand(strand)
    after = [draw(label) for label in (*_dates(strand, chart, height), *names)]
    return strand, [*before, *strand.pieces, *after]


def _days(chart: MeasureChart, sheet: Sheet) -> Days:
    dates = (
        [s.on for s in chart.scores]
        + [e.on for e in chart.expected]
        + [d for d in (chart.until, chart.today) if d]
    )
    first, last = (min(dates), max(dates)) if dates else (date(2000, 1, 1), date(2000, 1, 2))
    if first == last:
        last = first + timedelta(days=7)
    return Days(first, last, sheet.left + 10, sheet.right - 8)


def _today(chart: MeasureChart, strand: Strand) -> Iterator[SafeString]:
    if chart.today and chart.until and chart.today < chart.until:
        x = strand.days.x(chart.today)
        strand.ground.add_soft(Line(x, 26, x, strand.values.bottom))
        yield line("acc-l", x, 26, x, strand.values.bottom, stroke_width=1.4)


def _dates(strand: Strand, chart: MeasureChart, height: float) -> list[Label]:
    """First, last and today first, then as many scores' dates as fit between them without touching."""
    sheet, y = strand.sheet, height - 18
    ground = Ground(Box(0, height - 34, sheet.width, height))
    wanted = [s.on for s in chart.scores]
    marked = [d for d in (chart.today, chart.until) if d]
    ends = [min(wanted), max(wanted)] if wanted else []
    between = sorted(set(wanted), key=lambda d: _halving(sorted(set(wanted)), d))
    found: list[Label] = []
    for day in dict.fromkeys([*ends, *marked, *between]):
        words = "today" if day == chart.today else short_date(day)
        style = Style(sheet.size, "t-acc" if day == chart.today else "t-q", bold=day == chart.today)
        x = strand.days.x(day)
        spots = [
            Spot(x, y, "middle"),
            Spot(min(x + 8, sheet.width - 1), y, "end"),
            Spot(max(1, x - 8), y, "start"),
        ]
        label = place(ground, [(words,)], spots, style, gap=5)
        found += [label] if label else []
    return found


def _halving(days: Sequence[date], day: date) -> int:
    """How deep a date lies in repeated halving of the list: the middle first, then the quarters."""
    low, high, depth, index = 0, len(days) - 1, 0, days.index(day)
    while low <= high:
        middle = (low + high) // 2
        if middle == index:
            break
        low, high = (middle + 1, high) if middle < index else (low, middle - 1)
        depth += 1
    return depth


def _names(strand: Strand) -> Iterator[Label]:
    sheet, measure = strand.sheet, strand.measure
    bold = Style(sheet.strong, "t-b", bold=True)
    ends = f"{plain_number(measure.low)} to {plain_number(measure.high)}"
    if sheet.notes_at_right:
        fitting = wrapped(measure.name, sheet.gutter * 0.92, sheet.strong, 3)  # bold runs a little wider
        name = fitting or (shortened(measure.name, sheet.gutter, sheet.strong, bold=True),)
        top = strand.values.top - 6
        yield set_at(name, Spot(sheet.gutter, top, "end", "top"), bold)
        below = top + 20 + bold.leading * (len(name) - 1)
        yield set_at((ends,), Spot(sheet.gutter, below, "end", "top"), sheet.quiet())
    else:
        yield set_at((f"{measure.name}, {ends}",), Spot(0, 14), bold)


def _change(measure: Measure, first: float, value: float) -> str:
    difference = value - first
    if difference == 0:
        return "the same"
    return f"{plain_number(abs(difference))} {'higher' if difference > 0 else 'lower'}"


def _expected_words(chart: MeasureChart, day: date) -> str:
    found = next((e for e in chart.expected if e.on == day), None)
    return f"{plain_number(found.low)} to {plain_number(found.high)}" if found else ""


SAFETY_WORDS = {
    Safety.NOT_RAISED: "",
    Safety.ANSWERED: "safety answer, talked through",
    Safety.OPEN: "safety answer, still open",
}


def measure_rows(chart: MeasureChart) -> tuple[MeasureRow, ...]:
    """The equal table, earliest first. A score's safety column is empty, never "no risk"."""
    scored = sorted((s for s in chart.scores if s.value is not None), key=lambda s: s.on)
    first = scored[0].value if scored else None
    rows = []
    for score in sorted(chart.scores, key=lambda s: s.on):
        value = score.value
        rows.append(
            MeasureRow(
                session="" if score.session is None else str(score.session),
                on=score.on,
                when=month_day(score.on),
                score="not complete" if value is None else plain_number(value),
                band="" if value is None else chart.measure.band_of(value),
                change=""
                if value is None or first is None or score == scored[0]
                else _change(chart.measure, first, value),
                expected=_expected_words(chart, score.on),
                safety=SAFETY_WORDS[score.safety],
            )
        )
    return tuple(rows)


def describe(chart: MeasureChart) -> str:
    """The picture in a sentence or two."""
    scored = sorted(((s.on, s.value) for s in chart.scores if s.value is not None), key=lambda pair: pair[0])
    name = chart.measure.name
    if not scored:
        return f"{name} has no scores yet."
    (start, first), (end, last) = scored[0], scored[-1]
    if len(scored) == 1:
        return f"{name} was {plain_number(first)} on {full_date(start)}. There is one score so far."
    course = (
        f"{name} was {plain_number(first)} on {full_date(start)} and {plain_number(last)} on {full_date(end)}"
    )
    between = f", with {len(scored)} scores in all."
    return f"{course}{between} {_lines_in_words(chart, first)}All values are in the table."


def _lines_in_words(chart: MeasureChart, first: float) -> str:
    said = []
    if chart.measure.cutoff is not None:
        said.append(f"the cut-off is {plain_number(chart.measure.cutoff)}")
    if words := chart.measure.reliable_words(first):
        said.append(f"change is reliable {words}")
    return f"{list_in_words(said)[:1].upper()}{list_in_words(said)[1:]}. " if said else ""
