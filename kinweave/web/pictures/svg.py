"""Writing SVG: elements, attributes and the accessible frame every picture stands in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

Attribute: TypeAlias = str | float | int | bool | None


def number(value: float) -> str:
    """A coordinate with at most one decimal place, as short as it can be written."""
    text = f"{value:.1f}"
    return "0" if text in ("-0.0", "0.0") else text.removesuffix(".0")


def _attribute(name: str, value: Attribute) -> str:
    if value is None or value is False:
        return ""
    name = name.rstrip("_").replace("_", "-").replace("view-box", "viewBox")
    if value is True:
        return f" {name}"
    text = number(value) if isinstance(value, int | float) else conditional_escape(value)
    return f' {name}="{text}"'


def element(name: str, *content: str, **attributes: Attribute) -> SafeString:
    """One element. Content that is not safe is escaped; ``class_`` and ``stroke_width`` lose their
    underscores."""
    inner = "".join(conditional_escape(part) for part in content)
    opening = name + "".join(_attribute(key, value) for key, value in attributes.items())
    return mark_safe(f"<{opening}>{inner}</{name}>" if inner else f"<{opening}/>")  # noqa: S308


def join(parts: Iterable[str]) -> SafeString:
    """Many pieces of markup as one, escaping those that are not safe."""
    return mark_safe("".join(conditional_escape(part) for part in parts))  # noqa: S308


def text(
    content: str, x: float, y: float, size: float, class_: str = "", anchor: str = "start"
) -> SafeString:
    """A line of text with its baseline at y."""
    return element(
        "text",
        content,
        class_=class_ or None,
        x=x,
        y=y,
        font_size=size,
        text_anchor=None if anchor == "start" else anchor,
    )


def line(class_: str, x1: float, y1: float, x2: float, y2: float, **more: Attribute) -> SafeString:
    """A straight line."""
    d = f"M{number(x1)} {number(y1)}"
    d += f"H{number(x2)}" if y1 == y2 else f"V{number(y2)}" if x1 == x2 else f"L{number(x2)} {number(y2)}"
    return element("path", class_=class_, d=d, **more)


def points(pairs: Iterable[tuple[float, float]], *, close: bool = False) -> str:
    """Path data through the points."""
    return "M" + "L".join(f"{number(x)} {number(y)}" for x, y in pairs) + ("Z" if close else "")


def dot(class_: str, x: float, y: float, r: float, **more: Attribute) -> SafeString:
    """A circle."""
    return element("circle", class_=class_, cx=x, cy=y, r=r, **more)


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
