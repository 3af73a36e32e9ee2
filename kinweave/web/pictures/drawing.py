"""A drawing somebody made on a worksheet: their own lines, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.safestring import SafeString

from kinweave.core.drawings import HEIGHT, WIDTH, Stroke, path_data
from kinweave.web.pictures.svg import Words, element, picture


def drawing(key: str, title: str, strokes: Sequence[Stroke], words: str = "") -> SafeString:
    """The lines as drawn. For those who hear it: what the drawer said it shows, else how many lines."""
    count = f"{len(strokes)} {'line' if len(strokes) == 1 else 'lines'}"
    said = words or (f"A drawing of {count}, without words." if strokes else "Nothing is drawn yet.")
    lines = (element("path", d=path_data(stroke)) for stroke in strokes)
    return picture(Words(key, title, said), WIDTH, HEIGHT, lines, "drawing")
