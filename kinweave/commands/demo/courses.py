"""Score courses that look like published ones, and answers that add up to them. Whole arrays at a time.

First and last PHQ-9 follow the moments of finished courses of IPT for depression in England, 2024-25
(NHS Talking Therapies annual tables: 15.6, SD 5.4, and 9.6, SD 6.4). How first and last hang together, the
noise between sessions and the GAD-7 beside them are settings of our own: nothing clinical rests on them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int8]
Floats = NDArray[np.float64]

FIRST_MEAN, FIRST_SD = 15.6, 5.4
LAST_MEAN, LAST_SD = 9.6, 6.4
TOGETHER = 0.45  # correlation of first and last
NOISE, CARRIED = 1.9, 0.4  # SD of a week's swing, and how much of it lasts into the next
GAD_SHARE = 0.72  # of the PHQ-9, with noise: the two rise and fall together
PHQ_MOST, GAD_MOST = 27, 21
PHQ_ITEMS = tuple(str(number) for number in range(1, 10))
GAD_ITEMS = tuple(str(number) for number in range(1, 8))
_PHQ_WEIGHTS = np.array([1.1, 1.25, 1.2, 1.35, 0.9, 1.05, 0.95, 0.6])  # items 1 to 8: tiredness first
_GAD_WEIGHTS = np.array([1.15, 1.1, 1.25, 1.15, 0.8, 1.0, 0.75])
_WIDER = 1.15  # clipping at 0 takes spread away; this gives it back


@dataclass(frozen=True)
class Drawn:
    """PHQ-9 totals and item 9 of many courses: arrays of (courses, sessions)."""

    totals: Ints
    item9: Ints


def draw(chance: np.random.Generator, courses: int, sessions: int) -> Drawn:
    """Draw whole courses in expectation as finished ones are; some get better at once, some worse."""
    first = np.clip(chance.normal(FIRST_MEAN, FIRST_SD, courses), 1, PHQ_MOST)
    last = _last(chance, first)
    totals = between(chance, first, last, sessions)
    return Drawn(totals, item9_of(chance, totals))


def _last(chance: np.random.Generator, first: Floats) -> Floats:
    slope = TOGETHER * LAST_SD / FIRST_SD
    spread = LAST_SD * np.sqrt(1 - TOGETHER**2) * _WIDER
    wanted = LAST_MEAN - 0.35 + slope * (first - FIRST_MEAN) + chance.normal(0, spread, len(first))
    return np.clip(wanted, 0, PHQ_MOST)


def between(chance: np.random.Generator, first: Floats, last: Floats, sessions: int) -> Ints:
    """Totals of every session from `first` to `last`: a bent line with swings that carry over."""
    share = np.linspace(0, 1, max(sessions, 2))[:sessions]
    bend = np.exp(chance.normal(0, 0.35, len(first)))[:, None]
    line = first[:, None] + (last - first)[:, None] * share[None, :] ** bend
    swing = np.zeros(len(first))
    for session in range(1, sessions - 1):
        swing = CARRIED * swing + chance.normal(0, NOISE, len(first))
        line[:, session] += swing
    return np.clip(np.rint(line), 0, PHQ_MOST).astype(np.int8)


def item9_of(chance: np.random.Generator, totals: Ints) -> Ints:
    """The ninth answer: mostly 0, more often not as the total rises, never more than the total."""
    likely = np.clip((totals.astype(float) - 7) / 55, 0.004, 0.4)
    rolled = chance.random(totals.shape)
    answer = (rolled < likely).astype(np.int8) + (rolled < likely * 0.2).astype(np.int8)
    return np.minimum(answer, totals).astype(np.int8)


def gad_of(chance: np.random.Generator, totals: Ints) -> Ints:
    """GAD-7 totals that go along with PHQ-9 totals."""
    beside = totals * GAD_SHARE + chance.normal(0, 1.6, totals.shape)
    return np.clip(np.rint(beside), 0, GAD_MOST).astype(np.int8)


def phq_answers(chance: np.random.Generator, totals: Ints, item9: Ints) -> Ints:
    """Answers 0 to 3 to the nine items; rows are forms, and every row adds up to its total exactly."""
    rest = totals.astype(int) - item9
    over = np.maximum(rest - 24, 0)  # eight items hold 24 at most: the ninth takes what is left
    first = _spread(chance, rest - over, _PHQ_WEIGHTS)
    return np.concatenate([first, (item9 + over).astype(np.int8)[:, None]], axis=1)


def gad_answers(chance: np.random.Generator, totals: Ints) -> Ints:
    """Answers 0 to 3 to the seven items of the GAD-7, adding up to `totals`."""
    return _spread(chance, totals.astype(int), _GAD_WEIGHTS)


def difficulty_of(totals: Ints) -> Ints:
    """The unscored question how hard it makes life: 0 to 3, following the total."""
    return np.digitize(totals, [5, 12, 20]).astype(np.int8)


def _spread(chance: np.random.Generator, totals: NDArray[Any], weights: Floats) -> Ints:
    """Three places an item; the `total` places drawn earliest are filled."""
    items = len(weights)
    keys = chance.random((len(totals), items, 3)) / weights[None, :, None]
    flat = np.sort(keys.reshape(len(totals), items * 3), axis=1)
    ends = np.concatenate([np.zeros((len(totals), 1)), flat], axis=1)
    line = np.take_along_axis(ends, totals[:, None], axis=1)
    filled: Ints = (keys <= line[:, :, None]).sum(axis=2, dtype=np.int8)
    return filled


SHAPES: dict[str, tuple[float, float]] = {
    "better": (15.5, 6.0), "slow": (17.0, 12.0), "stuck": (19.0, 18.0), "worse": (16.0, 21.0), "sudden": (18.0, 4.0),
}  # fmt: skip
"""First and last total, about, of the courses that a story names by their shape."""


def shaped(chance: np.random.Generator, shape: str, sessions: int) -> list[int]:
    """One course of that shape, as totals."""
    first, last = SHAPES[shape]
    start, end = np.array([first]) + chance.normal(0, 2.0), np.array([last]) + chance.normal(0, 1.5)
    line = between(chance, start, end, sessions)[0]
    if shape == "sudden":
        drop = max(2, sessions // 3)
        line = np.where(np.arange(sessions) < drop, np.maximum(line, 15), np.minimum(line, 8))
    return [int(each) for each in np.clip(line, 2, PHQ_MOST)]
