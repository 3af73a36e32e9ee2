"""A goal from 0 to 10 as one line: a ring where it stood at the start, a dot where it stands now."""

from __future__ import annotations

from functools import lru_cache

from django.utils.safestring import SafeString

from kinweave.web.pictures.svg import Words, dot, element, line, number, picture

WIDTH, HEIGHT, EDGE, MOST = 200.0, 20.0, 7.0, 10
MIDDLE = HEIGHT / 2


def goal_line(goal: str, start: int | None, now: int | None, *, key: str) -> SafeString:
    """The line of one goal with its name and words; ratings are 0 to 10 or None. `key` must be unique on the page."""
    return picture(
        Words(key, goal, f"{in_words(start, now)}."), WIDTH, HEIGHT, _body(start, now), "goal-mark"
    )


@lru_cache(maxsize=256)
def goal_mark(start: int | None, now: int | None) -> SafeString:
    """The same where the words stand beside it: hidden from those who listen."""
    box = f"0 0 {number(WIDTH)} {number(HEIGHT)}"
    return element("svg", *_body(start, now), class_="goal-mark", view_box=box, aria_hidden="true")


def in_words(start: int | None, now: int | None) -> str:
    """The same in words: "1 at the start, 6 now, of 10"."""
    if start is None or now is None:
        return "Not rated yet"
    return f"{start} at the start, {now} now, of {MOST}"


def _body(start: int | None, now: int | None) -> list[SafeString]:
    ticks = "".join(f"M{number(_x(mark))} {number(MIDDLE - 3)}v6" for mark in range(MOST + 1))
    body = [line("hair", EDGE, MIDDLE, WIDTH - EDGE, MIDDLE), element("path", class_="axis", d=ticks)]
    if start is None or now is None:
        return body
    if now != start:
        body.append(line("ink-l", _x(start), MIDDLE, _x(now), MIDDLE, stroke_width=2.5))
    body.append(dot("axis hollow", _x(start), MIDDLE, 5, stroke_width=2))
    body.append(dot("acc-f", _x(now), MIDDLE, 6 if now != start else 3))
    return body


def _x(rating: float) -> float:
    return EDGE + max(0.0, min(float(MOST), rating)) * (WIDTH - 2 * EDGE) / MOST
