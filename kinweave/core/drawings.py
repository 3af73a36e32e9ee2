"""A drawing on a worksheet: lines made with finger, pen or mouse, and words beside or instead of it.

Lines are whole numbers on a sheet of `WIDTH` by `HEIGHT`, so nothing but coordinates is ever kept or shown.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

WIDTH, HEIGHT = 1000, 700
MOST_LINES = 400
MOST_POINTS = 8000  # about 60 kB as JSON: a drawing and its words fit into one worksheet
LONGEST_TEXT = 100_000  # letters of posted JSON that are looked at

Stroke = Sequence[int]
"""One line: x and y of its first point, x and y of the next, and so on."""


class DrawingError(ValueError):
    """A drawing that cannot be kept; its text is shown to the person who drew."""


TOO_MUCH = "This drawing holds too many lines to be saved. Take some back, or begin another sheet."
UNREADABLE = "This drawing did not arrive whole. Draw it again, or write down what it shows."


def read_lines(raw: object) -> list[list[int]]:
    """Lines from JSON text (as a form posts them) or from lists; raises DrawingError.

    Every coordinate must be a whole number on the sheet; a line has at least one point.
    """
    if isinstance(raw, str):
        raw = _parsed(raw)
    if raw is None:
        return []
    if not isinstance(raw, list) or not all(isinstance(line, list | tuple) for line in raw):
        raise DrawingError(UNREADABLE)
    lines = [list(line) for line in raw]
    if len(lines) > MOST_LINES or sum(len(line) for line in lines) > 2 * MOST_POINTS:
        raise DrawingError(TOO_MUCH)
    if not all(_is_line(line) for line in lines):
        raise DrawingError(UNREADABLE)
    return lines


def _parsed(text: str) -> Any:
    if not text.strip():
        return None
    if len(text) > LONGEST_TEXT:
        raise DrawingError(TOO_MUCH)
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise DrawingError(UNREADABLE) from None


def _is_line(line: Sequence[object]) -> bool:
    if not line or len(line) % 2:
        return False
    pairs = zip(line[::2], line[1::2], strict=True)
    return all(_on_sheet(x, WIDTH) and _on_sheet(y, HEIGHT) for x, y in pairs)


def _on_sheet(value: object, most: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= most


def path_data(line: Stroke) -> str:
    """SVG path data of one line; a single point becomes a dot."""
    (x, y), *rest = zip(line[::2], line[1::2], strict=True)
    return f"M{x} {y}" + ("".join(f"L{a} {b}" for a, b in rest) or "h0")


def lines_of(value: object) -> list[list[int]]:
    """The lines of a kept or posted drawing; none when there are none or they cannot be read."""
    if not isinstance(value, Mapping):
        return []
    try:
        return read_lines(value.get("strokes"))
    except DrawingError:
        return []
