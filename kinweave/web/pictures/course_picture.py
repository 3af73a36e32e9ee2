"""The course in one picture: scores, mood, events and people on one time axis, in three drawings.

``course_figure`` gives all three and the key of event numbers; ``course_picture`` gives one. The equal
table is
``course.course_rows`` and ``course.event_rows``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString

from kinweave.core.days import MONTHS
from kinweave.web.pictures.course import Course, Held, describe_course, event_rows
from kinweave.web.pictures.event_strand import EventStrand, lay_out_events
from kinweave.web.pictures.glyphs import shortened
from kinweave.web.pictures.labels import Box, Ground, Label, Line, Spot, Style, place, set_at
from kinweave.web.pictures.mood_strand import Curve, curve, drawn
from kinweave.web.pictures.score_strand import Strand, draw, draw_strand
from kinweave.web.pictures.sheets import COURSE_SHEETS, BrokenDays, Days, Sheet, Values
from kinweave.web.pictures.svg import Words, dot, element, join, line, picture, points, rules
from kinweave.web.pictures.ties import Tie, mark
from kinweave.web.words import count_of, full_date, short_date

TOP = 26.0  # below the session numbers
SCORES = {"wide": 226.0, "tablet": 206.0, "narrow": 170.0}
MOOD = {"wide": 104.0, "tablet": 104.0, "narrow": 92.0}
BEFORE = {"wide": 168.0, "tablet": 108.0, "narrow": 40.0}
ROW = 20.0
MOST_PEOPLE = 12


@dataclass
class Layout:
    """A drawing worked out: scales, strands and their labels, before anything is written."""

    course: Course
    sheet: Sheet
    days: Days | BrokenDays
    strand: Strand
    mood: Curve
    recalled: frozenset[float]  # where on it the mood was told afterwards
    mood_values: Values
    events: EventStrand
    rows: dict[str, float]
    top_of_people: float
    bottom: float
    labels: list[Label]

    @property
    def now(self) -> float:
        """Where the past ends: today, or the end of the plot."""
        return self.days.x(self.course.today) if self.course.today else self.days.right


def course_picture(course: Course, layout: str = "wide") -> SafeString:
    """One drawing: "wide", "tablet" or "narrow"."""
    return _written(lay_out(course, layout))


def _written(laid: Layout) -> SafeString:
    course = laid.course
    words = Words(f"{course.key}-{laid.sheet.name}", _title(course), describe_course(course))
    pieces = [*_ground_lines(laid), *laid.strand.pieces, *_stems(laid), *_mood(laid), *_event_words(laid)]
    pieces += [*_people(laid), *(draw(label) for label in laid.labels)]
    return picture(words, laid.sheet.width, laid.bottom + 26, pieces, laid.sheet.class_)


def course_figure(course: Course) -> SafeString:
    """All three drawings and the key to the numbers they use; the style sheet shows what fits its place."""
    drawings = [lay_out(course, name) for name in COURSE_SHEETS]
    numbered = [laid.sheet.name for laid in drawings if laid.events.chips]
    return element(
        "div",
        *(_written(laid) for laid in drawings),
        event_key(course, " ".join(f"for-{name}" for name in numbered)) if numbered else "",
        class_="fit fit-course",
    )


def event_key(course: Course, class_: str = "") -> SafeString:
    """The list that says what each number stands for."""
    lines = []
    for row in event_rows(course):
        who = f", {row.people}" if row.people else ""
        what = element("span", f"{row.words}, {row.when}{who}")
        lines.append(element("li", element("b", str(row.number)), what))
    name = f"key-list inset {class_}".strip()
    return element("ol", *lines, class_=name, aria_label="Events in the picture")


def _title(course: Course) -> str:
    return f"Course from {full_date(course.since or course.start)} to {full_date(course.end)} in four strands"


def lay_out(course: Course, name: str) -> Layout:
    """Work out one drawing."""
    sheet = COURSE_SHEETS[name]
    days = _days(course, sheet)
    values = Values(course.measure.low, course.measure.high, TOP + 26, TOP + SCORES[name])
    land = Box(sheet.left - 8, TOP - 2, sheet.right + 6, values.bottom + 10)
    strand = Strand(
        sheet, days, values, Ground(land), course.measure, course.scores, course.expected, course.today
    )
    for upright in _uprights(course, days):
        strand.ground.add_soft(Line(upright, TOP, upright, values.bottom))
    draw_strand(strand)
    mood_values = Values(0, 10, values.bottom + 36, values.bottom + 36 + MOOD[name])
    said = {days.x(m.on): m for m in sorted(course.moods, key=lambda m: (m.on, not m.recalled))}
    mood = curve([(x, mood_values.y(m.value)) for x, m in said.items()])
    recalled = frozenset(x for x, m in said.items() if m.recalled)
    events = _events(course, sheet, days, mood_values.bottom + 14)
    rows = _rows(course, events.bottom + 16)
    bottom = max([events.bottom + 12, *(y + 12 for y in rows.values())])
    laid = Layout(
        course, sheet, days, strand, mood, recalled, mood_values, events, rows, events.bottom, bottom, []
    )
    laid.labels += [
        *_margin(laid),
        *_session_numbers(laid),
        *_dates(laid),
        *_mood_words(laid),
        *_still_to_come(laid),
    ]
    return laid


def _days(course: Course, sheet: Sheet) -> Days | BrokenDays:
    if course.since is None:
        return Days(course.start, course.end, sheet.left + 8, sheet.right)
    middle = sheet.left + BEFORE[sheet.name]
    gap = 20 if sheet.notes_at_right else 10
    before = Days(course.since, course.start, sheet.left + 8, middle - 8)
    return BrokenDays(before, Days(course.start, course.end, middle + gap, sheet.right))


def _uprights(course: Course, days: Days | BrokenDays) -> list[float]:
    """The lines of today and of the end."""
    return [days.x(day) for day in (course.today, course.ends) if day]


def _events(course: Course, sheet: Sheet, days: Days | BrokenDays, top: float) -> EventStrand:
    events = course.dated_events
    land = Box(sheet.left, top, sheet.right, top)
    return lay_out_events(
        [days.x(event.on) for event in events],
        [event.words for event in events],
        land,
        Style(sheet.size, "halo"),
        _uprights(course, days),
        words=sheet.name != "narrow",
    )


def _rows(course: Course, top: float) -> dict[str, float]:
    return {who.key: top + ROW * index for index, who in enumerate(course.people[:MOST_PEOPLE])}


def _ground_lines(laid: Layout) -> Iterator[SafeString]:
    """Everything that stands behind: the time before, sessions, rulings between strands, today and the
    end."""
    sheet, course, bottom = laid.sheet, laid.course, laid.bottom
    if isinstance(laid.days, BrokenDays):
        width = BEFORE[sheet.name]
        yield element("rect", class_="sunk-f", x=sheet.left, y=TOP, width=width, height=bottom - TOP)
    xs = {held: [laid.days.x(s.on) for s in course.sessions if s.held is held] for held in Held}
    yield rules("hair", ((x, TOP, x, bottom) for x in xs[Held.TO_COME]), stroke_dasharray="1 4")
    yield rules("axis", ((x, TOP, x, bottom) for x in xs[Held.HELD]), stroke_opacity=0.3)
    between = (laid.strand.values.bottom + 14, laid.mood_values.bottom + 14, laid.top_of_people)
    yield rules("hair", ((0, y, sheet.width, y) for y in between))
    if course.moods:
        y = laid.mood_values.y(5)
        yield line("hair", sheet.left, y, laid.now, y)
    if course.today:
        yield line("acc-l", laid.now, TOP, laid.now, bottom, stroke_width=1.6)
    if course.ends:
        x = laid.days.x(course.ends)
        yield line("ink-l", x, TOP, x, bottom, stroke_width=1.4)


def _stems(laid: Layout) -> Iterator[SafeString]:
    for event, stem in zip(laid.course.dated_events, laid.events.stems, strict=True):
        start = laid.mood.y(stem.x)
        path = [(stem.x, start if start is not None else laid.events.top)]
        if stem.slot != stem.x and laid.events.chips:
            chip = laid.events.chips[0].box
            path += [(stem.x, laid.events.top + 2), (stem.slot, chip.top), (stem.slot, chip.bottom)]
            path += [(stem.x, laid.events.bottom - 6)]
        lowest = [laid.rows[key] for key in event.people if key in laid.rows]
        path.append((stem.x, max(lowest, default=laid.events.bottom - 6)))
        yield element("path", class_="axis", d=points(path), stroke_linejoin="round")


def _mood(laid: Layout) -> Iterator[SafeString]:
    if not laid.mood.points:
        return
    yield from drawn(laid.mood, laid.recalled)
    if len(laid.mood.points) == 1 and laid.recalled:
        yield dot("sup-f", *laid.mood.points[0], 3)
    r = 3.8 if laid.sheet.notes_at_right else 3.2
    for x in sorted({stem.x for stem in laid.events.stems}):
        y = laid.mood.y(x)
        if y is not None:
            yield dot("sup-l hollow", x, y, r, stroke_width=1.8)


def _event_words(laid: Layout) -> Iterator[SafeString]:
    yield from (draw(label) for label in laid.events.words)
    for chip in laid.events.chips:
        box = chip.box
        size = {"width": box.right - box.left, "height": box.bottom - box.top}
        shape = element("rect", class_="chip", x=box.left, y=box.top, rx=box.bottom - box.top, **size)
        yield join((shape, draw(chip.label)))


def _people(laid: Layout) -> Iterator[SafeString]:
    yield rules("hair", ((laid.sheet.left, y, laid.now, y) for y in laid.rows.values()))
    r = 5.4 if laid.sheet.notes_at_right else 4.8
    for (x, y), tie in sorted(_marks(laid).items()):
        yield mark(tie, x, y, r)


def _marks(laid: Layout) -> dict[tuple[float, float], Tie]:
    """What each person brought on each day; support and strain on one day are both."""
    found: dict[tuple[float, float], Tie] = {}
    for event, stem in zip(laid.course.dated_events, laid.events.stems, strict=True):
        for key in event.people:
            if key in laid.rows:
                place_ = (stem.x, laid.rows[key])
                found[place_] = _joined(found.get(place_, Tie.UNSAID), event.tie)
    return found


def _joined(one: Tie, other: Tie) -> Tie:
    if one is Tie.UNSAID or one is other:
        return other
    return one if other is Tie.UNSAID else Tie.BOTH


def _margin(laid: Layout) -> Iterator[Label]:
    """The names of the strands and of the people, in the margin."""
    sheet, course = laid.sheet, laid.course
    bold, quiet = Style(sheet.strong, "t-b", bold=True), sheet.quiet()
    low, high = course.measure.low, course.measure.high
    scale = f"{low:g} to {high:g}"
    heads = [(course.measure.name, scale, TOP + 8), ("Mood", "0 to 10", laid.strand.values.bottom + 22)]
    heads += [("Events", "", laid.events.top + 8)]
    for name, small, y in heads:
        fitting = shortened(name, sheet.gutter, sheet.strong, bold=True)
        yield set_at((fitting,), Spot(sheet.gutter, y, "end", "top"), bold)
        if small and sheet.notes_at_right:
            yield set_at((small,), Spot(sheet.gutter, y + 19, "end", "top"), quiet)
    if sheet.notes_at_right and course.sessions:
        yield set_at(("session",), Spot(sheet.gutter, 9, "end"), quiet)
    for who in course.people[:MOST_PEOPLE]:
        name = shortened(who.name, sheet.gutter - 2, sheet.size)
        yield set_at((name,), Spot(sheet.gutter, laid.rows[who.key], "end"), Style(sheet.size))


def _session_numbers(laid: Layout) -> Iterator[Label]:
    """Numbers above: this session, the first and the last, then all others that have room."""
    ground = Ground(Box(-6, -6, laid.sheet.width + 6, TOP + 6))
    if laid.sheet.notes_at_right:
        ground.add(Box(0, 0, laid.sheet.gutter, TOP))
    sessions = sorted(laid.course.sessions, key=lambda s: s.number)
    here = [s for s in sessions if s.held is Held.HERE]
    thirds = [s for s in sessions if s.number % 3 == 1]
    for session in dict.fromkeys([*here, *sessions[:1], *sessions[-1:], *thirds, *sessions]):
        class_ = {Held.HERE: "t-acc", Held.TO_COME: "t-q", Held.HELD: ""}[session.held]
        style = Style(laid.sheet.size, class_, bold=session.held is Held.HERE)
        spot = Spot(min(laid.days.x(session.on), laid.sheet.width - 9), 9, "middle")
        label = place(ground, [(str(session.number),)], [spot], style, gap=4)
        if label:
            yield label
    if laid.course.since:
        words = [(f"before, from {MONTHS[laid.course.since.month - 1]}",), ("before",)]
        label = place(ground, words, [Spot(laid.sheet.left, 9)], laid.sheet.quiet(), gap=2)
        yield from [label] if label else []


def _dates(laid: Layout) -> Iterator[Label]:
    """Dates below: today, the end, the start, then as many session dates as have room."""
    course, sheet, y = laid.course, laid.sheet, laid.bottom + 13
    ground = Ground(Box(0, laid.bottom - 6, sheet.width, laid.bottom + 32))
    wanted: list[tuple[date, tuple[str, ...], str]] = []
    if course.today:
        wanted.append((course.today, ("today",), "t-acc"))
    if course.ends:
        wanted.append((course.ends, (f"ends {short_date(course.ends)}", short_date(course.ends)), "t-b"))
    others = [s.on for s in course.sessions] or [s.on for s in course.scores]
    others = [course.start, *others[len(others) // 2 :: 3], *others[::4]]
    wanted += [(day, (short_date(day),), "t-q") for day in dict.fromkeys(others)]
    if course.since:
        wanted.append((course.since, (MONTHS[course.since.month - 1][:3],), "t-q"))
    for day, wordings, class_ in wanted:
        x, style = laid.days.x(day), Style(sheet.size, class_, bold=class_ != "t-q")
        spots = [
            Spot(x, y, "middle"),
            Spot(sheet.width - 1, y, "end"),
            Spot(x, y, "end"),
            Spot(x, y, "start"),
        ]
        spots = spots[:1] if class_ == "t-q" and day != course.since else spots
        label = place(ground, [(words,) for words in wordings], spots, style, gap=4)
        if label:
            yield label


def _mood_words(laid: Layout) -> Iterator[Label]:
    """Which part of the mood line was recalled and which was recorded."""
    if not laid.sheet.notes_at_right or not laid.mood.points:
        return
    top, bottom = laid.strand.values.bottom + 16, laid.mood_values.bottom + 12
    ground = Ground(Box(laid.sheet.left, top, laid.sheet.width, bottom))
    ground.add_path(laid.mood.sampled())
    ground.add(*(Line(x, top, x, bottom) for x in _uprights(laid.course, laid.days)))
    for stem in laid.events.stems:
        y = laid.mood.y(stem.x)
        ground.add(Line(stem.x, (y if y is not None else bottom) - 6, stem.x, bottom))
    last = laid.mood.points[-1][0]
    rated = [x for x, _ in laid.mood.points if x not in laid.recalled]
    parts = [(min(laid.recalled) + 12, laid.course.recalled_words)] if laid.recalled else []
    if rated:
        at = max(last + 8, laid.now + 8) if rated[-1] == last else rated[-1] + 8
        parts.append((at, laid.course.recorded_words))
    for x, words in parts:
        near = laid.mood.y(min(x, last)) or top
        spots = [Spot(x, near), Spot(x, top + 4, "start", "top"), Spot(x, near - 10, "start", "bottom")]
        spots += [Spot(x + step * 20, row) for step in range(-4, 8) for row in (top + 12, bottom - 10)]
        label = place(ground, [(words,)], spots, laid.sheet.quiet())
        yield from [label] if label else []


def _still_to_come(laid: Layout) -> Iterator[Label]:
    left = sum(session.held is Held.TO_COME for session in laid.course.sessions)
    if not left or not laid.sheet.notes_at_right or not laid.course.today:
        return
    ground = Ground(Box(laid.now, laid.events.top, laid.days.right, laid.events.bottom))
    ground.add(*(label.box for label in laid.events.words), *(chip.box for chip in laid.events.chips))
    ground.add(*(Line(s.slot, laid.events.top, s.slot, laid.events.bottom) for s in laid.events.stems))
    ground.add(*(Line(s.x, laid.events.top, s.slot, laid.events.bottom) for s in laid.events.stems))
    middle = Spot((laid.now + laid.days.right) / 2, (laid.events.top + laid.events.bottom) / 2, "middle")
    words = count_of(left, "session")
    label = place(
        ground, [(f"{words} still to come",), (f"{words} left",)], [middle], laid.sheet.quiet(), gap=6
    )
    yield from [label] if label else []
