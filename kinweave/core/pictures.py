"""A picture of a definition, kept as an SVG file beside it: read strictly, written out afresh.

What reaches a page is never the file but what was understood of it: shapes from a short list, numbers, and
class names of the style sheets, so that dark mode, print and a reader's own colours hold. Scripts, links,
styles, colours, images and everything else of SVG (W3C, SVG 1.1) are refused by name.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from pydantic import Field, field_validator

from kinweave.core.definitions import Part

NAMESPACE = "{http://www.w3.org/2000/svg}"
LARGEST = 20_000  # characters; the pictures that are shipped have about 1,500
SMALLEST_TEXT = 12  # CSS pixels on a page 320 wide, which leaves 288 for the picture
ROOM_ON_A_PHONE = 288
CLASSES = frozenset({
    "ink-l", "acc-l", "sup-l", "str-l", "hair", "axis", "ink-f", "acc-f", "sup-f", "str-f", "pap-f", "band-f",
    "sunk-f", "hollow", "t-q", "t-b", "t-acc", "t-sup", "both",
})  # fmt: skip
"""Roles of the style sheets a shape may take: lines, fills and text of ink, accent, support and strain."""

_N = r"-?\d{1,4}(\.\d{1,2})?"
_NUMBER = re.compile(_N)
_NUMBERS = re.compile(rf"{_N}([ ,]+{_N})*")
_LINE_ENDS = re.compile(r"butt|round|square|miter|bevel")
_PAINT = re.compile(r"none|currentColor")
ATTRIBUTES: dict[str, re.Pattern[str]] = {
    "class": re.compile(r"[a-z -]+"),
    "d": re.compile(r"[MmLlHhVvCcSsQqTtAaZz0-9 ,.\n-]{1,3000}"),
    "points": _NUMBERS, "stroke-dasharray": _NUMBERS,
    "transform": re.compile(rf"((translate|rotate|scale)\({_N}([ ,]+{_N}){{0,2}}\) ?)+"),
    "stroke-linecap": _LINE_ENDS, "stroke-linejoin": _LINE_ENDS, "fill": _PAINT, "stroke": _PAINT,
    "text-anchor": re.compile(r"start|middle|end"),
} | dict.fromkeys(
    ("x", "y", "cx", "cy", "r", "rx", "ry", "x1", "y1", "x2", "y2", "width", "height", "stroke-width", "font-size"),
    _NUMBER,
)  # fmt: skip
"""Attributes a shape may have, and what may stand in them."""
SHAPES = frozenset({"g", "path", "circle", "ellipse", "rect", "line", "polyline", "polygon", "text"})
WORDS = {"title": "what it is called", "desc": "what it shows, for those who hear it"}


class PictureError(ValueError):
    """Why a file cannot be taken as a picture, in words for the person who drew it."""

    key = "picture"

    def __init__(self, reason: str) -> None:
        """Keep the reason for reports of one line each."""
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Drawn:
    """What was understood: the size of the field, two texts for those who hear it, the shapes as markup."""

    title: str
    description: str
    width: int
    height: int
    shapes: str


@lru_cache(maxsize=512)
def read_picture(svg: str) -> Drawn:
    """Understand an SVG file; raises PictureError with the first thing that may not stand in one."""
    root = _root(svg)
    width, height = _field(root)
    title, description = (_said(root, name) for name in WORDS)
    group = "".join(_attributes("svg", {key: root.attrib[key] for key in root.attrib if key != "viewBox"}))
    shapes = "".join(_markup(child) for child in root)
    if not shapes:
        raise PictureError("shows nothing: it has a title and no shape")
    _legible(root, width)
    return Drawn(title, description, width, height, f"<g{group}>{shapes}</g>")


def _root(svg: str) -> ElementTree.Element:
    if len(svg) > LARGEST:
        raise PictureError(f"is longer than {LARGEST:,} characters")
    if mark := next((mark for mark in ("<!", "<?") if mark in svg), ""):
        raise PictureError(f"may not hold {mark} (no document type, entity, comment or instruction)")
    try:
        root = ElementTree.fromstring(svg)  # noqa: S314 -- no document type reaches it, so no entity either
    except ElementTree.ParseError as error:
        raise PictureError(f"is not well-formed SVG: {error}") from error
    if root.tag != f"{NAMESPACE}svg":
        raise PictureError('must begin with <svg xmlns="http://www.w3.org/2000/svg" …>')
    return root


def _field(root: ElementTree.Element) -> tuple[int, int]:
    found = re.fullmatch(r"0 0 (\d{3}) (\d{2,3})", root.get("viewBox", ""))
    if not found:
        raise PictureError('needs viewBox="0 0 WIDTH HEIGHT" in whole numbers, such as "0 0 400 200"')
    return int(found[1]), int(found[2])


def _said(root: ElementTree.Element, name: str) -> str:
    """The one title or description, its spaces made plain."""
    found = root.findall(NAMESPACE + name)
    if len(found) != 1 or not (text := " ".join((found[0].text or "").split())):
        raise PictureError(f"needs one <{name}>: {WORDS[name]}")
    if found[0].attrib or len(found[0]):
        raise PictureError(f"<{name}> holds words only")
    return text


def _markup(node: ElementTree.Element) -> str:
    """One shape with what is inside it, escaped anew; nothing for the title and the description."""
    name = node.tag.removeprefix(NAMESPACE)
    if name not in SHAPES and name not in WORDS:
        raise PictureError(f"<{name}> may not stand in a picture; there are {', '.join(sorted(SHAPES))}")
    if stray := _stray(node, name):
        raise PictureError(f"has stray words at <{name}>: {stray[:40]!r}; words stand in <text>")
    if name in WORDS:
        return ""
    if name == "text" and len(node):
        raise PictureError("<text> holds words only")
    inner = escape((node.text or "").strip()) + "".join(_markup(child) for child in node)
    return f"<{name}{''.join(_attributes(name, node.attrib))}>{inner}</{name}>"


def _stray(node: ElementTree.Element, name: str) -> str:
    inside = "" if name in WORDS or name == "text" else node.text or ""
    return inside.strip() or (node.tail or "").strip()


def _attributes(name: str, given: Mapping[str, str]) -> Iterator[str]:
    for key, value in given.items():
        allowed = ATTRIBUTES.get(key)
        if allowed is None:
            raise PictureError(f"<{name}> has {key}, which may not stand in a picture")
        if not allowed.fullmatch(value):
            raise PictureError(f"<{name}> has {key}={value[:40]!r}, which cannot be read")
        if key == "class" and (strange := set(value.split()) - CLASSES):
            raise PictureError(
                f"<{name}> has the class {min(strange)}; there are {', '.join(sorted(CLASSES))}"
            )
        yield f' {key}="{value}"'


def _legible(root: ElementTree.Element, width: int) -> None:
    least = SMALLEST_TEXT * width / ROOM_ON_A_PHONE
    for text in root.iter(f"{NAMESPACE}text"):
        if float(text.get("font-size", 0)) < least:
            raise PictureError(f"<text> needs a font-size of at least {least:.1f} to be read on a phone")


class Picture(Part):
    """A picture inside a definition: the name of its file, and what stands in it."""

    file: str = Field(pattern=r"^[a-z0-9-]+\.svg$", max_length=90)
    svg: str

    @field_validator("svg")
    @classmethod
    def _can_be_drawn(cls, svg: str) -> str:
        read_picture(svg)
        return svg

    @property
    def drawn(self) -> Drawn:
        """What was understood of it."""
        return read_picture(self.svg)


def with_picture(file: Path, content: Mapping[str, Any]) -> dict[str, Any]:
    """Return a definition's content with the picture it names read in; raises PictureError."""
    name = content[PictureError.key]
    if not isinstance(name, str) or not re.fullmatch(r"[a-z0-9-]+\.svg", name):
        raise PictureError('names a file in the same folder by small letters, such as "my-lesson.svg"')
    try:
        svg = (file.parent / name).read_text(encoding="utf-8")
        read_picture(svg)
    except OSError as error:
        raise PictureError(f"{name} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise PictureError(f"{name} is not UTF-8 text (byte {error.start})") from error
    except PictureError as error:
        raise PictureError(f"{name} {error.reason}") from error
    return {**content, PictureError.key: {"file": name, "svg": svg}}
