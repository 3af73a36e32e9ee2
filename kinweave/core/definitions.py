"""What every definition in the library has in common: a code, a version, a title, and no unknown keys."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Evidence = Literal["V2", "V1", "U", "P"]
"""How well a stated fact is sourced.

V2 two independent sources, V1 one source, U not verified (shown as such, editable), P a rule of this project.
"""

EVIDENCE_IN_WORDS: dict[Evidence, str] = {
    "V2": "two independent sources",
    "V1": "one source",
    "U": "not yet verified",
    "P": "rule of this project, not published",
}

Code = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
"""Small letters, figures and single hyphens, such as ``phq-9``: safe in addresses, columns and file names."""


class Part(BaseModel):
    """A piece of a definition: cannot be changed once read, and refuses keys it does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class Sourced(Part):
    """A fact that carries how well it is sourced and where it comes from."""

    status: Evidence
    source: str = Field(min_length=1)

    @property
    def was_read(self) -> bool:
        """Whether the fact was read in a source, and is neither recalled nor a rule of this project."""
        return self.status in ("V2", "V1")


class Definition(Part):
    """One file of the library. A published version never changes; new words are a new version."""

    code: Code
    version: str = Field(pattern=r"^[0-9A-Za-z][0-9A-Za-z.-]*$", max_length=40)
    title: str = Field(min_length=1)
    replaces: str | None = None
    """The published version that a service's own file stands in for, said openly."""

    def __hash__(self) -> int:
        """Definitions can key a cache: one code and version names one content."""
        return hash((type(self).__name__, self.code, self.version))
