"""A goal from 0 to 10 as one line: a ring where it stood at the start, a dot where it stands now."""

from __future__ import annotations

from django.utils.safestring import SafeString

from kinweave.web.pictures.svg import Words, dot, element, line, number, picture

WIDTH, HEIGHT, EDGE, MOST = 200.0, 16.0, 4.0, 10


def goal_line(goal: str, start: int | None, now: int | None, *, key: str) -> SafeString:
    """The line of one goal; ratings are 0 to 10 or None. `key` must be unique on the page."""
    middle = HEIGHT / 2
    marks = [line("axis", _x(mark), middle - 3, _x(mark), middle + 3) for mark in range(MOST + 1)]
    parts = [line("hair", EDGE, middle, WIDTH - EDGE, middle), *marks]
    if start is not None and now is not None:
        parts.append(element("path", class_="ink-l", stroke_width=2.5, d=_between(start, now, middle)))
        parts.append(dot("axis hollow", _x(start), middle, 5, stroke_width=2))
        parts.append(dot("acc-f", _x(now), middle, 6))
    return picture(Words(key, goal, in_words(start, now)), WIDTH, HEIGHT, parts, "goal-mark")


def in_words(start: int | None, now: int | None) -> str:
    """The same in words: "1 at the start, 6 now, of 10"."""
    if start is None or now is None:
        return "Not rated yet."
    return f"{start} at the start, {now} now, of {MOST}."


def _x(rating: float) -> float:
    return EDGE + rating * (WIDTH - 2 * EDGE) / MOST


def _between(start: int, now: int, y: float) -> str:
    return f"M{number(_x(start))} {number(y)}H{number(_x(now))}"
