"""Scales: how a value is made from items, and what is published about reading it."""

from collections.abc import Iterable
from typing import Self, TypeVar

from pydantic import Field, StrictBool, StrictInt, model_validator

from kinweave.core.definitions import Code, Part, Sourced
from kinweave.core.methods import METHODS, RECORDED

Number = StrictInt | float


class Band(Part):
    """A named stretch of a scale, from ``at_least`` (or just ``above``) up to where the next band starts."""

    label: str = Field(min_length=1)
    at_least: Number | None = None
    above: Number | None = None

    @model_validator(mode="after")
    def _one_start(self) -> Self:
        if (self.at_least is None) == (self.above is None):
            raise ValueError("a band starts either at_least or above a number")
        return self

    @property
    def start(self) -> float:
        """Where the band starts."""
        return float(self.at_least if self.at_least is not None else self.above or 0)

    def holds(self, value: float) -> bool:
        """Whether ``value`` lies at or beyond the start of the band."""
        return value >= self.start if self.at_least is not None else value > self.start


class Bands(Sourced):
    """Bands by one named framework."""

    framework: str
    bands: tuple[Band, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _ascending(self) -> Self:
        starts = [(b.start, b.above is not None) for b in self.bands]
        if starts != sorted(set(starts)):
            raise ValueError("bands must start in rising order, none twice")
        return self


class Cutoff(Sourced):
    """A threshold by one named framework; reaching it is at or above, or at or below for some measures."""

    framework: str
    at_least: Number | None = None
    at_most: Number | None = None
    meaning: str

    @model_validator(mode="after")
    def _one_side(self) -> Self:
        if (self.at_least is None) == (self.at_most is None):
            raise ValueError("a cut-off is either at_least or at_most a number")
        return self

    def reached(self, value: float) -> bool:
        """Whether ``value`` counts as clinical by this cut-off."""
        return value >= self.at_least if self.at_least is not None else value <= (self.at_most or 0)


class ReliableChange(Sourced):
    """Points of change, in either direction, that chance alone seldom makes."""

    framework: str
    points: Number = Field(gt=0)


class SmallestDifference(Sourced):
    """Points of change that people notice as a difference."""

    points: Number = Field(gt=0)


class ResponseRule(Sourced):
    """Response: improvement by at least this share of the first score."""

    percent: Number = Field(gt=0, le=100)


class RemissionRule(Sourced):
    """Remission: a score at most (or at least, where higher is better) this."""

    at_most: Number | None = None
    at_least: Number | None = None

    @model_validator(mode="after")
    def _one_side(self) -> Self:
        if (self.at_least is None) == (self.at_most is None):
            raise ValueError("remission is either at_least or at_most a number")
        return self


class ScoringRule(Sourced):
    """How well the way of scoring itself is sourced, where the definition has reason to say so."""

    rule: str = Field(min_length=1)


class Prorating(Sourced):
    """When a value may be shown, as an aid only, although answers are missing."""

    max_missing: StrictInt = Field(ge=1)


class Scale(Part):
    """A value made from items. The first scale, or the one coded ``total``, is the instrument's main one."""

    code: Code
    title: str = ""
    items: tuple[str, ...] = ()
    method: str = "sum"
    multiplier: Number = 1
    """Applied after the method, e.g. 4 to show WHO-5 as a percentage."""
    minimum: Number
    maximum: Number
    higher_is_better: StrictBool = False
    alike: Code | None = None
    """Another scale that must have the same value both times before two values of this one may be compared."""
    loinc: str | None = None
    scoring: ScoringRule | None = None
    prorated: Prorating | None = None
    bands: Bands | None = None
    other_bands: tuple[Bands, ...] = ()
    cutoffs: tuple[Cutoff, ...] = ()
    reliable_changes: tuple[ReliableChange, ...] = ()
    smallest_difference: SmallestDifference | None = None
    response: ResponseRule | None = None
    remission: RemissionRule | None = None
    note: str = ""

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if self.method != RECORDED and self.method not in METHODS:
            raise ValueError(f'method "{self.method}" is not known; known: {", ".join([*METHODS, RECORDED])}')
        if (self.method == RECORDED) != (not self.items):
            raise ValueError(f'scale "{self.code}" needs items, or method = "{RECORDED}" and none')
        if self.minimum >= self.maximum:
            raise ValueError(f'scale "{self.code}" must have a minimum below its maximum')
        if self.prorated and self.method not in ("sum", "mean"):
            raise ValueError(f'scale "{self.code}": only a sum or a mean can be prorated')
        for bands in filter(None, (self.bands, *self.other_bands)):
            self._check_bands(bands)
        return self

    def _check_bands(self, bands: Bands) -> None:
        if not bands.bands[0].holds(self.minimum):
            raise ValueError(f'the first band of scale "{self.code}" must start at {self.minimum}')
        if bands.bands[-1].start > self.maximum:
            raise ValueError(f'the last band of scale "{self.code}" starts above {self.maximum}')

    @property
    def recorded(self) -> bool:
        """Whether only a total made elsewhere is kept, without answers to items."""
        return self.method == RECORDED

    def cutoff(self, framework: str | None = None) -> Cutoff | None:
        """Return the cut-off of the named framework, or the first stated one."""
        return _named(self.cutoffs, framework)

    def reliable_change(self, framework: str | None = None) -> ReliableChange | None:
        """Return the reliable change of the named framework, or the first stated one."""
        return _named(self.reliable_changes, framework)

    def band(self, value: float) -> Band | None:
        """Return the band that ``value`` falls in, or None where no bands are published."""
        return band_of(self.bands.bands, value) if self.bands else None


Framed = TypeVar("Framed", Cutoff, ReliableChange)


def _named(stated: Iterable[Framed], framework: str | None) -> Framed | None:
    return next((one for one in stated if framework in (None, one.framework)), None)


def band_of(bands: Iterable[Band], value: float) -> Band | None:
    """Return the last band that ``value`` has reached."""
    reached = [band for band in bands if band.holds(value)]
    return reached[-1] if reached else None
