"""Counts, ranges and parties: the small words that protocols are written in."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from kinweave.core.facts import Fact

Count = Annotated[int, Field(ge=0, le=200)]
AtLeastOne = Annotated[int, Field(ge=1, le=200)]
Share = Annotated[float, Field(gt=0, le=1)]
Party = Literal["client", "parent", "partner", "carer", "family", "group"]


class Span(Fact):
    """A range with its usual value, in sessions or minutes as the key says."""

    min: Count
    typical: Count
    max: Count
    note: str = ""

    @model_validator(mode="after")
    def _rises(self) -> Self:
        if not self.min <= self.typical <= self.max:
            raise ValueError("min, typical and max must rise in that order")
        return self
