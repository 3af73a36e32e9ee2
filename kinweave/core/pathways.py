"""Ways to accreditation in IPT: which body, which level, how many cases, hours and recordings, how sure.

A body changes its rules without telling this project. Each file therefore says when its facts were read,
whether anybody has checked them with the body since, and who must do so before it is relied on.
"""

from datetime import date
from typing import Literal, Self

from pydantic import Field, StrictBool, StrictFloat, StrictInt, model_validator

from kinweave.core.definitions import Part
from kinweave.core.facts import Line, Referenced, Statement

Unit = Literal[
    "hours", "days", "months", "years", "cases", "sessions", "recordings", "portfolios", "people", "workshops"
]


class Quantity(Part):
    """How much of something; `min` and `max` are the same where one number is asked."""

    min: StrictInt | StrictFloat = Field(gt=0)
    max: StrictInt | StrictFloat | None = None
    """Absent where a source says "at least"."""
    unit: Unit

    @model_validator(mode="after")
    def _is_a_range(self) -> Self:
        if self.max is not None and self.max < self.min:
            raise ValueError("max is less than min")
        return self

    @property
    def in_words(self) -> str:
        """ "16 hours", "14 to 16 hours" or "at least 80 hours"."""
        unit = self.unit if (self.max or self.min) != 1 else self.unit.removesuffix("s")
        if self.max is None:
            return f"at least {self.min:g} {unit}"
        return f"{self.min:g} {unit}" if self.max == self.min else f"{self.min:g} to {self.max:g} {unit}"


class Requirement(Statement):
    """One thing the body asks for."""

    kind: Literal[
        "membership", "qualification", "earlier-level", "course", "cases", "supervision", "recordings",
        "portfolio", "rating", "practice", "teaching", "letters",
    ]  # fmt: skip
    amounts: tuple[Quantity, ...] = ()


class Pathway(Referenced):
    """One level of accreditation with one body."""

    body: Line
    level: Line
    past: StrictBool = False
    """True for a scheme that is described because people still hold it, and is no longer offered."""
    requires: tuple[Requirement, ...] = Field(min_length=1)
    renewal: Statement | None = None
    remarks: tuple[Statement, ...] = ()
    compiled_on: date
    verified_on: date | None = None
    verified_by: str = ""
    must_verify: Line
    status: Literal["read in stored copies, needs a check with the body", "checked with the body"]

    @model_validator(mode="after")
    def _check_is_honest(self) -> Self:
        if (self.status == "checked with the body") != bool(self.verified_on and self.verified_by):
            raise ValueError("a checked pathway says verified_on and verified_by; an unchecked one neither")
        return self

    def total(self, unit: Unit) -> float:
        """The least this level asks for in that unit, over all its requirements; 0 when it names none."""
        return sum(a.min for each in self.requires for a in each.amounts if a.unit == unit)


def pathway_standing(pathway: Pathway) -> str:
    """One sentence on how far the facts may be relied on; empty when they were checked with the body."""
    if pathway.verified_on:
        return ""
    return f"{pathway.title}: {pathway.status}. {pathway.must_verify} must do this."
