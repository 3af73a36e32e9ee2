"""The closeness circle: four rings, the client in the middle, people as shapes, and where they were before.

``circle`` draws it, ``circle_rows`` gives the equal list. Every person is a link with ``data-person``,
``data-ring`` and ``data-angle``, from which circle.js moves people by mouse, finger or arrow key.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from django.utils.safestring import SafeString

from kinweave.web.pictures.glyphs import shortened, text_width
from kinweave.web.pictures.labels import Box, Ground, Label, Line, Spot, Style, around, place
from kinweave.web.pictures.rings import (
    CENTRE,
    CROWD,
    ME,
    RIMS,
    RING_WORDS,
    SIZE,
    Person,
    Place,
    places,
    point,
)
from kinweave.web.pictures.svg import dot, element, join, number, text
from kinweave.web.pictures.ties import TIE_WORDS, ghost, mark, tie_line

NAME = Style(15, "halo", bold=True)
NUMBER = Style(15, "halo", bold=True)
RING_SIZE = 15.0
ROOM = Box(0, 0, SIZE, SIZE)
TAIL = 16.0  # how much of a tie is drawn when there are many people


@dataclass(frozen=True)
class Circle:
    """One version, and if wanted an earlier one whose places show as ghosts.

    ``me`` is the word in the middle; ``when`` and ``earlier_when`` are words such as "now", "at the start"."""

    key: str
    people: tuple[Person, ...]
    earlier: tuple[Person, ...] = ()
    me: str = "Me"
    when: str = "now"
    earlier_when: str = "at the start"


@dataclass(frozen=True)
class CircleRow:
    """One person of the equal list. ``number`` is set when the picture shows a number in place of the name."""

    key: str
    name: str
    relation: str
    tie: str
    ring: int
    place: str
    change: str
    number: int | None
    can_move_in: bool
    can_move_out: bool
    mark: SafeString


@dataclass(frozen=True)
class Drawn:
    """Everybody's place and name as laid out; ``names`` lacks those for whom not even a number found room."""

    now: list[Place]
    before: list[Place]
    names: dict[str, Label]
    numbers: dict[str, int]


def _tie_ends(spot: Place, crowd: bool) -> Line:
    """Where a tie begins and ends: from the client's mark to just short of the person's."""
    length = math.hypot(spot.x - CENTRE, spot.y - CENTRE)
    ux, uy = (spot.x - CENTRE) / length, (spot.y - CENTRE) / length
    end = max(ME + 5, length - spot.reach - 2.5)
    start = max(ME + 3, end - TAIL) if crowd else ME + 3
    return Line(CENTRE + ux * start, CENTRE + uy * start, CENTRE + ux * end, CENTRE + uy * end)


def _mark_box(spot: Place) -> Box:
    return Box(spot.x - spot.reach, spot.y - spot.reach, spot.x + spot.reach, spot.y + spot.reach)


def _drawn_ground(now: list[Place], before: list[Place], crowd: bool) -> Ground:
    ground = Ground(ROOM)
    ground.add(Box(CENTRE - ME, CENTRE - ME, CENTRE + ME, CENTRE + ME))
    for spot in now:
        tie = _tie_ends(spot, crowd)
        length = math.hypot(tie.x2 - tie.x1, tie.y2 - tie.y1) or 1
        ox, oy = -(tie.y2 - tie.y1) / length * 5.6, (tie.x2 - tie.x1) / length * 5.6
        for side in (-1, 0, 1):
            ground.add(Line(tie.x1 + ox * side, tie.y1 + oy * side, tie.x2 + ox * side, tie.y2 + oy * side))
        ground.add(_mark_box(spot))
    ground.add(*(_mark_box(spot) for spot in before))
    ground.add(*(_move_line(old, new) for old, new in _moves(now, before)))
    return ground


def _rim_lines() -> Iterator[Line]:
    for rim in RIMS:
        corners = [point(rim, step * 5) for step in range(73)]
        yield from (Line(*a, *b) for a, b in pairwise(corners))


