"""Laying out the closeness circle: a place for every mark and a free spot for every name."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from kinweave.web.pictures.glyphs import shortened
from kinweave.web.pictures.labels import Box, Ground, Label, Line, Spot, Style, around, place
from kinweave.web.pictures.rings import CENTRE, CROWD, ME, RIMS, SIZE, Person, Place, places, point

NAME = Style(15, "halo", bold=True)
NUMBER = Style(15, "halo", bold=True)
RING_SIZE = 15.0
ROOM = Box(0, 0, SIZE, SIZE)
TAIL = 16.0  # how much of a tie is drawn when there are many people


@dataclass(frozen=True)
class Circle:
    """One version, and if wanted an earlier one whose places show as ghosts.

    ``me`` is the word in the middle; ``when`` and ``earlier_when`` are words such as "now", "at the
    start"."""

    key: str
    people: tuple[Person, ...]
    earlier: tuple[Person, ...] = ()
    me: str = "Me"
    when: str = "now"
    earlier_when: str = "at the start"


@dataclass(frozen=True)
class Drawn:
    """Everybody's place and name as laid out; ``names`` lacks those for whom not even a number found room."""

    now: list[Place]
    before: list[Place]
    names: dict[str, Label]
    numbers: dict[str, int]


def tie_ends(spot: Place, crowd: bool) -> Line:
    """Where a tie begins and ends: from the client's mark to just short of the person's."""
    length = math.hypot(spot.x - CENTRE, spot.y - CENTRE)
    ux, uy = (spot.x - CENTRE) / length, (spot.y - CENTRE) / length
    end = max(ME + 5, length - spot.reach - 2.5)
    start = max(ME + 3, end - TAIL) if crowd else ME + 3
    return Line(CENTRE + ux * start, CENTRE + uy * start, CENTRE + ux * end, CENTRE + uy * end)


def mark_box(spot: Place) -> Box:
    return Box(spot.x - spot.reach, spot.y - spot.reach, spot.x + spot.reach, spot.y + spot.reach)


def _drawn_ground(now: list[Place], before: list[Place], crowd: bool) -> Ground:
    ground = Ground(ROOM)
    ground.add(Box(CENTRE - ME, CENTRE - ME, CENTRE + ME, CENTRE + ME))
    for spot in now:
        tie = tie_ends(spot, crowd)
        length = math.hypot(tie.x2 - tie.x1, tie.y2 - tie.y1) or 1
        ox, oy = -(tie.y2 - tie.y1) / length * 5.6, (tie.x2 - tie.x1) / length * 5.6
        for side in (-1, 0, 1):
            ground.add(Line(tie.x1 + ox * side, tie.y1 + oy * side, tie.x2 + ox * side, tie.y2 + oy * side))
        ground.add(mark_box(spot))
    ground.add(*(mark_box(spot) for spot in before))
    ground.add(*(move_line(old, new) for old, new in moves(now, before)))
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
    """Spots round a mark at each gap: the eight compass points, and between them slid along above and
    below."""
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


def moves(now: list[Place], before: list[Place]) -> list[tuple[Place, Place]]:
    present = {spot.person.key: spot for spot in now}
    return [(old, present[old.person.key]) for old in before if old.person.key in present]


def move_line(old: Place, new: Place) -> Line:
    length = math.hypot(new.x - old.x, new.y - old.y) or 1
    ux, uy = (new.x - old.x) / length, (new.y - old.y) / length
    start, end = min(old.reach + 1, length / 2), max(length - new.reach - 3, length / 2)
    return Line(old.x + ux * start, old.y + uy * start, old.x + ux * end, old.y + uy * end)
