"""The mood line: a smooth curve that never overshoots what was said, dotted where mood is recalled, whole where it was rated.

Monotone cubic interpolation after Fritsch and Carlson, SIAM J. Numer. Anal. 17 (1980) 238-246.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from django.utils.safestring import SafeString

from kinweave.web.pictures.svg import dot, element, number

Points = Sequence[tuple[float, float]]


@dataclass(frozen=True)
class Curve:
    """A monotone curve through points in rising x, one slope at each."""

    points: tuple[tuple[float, float], ...]
    slopes: tuple[float, ...]

    def y(self, x: float) -> float | None:
        """Height at x; None beyond either end."""
        if not self.points or not self.points[0][0] <= x <= self.points[-1][0]:
            return None
        for index, ((x1, _), (x2, _)) in enumerate(pairwise(self.points)):
            if x1 <= x <= x2:
                return self._within(index, (x - x1) / (x2 - x1))
        return self.points[0][1]

    def _within(self, index: int, t: float) -> float:
        (x1, y1), (x2, y2) = self.points[index], self.points[index + 1]
        m1, m2 = self.slopes[index] * (x2 - x1), self.slopes[index + 1] * (x2 - x1)
        rest = 1 - t
        return (
            y1 * (1 + 2 * t) * rest * rest
            + m1 * t * rest * rest
            + y2 * t * t * (3 - 2 * t)
            - m2 * t * t * rest
        )

    def sampled(self, step: float = 8.0) -> list[tuple[float, float]]:
        """Points along the curve close enough to stand for it when labels look for room."""
        found = list(self.points[:1])
        for index, ((x1, _), (x2, y2)) in enumerate(pairwise(self.points)):
            pieces = max(1, int((x2 - x1) / step))
            parts = [piece / pieces for piece in range(1, pieces)]
            found += [(x1 + (x2 - x1) * part, self._within(index, part)) for part in parts]
            found.append((x2, y2))
        return found


def curve(points: Points) -> Curve:
    """The curve through the points; of points on one x, the last counts."""
    unique = sorted({x: (x, y) for x, y in points}.values())
    if len(unique) < 2:
        return Curve(tuple(unique), (0.0,) * len(unique))
    steps = [(y2 - y1) / (x2 - x1) for (x1, y1), (x2, y2) in pairwise(unique)]
    slopes = [steps[0], *(_between(a, b) for a, b in pairwise(steps)), steps[-1]]
    return Curve(tuple(unique), tuple(slopes))


def _between(before: float, after: float) -> float:
    """Harmonic mean of two slopes, flat at a turning point, so that the curve stays between its points."""
    return 0.0 if before * after <= 0 else 2 * before * after / (before + after)


def drawn(shape: Curve, recalled: Collection[float]) -> Iterator[SafeString]:
    """The curve as drawn: whole between moods rated on their day, dotted to and from those at a recalled x.

    A rated mood with recalled ones on both sides is a dot, so that it is still seen to be one.
    """
    told = [x in recalled for x, _ in shape.points]
    stretches = [before or after for before, after in pairwise(told)]
    start = 0
    for dotted, run in groupby(stretches):
        stop = start + len(list(run))
        more: dict[str, str | float] = (
            {"stroke_dasharray": "1 5", "stroke_linecap": "round", "stroke_width": 2.2}
            if dotted
            else {"stroke_width": 2.4}
        )
        yield _path(shape, start, stop + 1, **more)
        start = stop
    for place, point in enumerate(shape.points):
        if not told[place] and all(stretches[max(0, place - 1) : place + 1]):
            yield dot("sup-f", *point, 3)


def _path(shape: Curve, start: int, stop: int, **more: str | float) -> SafeString:
    x, y = shape.points[start]
    d = f"M{number(x)} {number(y)}"
    for index in range(start, stop - 1):
        (x1, y1), (x2, y2) = shape.points[index], shape.points[index + 1]
        third = (x2 - x1) / 3
        c1, c2 = y1 + shape.slopes[index] * third, y2 - shape.slopes[index + 1] * third
        d += f"C{number(x1 + third)} {number(c1)} {number(x2 - third)} {number(c2)} {number(x2)} {number(y2)}"
    return element("path", class_="sup-l", d=d, **more)