def lay_out(circle: Circle) -> Drawn:
    """Find a place for every mark and a free spot for every name, in the same way each time."""
    now = places(circle.people, circle.earlier)
    before = _moved(now, places(circle.earlier, circle.people))
    crowd = len(now) > CROWD
    ground = _drawn_ground(now, before, crowd)
    ground.add_soft(*_rim_lines())
    names: dict[str, Label] = {}
    left_over: list[Place] = []
    # The people hardest to label (innermost, with the longest names) choose first.
    for spot in sorted(now, key=lambda s: (s.person.ring, -len(s.person.name), s.person.key)):
        found = _name(ground, spot)
        if found is None:
            left_over.append(spot)
            continue
        names[spot.person.key] = found
    order = {p.key: index for index, p in enumerate(circle.people)}
    left_over.sort(key=lambda s: order[s.person.key])
    numbers: dict[str, int] = {}
    for spot in left_over:
        spots = _round_about(spot, (1.5, 4.0, 8.0, 12.0))
        found = place(ground, [(str(len(numbers) + 1),)], spots, NUMBER, gap=0.5)
        if found:
            names[spot.person.key] = found
            numbers[spot.person.key] = len(numbers) + 1
    return Drawn(now, before, names, numbers)


def _name(ground: Ground, spot: Place) -> Label | None:
    """A name close to its mark and off the ring lines if it can be, over one (with a halo) if it must be."""
    name = spot.person.name
    near, far = _round_about(spot, (3.0, 6.0)), _round_about(spot, (10.0, 14.0))
    short = shortened(name, 64, NAME.size, bold=True)
    for wording in dict.fromkeys((name, name.split()[0] if name.split() else name, short)):
        for spots in (near, far):
            found = place(ground, [(wording,)], spots, NAME, gap=1.5) if wording else None
            if found:
                return found
    return None


def _round_about(spot: Place, gaps: tuple[float, ...]) -> list[Spot]:
    """Spots round a mark at each gap: the eight compass points, and between them slid along above and below."""
    spots: list[Spot] = []
    for gap in gaps:
        reach = spot.r + gap
        spots += around(spot.x, spot.y, reach, 1)
        for slide in (10.0, -10.0, 18.0, -18.0):
            spots += [Spot(spot.x + slide, spot.y - reach, "middle", "bottom")]
            spots += [Spot(spot.x + slide, spot.y + reach, "middle", "top")]
    return spots


def _moved(now: list[Place], before: list[Place]) -> list[Place]:
    """Earlier places worth showing: of those who have moved, and of those who are no longer in the circle."""
    present = {spot.person.key: spot for spot in now}
    return [old for old in before if old.person.key not in present or _is_move(old, present[old.person.key])]


def _is_move(old: Place, new: Place) -> bool:
    return old.person.ring != new.person.ring


def _moves(now: list[Place], before: list[Place]) -> list[tuple[Place, Place]]:
    present = {spot.person.key: spot for spot in now}
    return [(old, present[old.person.key]) for old in before if old.person.key in present]


def _move_line(old: Place, new: Place) -> Line:
    length = math.hypot(new.x - old.x, new.y - old.y) or 1
    ux, uy = (new.x - old.x) / length, (new.y - old.y) / length
    start, end = min(old.reach + 1, length / 2), max(length - new.reach - 3, length / 2)
    return Line(old.x + ux * start, old.y + uy * start, old.x + ux * end, old.y + uy * end)


def _arrow(old: Place, new: Place) -> SafeString:
    way = _move_line(old, new)
    turn = math.atan2(way.y2 - way.y1, way.x2 - way.x1)
    wings = [(way.x2 - 6.5 * math.cos(turn + a), way.y2 - 6.5 * math.sin(turn + a)) for a in (0.55, -0.55)]
    head = f"M{number(wings[0][0])} {number(wings[0][1])}L{number(way.x2)} {number(way.y2)}"
    head += f"L{number(wings[1][0])} {number(wings[1][1])}"
    shaft = f"M{number(way.x1)} {number(way.y1)}L{number(way.x2)} {number(way.y2)}"
    return join(
        (
            element("path", class_="axis", d=shaft, stroke_width=1.2, stroke_dasharray="1.5 3"),
            element("path", class_="ink-l", d=head, stroke_width=1.5),
        )
    )


