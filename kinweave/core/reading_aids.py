"""Thresholds by which facts of a record are picked out for the reader's eye, each with its standing.

They are aids to reading: none is a measure or a cut-off, and nothing is decided by one. As definitions they can be
looked up, changed by a service and signed, and wherever one acts the page says what it is and where it comes from.
"""

from typing import Self

from pydantic import Field, model_validator

from kinweave.core.definitions import Code
from kinweave.core.facts import Fact, Line, Name, Referenced, refuse_repeated

UNCHECKED = "Expert knowledge, not yet checked against a source."
VALUE = "{value}"


class ReadingAid(Fact):
    """One threshold (`value`, in the unit `says` names) or one table (`values`, from an answer to a figure)."""

    code: Code
    title: Line
    says: Line
    """One sentence that says what is picked out; ``{value}`` stands for the threshold."""
    value: float | None = Field(default=None, ge=0, le=1000)
    values: dict[Name, float] = {}

    @model_validator(mode="after")
    def _says_what_it_holds(self) -> Self:
        if (self.value is None) == (not self.values):
            raise ValueError("give either value = a figure or values = a table, and not both")
        if (VALUE in self.says) != (self.value is not None):
            raise ValueError(f"says must name {VALUE} where the threshold stands, and only if there is one")
        return self

    @property
    def threshold(self) -> float:
        """The one value. Raises ValueError for a table."""
        if self.value is None:
            raise ValueError(f"the reading aid {self.code} has a table, not one threshold")
        return self.value

    @property
    def sentence(self) -> str:
        """What is picked out, with the threshold in its place."""
        return self.says if self.value is None else self.says.replace(VALUE, f"{self.value:g}")


class ReadingAids(Referenced):
    """The reading aids of one place of the record."""

    aids: tuple[ReadingAid, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _codes_differ(self) -> Self:
        refuse_repeated(tuple(each.code for each in self.aids), "reading aids")
        return self

    def aid(self, code: str) -> ReadingAid:
        """The aid of that code. Raises KeyError when there is none."""
        for each in self.aids:
            if each.code == code:
                return each
        raise KeyError(code)

    def standing(self, aid: ReadingAid) -> str:
        """Where an aid comes from, in words for staff."""
        return UNCHECKED if aid.needs_checking else f"{'; '.join(self.sources[key] for key in aid.sources)}"
