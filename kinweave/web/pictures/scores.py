"""Scores of one measure over time: what a chart is given, and how the measure reads them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kinweave.web.words import plain_number


class Safety(StrEnum):
    """Whether the answers behind a score raised a safety flag, and whether a person has dealt with it."""

    NOT_RAISED = ""
    ANSWERED = "answered"
    OPEN = "open"


@dataclass(frozen=True)
class Score:
    """One response. ``value`` is None when too few items were answered to score it."""

    on: date
    value: float | None
    session: int | None = None
    safety: Safety = Safety.NOT_RAISED


@dataclass(frozen=True)
class Band:
    """A named range of scores, from ``at_least`` up to the next band."""

    at_least: float
    label: str


@dataclass(frozen=True)
class Expected:
    """The range of scores expected at a date, for people who began at the same score."""

    on: date
    low: float
    high: float


@dataclass(frozen=True)
class Measure:
    """A measure's name, range and reading. ``reliable_change`` is in points; None where no figure is
    known."""

    name: str
    low: float
    high: float
    bands: tuple[Band, ...] = ()
    cutoff: float | None = None
    reliable_change: float | None = None
    higher_is_worse: bool = True

    def band_of(self, value: float) -> str:
        """The label of the band a score lies in; empty when the measure has no bands."""
        reached = [band for band in self.bands if value >= band.at_least]
        return max(reached, key=lambda band: band.at_least).label if reached else ""

    def reliable_line(self, first: float) -> float | None:
        """The score at which change since the first score is reliable; None when it lies off the scale."""
        if self.reliable_change is None:
            return None
        value = first - self.reliable_change if self.higher_is_worse else first + self.reliable_change
        return value if self.low <= value <= self.high else None

    def reliable_words(self, first: float) -> str:
        """ "at 11 or less", or "or more" where a higher score is better; empty without a line."""
        value = self.reliable_line(first)
        if value is None:
            return ""
        return f"at {plain_number(value)} or {'less' if self.higher_is_worse else 'more'}"
