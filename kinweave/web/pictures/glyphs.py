"""How wide words are, from the advance widths of the typeface the pages use."""

from __future__ import annotations

import math
from functools import lru_cache

from kinweave.web.pictures.advances import ADVANCES

_WIDTHS = {
    weight: {char: width for width, chars in table.items() for char in chars}
    for weight, table in ADVANCES.items()
}
_WIDEST = max(max(table.values()) for table in _WIDTHS.values() if table)
ASCENT, DESCENT = 0.74, 0.22  # of the size; tall letters and tails, measured on b, d, g and y
ELLIPSIS = "…"


@lru_cache(maxsize=4096)
def text_width(words: str, size: float, *, bold: bool = False) -> float:
    """Width in pixels at a size in pixels. A letter the font lacks counts as its widest, so nothing is
    too small."""
    table = _WIDTHS[650 if bold else 400]
    return sum(table.get(char, _WIDEST) for char in words) * size / 1000


def shortened(words: str, width: float, size: float, *, bold: bool = False) -> str:
    """The words, or as many of their letters as fit the width with an ellipsis; empty when none does."""
    if text_width(words, size, bold=bold) <= width:
        return words
    for end in range(len(words) - 1, 0, -1):
        cut = words[:end].rstrip(" ,.;:-–’“”") + ELLIPSIS
        if text_width(cut, size, bold=bold) <= width:
            return cut
    return ""


def wrapped(words: str, width: float, size: float, most: int) -> tuple[str, ...]:
    """The words in at most so many lines no wider than the width; empty when that cannot be done."""
    lines: list[str] = []
    for word in words.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer, size) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    fits = len(lines) <= most and all(text_width(part, size) <= width for part in lines)
    return tuple(lines) if fits else ()


def balanced(words: str, lines: int, size: float) -> tuple[str, ...]:
    """The words in exactly so many lines or fewer, as even as they come."""
    total = text_width(words, size)
    width = total / lines
    while width <= total:
        found = wrapped(words, math.ceil(width), size, lines)
        if found:
            return found
        width += size / 2
    return (words,)
