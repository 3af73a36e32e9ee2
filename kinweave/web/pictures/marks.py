"""Small pictures that stand in a line of text: a course at a glance, how soon an answer is due, the hour.

Each is hidden from those who listen: the words beside it say the same, and ``*_words`` gives them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils.safestring import SafeString

from kinweave.web.pictures.scores import Measure
from kinweave.web.pictures.svg import dot, element, line, number, points
from kinweave.web.words import plain_number

SPARK_WIDTH, SPARK_HEIGHT = 128.0, 44.0


def _small(class_: str, box: str, *body: str, **more: str) -> SafeString:
    return element("svg", *body, class_=class_, view_box=box, aria_hidden="true", **more)


def sparkline(measure: Measure, values: Sequence[float], planned: int = 16) -> SafeString:
    """Scores by session at a glance: one line, the cut-off dotted, one mark for the latest.

    The line takes as much of the width as sessions held of those planned."""
    body: list[SafeString] = []
    span = (measure.high - measure.low) or 1
    rows = [SPARK_HEIGHT - 3 - (SPARK_HEIGHT - 6) * (value - measure.low) / span for value in values]
    if measure.cutoff is not None:
        y = SPARK_HEIGHT - 3 - (SPARK_HEIGHT - 6) * (measure.cutoff - measure.low) / span
        body.append(line("c", 0, y, SPARK_WIDTH, y))
    step = (SPARK_WIDTH - 6) / max(1, max(planned, len(values)) - 1)
    path = [(3 + step * index, y) for index, y in enumerate(rows)]
    if len(path) > 1:
        body.append(element("path", class_="l", d=points(path)))
    if path:
        body.append(dot("d", *path[-1], 3))
    return _small("spark", f"0 0 {number(SPARK_WIDTH)} {number(SPARK_HEIGHT)}", *body)


def sparkline_words(measure: Measure, values: Sequence[float]) -> str:
    """The same in words: every score in order."""
    if not values:
        return f"No {measure.name} yet"
    return f"{measure.name} by session: {', '.join(plain_number(value) for value in values)}"


class Tier(StrEnum):
    """How soon a person must answer. The value is the class suffix of ``.due`` and ``.notice``."""

    NOW = "now"
    TODAY = "today"
    NEXT = "next"


TIER_WORDS = {Tier.NOW: "Now", Tier.TODAY: "Today", Tier.NEXT: "Next working day"}


def due_mark(tier: Tier) -> SafeString:
    """Filled, half filled or hollow square; for places where the class ``.due`` cannot draw it."""
    colour = {Tier.NOW: "now", Tier.TODAY: "str", Tier.NEXT: "ink"}[tier]
    body = [element("rect", class_=f"{colour}-l", x=1, y=1, width=12, height=12, fill="none", stroke_width=2)]
    if tier is not Tier.NEXT:
        top = 1 if tier is Tier.NOW else 7
        body.append(element("rect", class_=f"{colour}-f", x=1, y=top, width=12, height=13 - top))
    return _small("due-mark", "0 0 14 14", *body)


@dataclass(frozen=True)
class Part:
    """A part of the hour: its name and how many minutes it takes."""

    name: str
    minutes: int


def arc(parts: Sequence[Part], minute: int | None = None, label: str = "The fifty minutes") -> SafeString:
    """The session as a ruler with a hand at the present minute; a list, so it reads as one.

    ``minute`` None shows no hand; a minute past the end stays at the end, with nothing said about it."""
    start, items = 0, []
    whole = sum(part.minutes for part in parts)
    for part in parts:
        here = minute is not None and start <= min(minute, whole - 1) < start + part.minutes
        done = minute is not None and minute >= start + part.minutes and not here
        items.append(
            element(
                "li",
                element("span", str(start), class_="num"),
                " ",
                part.name,
                class_=f"n-{part.minutes}{' here' if here else ' done' if done else ''}",
                aria_current="step" if here else None,
            )
        )
        start += part.minutes
    return element(
        "div",
        element("ol", *items, class_="arc", aria_label=label),
        "" if minute is None else _hand(min(minute, whole) / (whole or 1)),
        class_="arc-box",
        data_minutes=str(whole),
    )


def _hand(part: float) -> SafeString:
    return element(
        "svg",
        element(
            "svg",
            element("path", d="M-6 0H6L0 8Z"),
            element("line", x1=0, y1=0, x2=0, y2="100%"),
            x=f"{number(part * 100)}%",
            height="100%",
            overflow="visible",
        ),
        class_="hand",
        aria_hidden="true",
    )
