"""The closeness circle: four rings, the client in the middle, people as shapes, and where they were before.

``circle`` draws it, ``circle_rows`` gives the equal list. Every person is a link with ``data-person``,
``data-ring`` and ``data-angle``, from which circle.js moves people by mouse, finger or arrow key.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.safestring import SafeString

from kinweave.web.pictures.circle_layout import (
    RING_SIZE,
    ROOM,
    Circle,
    Drawn,
    lay_out,
    mark_box,
    move_line,
    moves,
    tie_ends,
)
from kinweave.web.pictures.glyphs import shortened, text_width
from kinweave.web.pictures.labels import Box, Ground, Label
from kinweave.web.pictures.rings import CENTRE, CROWD, ME, RIMS, RING_WORDS, SIZE, Person, Place, point
from kinweave.web.pictures.svg import dot, element, join, number, text
from kinweave.web.pictures.ties import TIE_WORDS, ghost, mark, tie_line


@dataclass(frozen=True)
class CircleRow:
    """One person of the equal list. ``number`` is set when the picture shows a number in place of the
    name."""

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


def _arrow(old: Place, new: Place) -> SafeString:
    way = move_line(old, new)
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
    ground.add(*(mark_box(spot) for spot in drawn.now + drawn.before))
    ground.add(*(label.box for label in drawn.names.values()))
    ground.add(*(tie_ends(spot, len(drawn.now) > CROWD) for spot in drawn.now))
    ground.add(*(move_line(old, new) for old, new in moves(drawn.now, drawn.before)))
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
    ends = tie_ends(spot, crowd)
    return element(
        "g", tie_line(spot.person.tie, ends.x1, ends.y1, ends.x2, ends.y2), data_tie_of=spot.person.key
    )


def circle(drawing: Circle) -> SafeString:
    """The picture as SVG. It is a group of links, so it has a label and its parts can be reached one by
    one."""
    drawn = lay_out(drawing)
    crowd = len(drawn.now) > CROWD
    return element(
        "svg",
        element("title", "Closeness circle", id=f"{drawing.key}-title"),
        element("desc", describe(drawing), id=f"{drawing.key}-desc"),
        element("g", *_rings(drawn, drawing.key), class_="rims", aria_hidden="true"),
        element("g", *(_tie(spot, crowd) for spot in drawn.now), class_="ties", aria_hidden="true"),
        element(
            "g",
            *(ghost(old.person.tie, old.x, old.y, old.r) for old in drawn.before),
            *(_arrow(old, new) for old, new in moves(drawn.now, drawn.before)),
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
    """Names of the people of the earlier version who are not in this one; the picture shows them as
    ghosts only."""
    present = {person.key for person in drawing.people}
    return tuple(person.name for person in drawing.earlier if person.key not in present)
