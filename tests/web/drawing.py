"""Reads a drawn picture back, so that tests judge what a person would see and not what the code meant."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from itertools import pairwise
from xml.etree import ElementTree

from kinweave.web.pictures.glyphs import text_width
from kinweave.web.pictures.labels import Box, Line

BOLD = {"t-b", "t-acc", "t-now", "t-on"}


@dataclass(frozen=True)
class Word:
    """A line of text and the box its letters fill: cap height above the baseline, nothing below."""

    text: str
    box: Box
    size: float
    classes: frozenset[str]


@dataclass(frozen=True)
class Shape:
    """A mark: its element, classes and box."""

    name: str
    classes: frozenset[str]
    box: Box
    in_classes: frozenset[str]


def parse(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(str(svg))  # noqa: S314  (our own output)


def classes_of(node: ElementTree.Element) -> frozenset[str]:
    return frozenset((node.get("class") or "").split())


def walk(node: ElementTree.Element, above: frozenset[str] = frozenset()):
    """Every element with the classes of all it stands in."""
    for child in node:
        yield child, above
        yield from walk(child, above | classes_of(child))


def words(root: ElementTree.Element) -> list[Word]:
    """All straight lines of text (not those along a ring)."""
    found = []
    for node, _ in walk(root):
        if node.tag != "text" or node.get("x") is None:
            continue
        size, x, y = float(node.get("font-size", 0)), float(node.get("x", 0)), float(node.get("y", 0))
        classes = classes_of(node)
        bold = bool(classes & BOLD) and "t-plain" not in classes
        width = text_width(node.text or "", size, bold=bold)
        left = x - {"start": 0, "middle": width / 2, "end": width}[node.get("text-anchor", "start")]
        found.append(Word(node.text or "", Box(left, y - 0.66 * size, left + width, y), size, classes))
    return found


def path_points(d: str) -> list[tuple[float, float]]:
    """The corner points of a path made of M, L, H, V, Z and C (ends of curves only)."""
    found: list[tuple[float, float]] = []
    for command, rest in re.findall(r"([MLHVCZ])([^MLHVCZ]*)", d):
        numbers = [float(n) for n in re.findall(r"-?\d+(?:\.\d+)?", rest)]
        if command in "ML":
            found += list(zip(numbers[::2], numbers[1::2], strict=True))
        elif command == "C":
            found += [(numbers[i + 4], numbers[i + 5]) for i in range(0, len(numbers), 6)]
        elif command == "H":
            found.append((numbers[0], found[-1][1]))
        elif command == "V":
            found.append((found[-1][0], numbers[0]))
    return found


def _box(points: list[tuple[float, float]]) -> Box:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return Box(min(xs), min(ys), max(xs), max(ys))


def shapes(root: ElementTree.Element) -> list[Shape]:
    """Circles, squares and closed paths: the marks."""
    found = []
    for node, above in walk(root):
        classes = classes_of(node)
        if node.tag == "circle":
            x, y, r = (float(node.get(k, 0)) for k in ("cx", "cy", "r"))
            found.append(Shape("circle", classes, Box(x - r, y - r, x + r, y + r), above))
        elif node.tag == "rect":
            x, y, w, h = (float(node.get(k, 0)) for k in ("x", "y", "width", "height"))
            found.append(Shape("rect", classes, Box(x, y, x + w, y + h), above))
        elif node.tag == "path" and (node.get("d") or "").endswith("Z"):
            found.append(Shape("diamond", classes, _box(path_points(node.get("d", ""))), above))
    return found


def lines(root: ElementTree.Element, wanted: str, within: str = "") -> list[Line]:
    """The straight pieces of every path with a class, inside an element with another if given."""
    found: list[Line] = []
    for node, above in walk(root):
        if node.tag == "path" and wanted in classes_of(node) and (not within or within in above):
            for part in re.split(r"(?=M)", node.get("d") or ""):
                corners = path_points(part)
                found += [Line(*a, *b) for a, b in pairwise(corners) if a != b]
    return found


def overlap(one: Box, other: Box, slack: float = 0.25) -> bool:
    """Whether two boxes share more than a hair, given coordinates rounded to a tenth."""
    return one.grown(-slack).overlaps(other.grown(-slack))


def crossed(box: Box, pieces: list[Line], slack: float = 0.25) -> list[Line]:
    return [piece for piece in pieces if piece.crosses(box.grown(-slack))]


def overlapping_words(found: list[Word]) -> list[tuple[str, str]]:
    return [
        (one.text, other.text)
        for index, one in enumerate(found)
        for other in found[index + 1 :]
        if overlap(one.box, other.box)
    ]


def distance(x: float, y: float) -> float:
    return math.hypot(x - 200, y - 200)
