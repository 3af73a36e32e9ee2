"""The picture of a lesson, from what was understood of its file."""

from __future__ import annotations

from django.utils.safestring import SafeString

from kinweave.core.pictures import Drawn
from kinweave.web.pictures.svg import Words, picture


def lesson_picture(drawn: Drawn, key: str = "lesson") -> SafeString:
    """The drawing in its accessible frame. ``drawn.shapes`` was written by us and is safe to show."""
    words = Words(key, drawn.title, drawn.description)
    return picture(words, drawn.width, drawn.height, (SafeString(drawn.shapes),), "lesson-picture")
