"""Marks and lines for a tie between two people: support, strain, both, or neither said yet.

Shape and line say it without colour: a circle and a straight line, a diamond and a jagged line, a square
and both
lines, a ring and a fine dotted line.
"""

from __future__ import annotations

import math
from enum import StrEnum

from django.utils.safestring import SafeString

from kinweave.web.pictures.svg import dot, element, join, number, points


class Tie(StrEnum):
    """What a person brings at present. Words for readers are in ``TIE_WORDS``."""

    SUPPORT = "support"
    STRAIN = "strain"
    BOTH = "both"
    UNSAID = "unsaid"


TIE_WORDS = {
    Tie.SUPPORT: "support",
    Tie.STRAIN: "strain",
    Tie.BOTH: "support and strain",
    Tie.UNSAID: "not said yet",
}


def diamond(x: float, y: float, r: float, class_: str) -> SafeString:
    return element(
        "path", class_=class_, d=points([(x, y - r), (x + r, y), (x, y + r), (x - r, y)], close=True)
    )


def square(x: float, y: float, r: float, class_: str) -> SafeString:
    return element("rect", class_=class_, x=x - r, y=y - r, width=2 * r, height=2 * r)


def mark(tie: Tie, x: float, y: float, r: float) -> SafeString:
    """The shape of a tie; all four look equally large."""
    if tie is Tie.SUPPORT:
        return dot("sup-f", x, y, r)
    if tie is Tie.STRAIN:
        return diamond(x, y, r * 1.25, "str-f")
    if tie is Tie.BOTH:
        return square(x, y, r * 0.92, "both")
    return dot("ink-l hollow", x, y, r * 0.92, stroke_width=1.8)


def ghost(tie: Tie, x: float, y: float, r: float) -> SafeString:
    """Where somebody was: the same shape, hollow and dashed."""
    if tie is Tie.STRAIN:
        return diamond(x, y, r * 1.25, "axis n-paper ghost")
    if tie is Tie.BOTH:
        return square(x, y, r * 0.92, "axis n-paper ghost")
    return dot("axis n-paper ghost", x, y, r)


def _jagged(x1: float, y1: float, x2: float, y2: float) -> str:
    length = math.hypot(x2 - x1, y2 - y1)
    teeth = max(2, round(length / 4))
    nx, ny = -(y2 - y1) / (length or 1), (x2 - x1) / (length or 1)
    path = [(x1, y1)]
    for tooth in range(1, teeth):
        side = 2.4 if tooth % 2 else -2.4
        part = tooth / teeth
        path.append((x1 + (x2 - x1) * part + nx * side, y1 + (y2 - y1) * part + ny * side))
    return points([*path, (x2, y2)])


def tie_line(tie: Tie, x1: float, y1: float, x2: float, y2: float) -> SafeString:
    """The line of a tie from the client to the person; both lines run side by side."""
    straight = f"M{number(x1)} {number(y1)}L{number(x2)} {number(y2)}"
    if tie is Tie.SUPPORT:
        return element("path", class_="tie sup-l", d=straight)
    if tie is Tie.STRAIN:
        return element("path", class_="tie str-l", d=_jagged(x1, y1, x2, y2))
    if tie is Tie.UNSAID:
        return element("path", class_="tie axis", d=straight, stroke_dasharray="1 4")
    length = math.hypot(x2 - x1, y2 - y1) or 1
    ox, oy = -(y2 - y1) / length * 3.2, (x2 - x1) / length * 3.2
    beside = f"M{number(x1 + ox)} {number(y1 + oy)}L{number(x2 + ox)} {number(y2 + oy)}"
    return join(
        (
            element("path", class_="tie sup-l", d=beside),
            element("path", class_="tie str-l", d=_jagged(x1 - ox, y1 - oy, x2 - ox, y2 - oy)),
        )
    )


def key_mark(tie: Tie) -> SafeString:
    """The drawing that stands before a word in the key, or before a name in a list."""
    return element(
        "svg", mark(tie, 0, 0, 6.5), view_box="-10 -10 20 20", width=20, height=20, aria_hidden="true"
    )


def key_line(tie: Tie) -> SafeString:
    """The drawing of line and mark for the circle's key."""
    drawing = join((tie_line(tie, 0, 8, 17, 8), mark(tie, 25, 8, 6)))
    return element("svg", drawing, view_box="0 0 32 16", aria_hidden="true")
