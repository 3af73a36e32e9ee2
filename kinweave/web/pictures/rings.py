"""Where people stand in the closeness circle: ring and angle to a point, with nobody on top of anybody.

Angles are degrees clockwise from the top, as a reader would read a clock. The ring is data and is always
kept;
the drawn angle may differ from the stored one by as little as keeps two marks apart.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence
from dataclasses import dataclass

from kinweave.web.pictures.labels import spread
from kinweave.web.pictures.ties import Tie

SIZE = 400.0
CENTRE = SIZE / 2
ME = 22.0  # radius of the client's own mark
RIMS = (82.0, 120.0, 158.0, 196.0)  # outer edges of the four rings
RING_WORDS = ("very close", "close", "in my life", "further away")
GOLDEN = (
    137.50776405003785  # degrees; each next point falls into the widest gap left (Vogel, Math. Biosci. 1979)
)
CROWD = 18  # people in all from which ties become short and marks smaller


@dataclass(frozen=True)
class Person:
    """One person of the inventory as drawn. ``ring`` 1 (very close) to 4; ``importance`` 1 to 5, 3 when
    not said."""

    key: str
    name: str
    relation: str
    ring: int
    tie: Tie
    angle: float | None = None
    importance: int = 3


@dataclass(frozen=True)
class Place:
    """A person's drawn place: centre and radius of the mark, and the drawn angle."""

    person: Person
    x: float
    y: float
    r: float
    angle: float

    @property
    def reach(self) -> float:
        """Half the width of the widest shape a mark of this size can have."""
        return self.r * 1.25


def point(radius: float, angle: float) -> tuple[float, float]:
    """The point at a radius and an angle in degrees clockwise from the top."""
    turn = math.radians(angle)
    return CENTRE + radius * math.sin(turn), CENTRE - radius * math.cos(turn)


def _radius(person: Person, crowd: int, in_ring: int) -> float:
    size = 5.0 + 0.7 * max(1, min(5, person.importance))
    if crowd > CROWD:
        size *= 0.82
    return size if in_ring <= CROWD else min(size, 4.4)


def _own_angle(person: Person) -> float:
    digest = hashlib.sha256(person.key.encode()).digest()
    return int.from_bytes(digest[:4], "big") % 360


def _with_angles(people: Sequence[Person]) -> dict[str, float]:
    """An angle for everybody: their own, or the one farthest from all others taken so far."""
    taken = {p.key: p.angle % 360 for p in people if p.angle is not None}
    for person in people:
        if person.key in taken:
            continue
        start = _own_angle(person)
        tries = [(start + step * GOLDEN) % 360 for step in range(48)]
        taken[person.key] = max(
            tries, key=lambda a: min((_apart(a, b) for b in taken.values()), default=180.0)
        )
    return taken


def _apart(a: float, b: float) -> float:
    return abs((a - b + 180) % 360 - 180)


def _orbits(ring: int, count: int, r: float) -> list[float]:
    """Radii on which a ring's people stand: one, or two or three when one circle cannot hold them all."""
    inner = ME + 6 if ring == 1 else RIMS[ring - 2]
    outer = RIMS[ring - 1]
    low, high = inner + r * 1.25 + 3, outer - r * 1.25 - 3
    middle = (inner + outer) / 2 + (6 if ring == 1 else 0)
    if count <= 2 * math.pi * middle / (r * 2.5 + 14):
        return [middle]
    if count <= 2 * math.pi * (low + high) / (r * 2.5 + 12) or high - low < r * 5 + 4:
        return [low, high]
    return [low, (low + high) / 2, high]


def _one_orbit(
    people: list[Person], angles: dict[str, float], radius: float, sizes: dict[str, float]
) -> list[Place]:
    ordered = sorted(people, key=lambda p: (angles[p.key], p.key))
    widest = max(sizes[p.key] for p in ordered)
    apart = math.degrees(2 * math.asin(min(1.0, (widest * 2.5 + 3) / (2 * radius))))
    # Unroll the circle at its widest gap, so that spreading never pushes anybody round past the start.
    gaps = [
        (
            (angles[ordered[i].key] - angles[ordered[i - 1].key]) % 360
            or (360.0 if len(ordered) == 1 else 0.0),
            i,
        )
        for i in range(len(ordered))
    ]
    first = max(gaps)[1]
    ordered = ordered[first:] + ordered[:first]
    start = angles[ordered[0].key]
    wanted = [start + (angles[p.key] - start) % 360 for p in ordered]
    slack = max(0.0, 360 - apart - (wanted[-1] - start))
    drawn = spread(wanted, apart, start - slack / 2, start - slack / 2 + 360 - apart)
    return [
        Place(p, *point(radius, angle), r=sizes[p.key], angle=angle % 360)
        for p, angle in zip(ordered, drawn, strict=True)
    ]


def places(people: Sequence[Person], also: Sequence[Person] = ()) -> list[Place]:
    """Where everybody stands, in the order given. The same people give the same places, always.

    ``also`` are the people of another version, whose chosen angles are used for those who have none here."""
    known = {p.key: p.angle for p in also if p.angle is not None}
    people = [p if p.angle is not None else _turned(p, known.get(p.key)) for p in people]
    angles = _with_angles(people)
    found: dict[str, Place] = {}
    for ring in (1, 2, 3, 4):
        inside = sorted((p for p in people if p.ring == ring), key=lambda p: (angles[p.key], p.key))
        if not inside:
            continue
        sizes = {p.key: _radius(p, len(people), len(inside)) for p in inside}
        orbits = _orbits(ring, len(inside), max(sizes.values()))
        for index, radius in enumerate(orbits):
            share = _share(inside, orbits, index)
            found |= {pl.person.key: pl for pl in _one_orbit(share, angles, radius, sizes)} if share else {}
    return [found[p.key] for p in people]


def _share(people: list[Person], orbits: list[float], index: int) -> list[Person]:
    """The people of one orbit: dealt round in proportion to how long each orbit is."""
    if len(orbits) == 1:
        return people
    whole = sum(orbits)
    deal: list[int] = []
    owed = [0.0] * len(orbits)
    for _ in people:
        owed = [o + radius / whole for o, radius in zip(owed, orbits, strict=True)]
        chosen = max(range(len(orbits)), key=lambda i: owed[i])
        owed[chosen] -= 1
        deal.append(chosen)
    return [p for p, orbit in zip(people, deal, strict=True) if orbit == index]


def _turned(person: Person, angle: float | None) -> Person:
    return Person(person.key, person.name, person.relation, person.ring, person.tie, angle, person.importance)