def _rings(drawn: Drawn, key: str) -> Iterator[SafeString]:
    for rim in reversed(RIMS):
        yield dot("axis", CENTRE, CENTRE, rim, stroke_width=0.8)
    ground = Ground(Box(0, 0, SIZE, SIZE))
    ground.add(*(_mark_box(spot) for spot in drawn.now + drawn.before))
    ground.add(*(label.box for label in drawn.names.values()))
    ground.add(*(_tie_ends(spot, len(drawn.now) > CROWD) for spot in drawn.now))
    ground.add(*(_move_line(old, new) for old, new in _moves(drawn.now, drawn.before)))
    for index, words in enumerate(RING_WORDS):
        found = _free_arc(ground, index, text_width(words, RING_SIZE) + 4)
        if found:
            yield _on_arc(words, f"{key}-arc{index + 1}", *found)


def _on_arc(words: str, id_: str, radius: float, middle: float) -> SafeString:
    """The ring's word along its rim, read from left to right above the middle as below it."""
    half = math.degrees(text_width(words, RING_SIZE) * 0.56 / radius)
    under = 90 < middle < 270
    base = radius + 5 if under else radius - 5
    start, end = (
        point(base, middle + half if under else middle - half),
        point(base, middle - half if under else middle + half),
    )
    arc = f"A{number(base)} {number(base)} 0 0 {0 if under else 1} {number(end[0])} {number(end[1])}"
    word = element("textPath", words, href=f"#{id_}", startOffset="50%", text_anchor="middle")
    return join(
        (
            element("path", id=id_, fill="none", d=f"M{number(start[0])} {number(start[1])}{arc}"),
            element("text", word, class_="ring-name"),
        )
    )


def _free_arc(ground: Ground, ring: int, length: float) -> tuple[float, float] | None:
    """Radius and angle where the ring's word meets nothing; low on the left first, as one would by hand."""
    angles = sorted(range(0, 360, 4), key=lambda a: abs((a - 225 + 180) % 360 - 180))
    for radius in (RIMS[ring] - inset for inset in (11, 15, 20, 25)):
        half = math.degrees(length / 2 / radius)
        for angle in angles:
            steps = [angle - half + half * 2 * part / 12 for part in range(13)]
            if all(ground.is_free(_around_point(radius, step)) for step in steps):
                return radius, float(angle)
    return None


def _around_point(radius: float, angle: float) -> Box:
    x, y = point(radius, angle)
    return Box(x - 7, y - 7, x + 7, y + 7)


def _person(spot: Place, label: Label | None, when: str) -> SafeString:
    person = spot.person
    name = (
        join(
            text(line, label.x, y, label.style.size, label.style.class_, label.anchor)
            for line, y in zip(label.lines, label.baselines, strict=True)
        )
        if label
        else ""
    )
    return element(
        "a",
        dot("hit", spot.x, spot.y, max(spot.r, 12)),
        dot("focus-ring", spot.x, spot.y, spot.reach + 3),
        mark(person.tie, spot.x, spot.y, spot.r),
        name,
        href=f"#p-{person.key}",
        aria_label=f"{person.name}, {person.relation}: {place_words(person)} {when}, {TIE_WORDS[person.tie]}",
        data_person=person.key,
        data_name=person.name,
        data_ring=str(person.ring),
        data_angle=number(spot.angle),
        data_tie=person.tie.value,
        data_x=number(spot.x),
        data_y=number(spot.y),
    )


def place_words(person: Person) -> str:
    """The ring in words."""
    return RING_WORDS[person.ring - 1]


