"""Writing SVG: elements, attributes and the accessible frame every picture stands in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import TypeAlias

from django.utils.safestring import SafeString

Attribute: TypeAlias = str | float | int | bool | None


def number(value: float) -> str:
    """A coordinate with at most one decimal place, as short as it can be written."""
    return f"{round(value, 1) + 0.0:g}"


@lru_cache(maxsize=256)
def _name(name: str) -> str:
    return name.rstrip("_").replace("_", "-").replace("view-box", "viewBox")


def _escaped(part: str) -> str:
    return part if isinstance(part, SafeString) else escape(part)


def _attribute(name: str, value: Attribute) -> str:
    if value is None or value is False:
        return ""
    if value is True:
        return f" {_name(name)}"
    text = number(value) if isinstance(value, int | float) else _escaped(value)
    return f' {_name(name)}="{text}"'


def element(name: str, *content: str, **attributes: Attribute) -> SafeString:
    """One element. Content that is not safe is escaped; ``class_`` and ``stroke_width`` lose
    their underscores."""
    inner = "".join([_escaped(part) for part in content])
    opening = name + "".join([_attribute(key, value) for key, value in attributes.items()])
    return SafeString(f"<{opening}>{inner}</{name}>" if inner else f"<{opening}/>")


def join(parts: Iterable[str]) -> SafeString:
    """Many pieces of markup as one, escaping those that are not safe."""
    return SafeString("".join([_escaped(part) for part in parts]))


def text(
    content: str, x: float, y: float, size: float, class_: str = "", anchor: str = "start"
) -> SafeString:
    """A line of text with its baseline at y."""
    named = f' class="{class_}"' if class_ else ""
    held = "" if anchor == "start" else f' text-anchor="{anchor}"'
    where = f'x="{number(x)}" y="{number(y)}" font-size="{size:g}"'
    return SafeString(f"<text{named} {where}{held}>{_escaped(content)}</text>")


def rules(class_: str, pieces: Iterable[tuple[float, float, float, float]], **more: Attribute) -> SafeString:
    """Many straight lines of one kind as one element; nothing at all when there are none."""
    d = "".join([f"M{number(a)} {number(b)}L{number(c)} {number(e)}" for a, b, c, e in pieces])
    extra = "".join([_attribute(key, value) for key, value in more.items()])
    return SafeString(f'<path class="{class_}" d="{d}"{extra}/>' if d else "")


def line(class_: str, x1: float, y1: float, x2: float, y2: float, **more: Attribute) -> SafeString:
    """A straight line."""
    return rules(class_, ((x1, y1, x2, y2),), **more)


def points(pairs: Iterable[tuple[float, float]], *, close: bool = False) -> str:
    """Path data through the points."""
    return "M" + "L".join([f"{number(x)} {number(y)}" for x, y in pairs]) + ("Z" if close else "")


def dot(class_: str, x: float, y: float, r: float, **more: Attribute) -> SafeString:
    """A circle."""
    extra = "".join([_attribute(key, value) for key, value in more.items()])
    return SafeString(f'<circle class="{class_}" cx="{number(x)}" cy="{number(y)}" r="{number(r)}"{extra}/>')


@dataclass(frozen=True)
class Words:
    """What a picture is called and what it says, for those who hear it. ``key`` must be unique on the
    page."""

    key: str
    title: str
    description: str


def picture(words: Words, width: float, height: float, body: Iterable[str], class_: str) -> SafeString:
    """The accessible frame: role, title and description, in front of the drawing."""
    title, description = f"{words.key}-title", f"{words.key}-desc"
    return element(
        "svg",
        element("title", words.title, id=title),
        element("desc", words.description, id=description),
        *body,
        class_=class_,
        view_box=f"0 0 {number(width)} {number(height)}",
        role="img",
        aria_labelledby=f"{title} {description}",
    )