def _tie(spot: Place, crowd: bool) -> SafeString:
    ends = _tie_ends(spot, crowd)
    return element(
        "g", tie_line(spot.person.tie, ends.x1, ends.y1, ends.x2, ends.y2), data_tie_of=spot.person.key
    )


def circle(drawing: Circle) -> SafeString:
    """The picture as SVG. It is a group of links, so it has a label and its parts can be reached one by one."""
    drawn = lay_out(drawing)
    crowd = len(drawn.now) > CROWD
    moves = _moves(drawn.now, drawn.before)
    return element(
        "svg",
        element("title", "Closeness circle", id=f"{drawing.key}-title"),
        element("desc", describe(drawing), id=f"{drawing.key}-desc"),
        element("g", *_rings(drawn, drawing.key), class_="rims", aria_hidden="true"),
        element("g", *(_tie(spot, crowd) for spot in drawn.now), class_="ties", aria_hidden="true"),
        element(
            "g",
            *(ghost(old.person.tie, old.x, old.y, old.r) for old in drawn.before),
            *(_arrow(old, new) for old, new in moves),
            class_="lay-ghost",
            aria_hidden="true",
        ),
        element(
            "g",
            *(_person(s, drawn.names.get(s.person.key), drawing.when) for s in drawn.now),
            class_="people-g",
        ),
        element("g", *_me(drawing.me), aria_hidden="true"),
        class_="circle",
        id=drawing.key,
        view_box=f"{number(ROOM.left)} 0 {number(ROOM.right - ROOM.left)} {number(SIZE)}",
        role="group",
        aria_labelledby=f"{drawing.key}-title {drawing.key}-desc",
    )


def _me(word: str) -> tuple[SafeString, SafeString]:
    size = 14.5 if shortened(word, ME * 2 - 6, 14.5, bold=True) == word else 12.5
    shown = shortened(word, ME * 2 - 4, size, bold=True)
    return dot("ink-f", CENTRE, CENTRE, ME), text(shown, CENTRE, CENTRE + 5, size, "t-on", "middle")


def describe(drawing: Circle) -> str:
    """What the picture shows, in a sentence or two."""
    counts = [sum(p.ring == ring for p in drawing.people) for ring in (1, 2, 3, 4)]
    said = [f"{count} {RING_WORDS[i]}" for i, count in enumerate(counts) if count]
    people = (
        f"{len(drawing.people)} people on four rings"
        if len(drawing.people) != 1
        else "1 person on four rings"
    )
    parts = f": {', '.join(said)}" if said else ""
    return f"{people}{parts}. The list next to this picture has the same content."


def _change(person: Person, old: Person | None, drawing: Circle) -> str:
    if not drawing.earlier:
        return ""
    if old is None:
        return "new"
    return "the same" if old.ring == person.ring else f"was {place_words(old)}"


def circle_rows(drawing: Circle) -> tuple[CircleRow, ...]:
    """The equal list, innermost ring first: the same people, places, changes and powers as the picture."""
    numbers = lay_out(drawing).numbers
    old = {person.key: person for person in drawing.earlier}
    return tuple(
        CircleRow(
            key=p.key,
            name=p.name,
            relation=p.relation,
            tie=TIE_WORDS[p.tie],
            ring=p.ring,
            place=place_words(p),
            change=_change(p, old.get(p.key), drawing),
            number=numbers.get(p.key),
            can_move_in=p.ring > 1,
            can_move_out=p.ring < len(RIMS),
            mark=element(
                "svg", mark(p.tie, 0, 0, 7), view_box="-10 -10 20 20", width=20, height=20, aria_hidden="true"
            ),
        )
        for p in sorted(drawing.people, key=lambda p: p.ring)
    )


def no_longer_there(drawing: Circle) -> tuple[str, ...]:
    """Names of the people of the earlier version who are not in this one; the picture shows them as ghosts only."""
    present = {person.key for person in drawing.people}
    return tuple(person.name for person in drawing.earlier if person.key not in present)
