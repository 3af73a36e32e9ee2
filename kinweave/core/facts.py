"""Clinical statements in definitions, and where each of them comes from.

A clinical fact is either sourced (`sources` names keys of the file's own `[sources]` table) or it is
professional knowledge that nobody has checked against a source (`status = "expert, verify"`). Pages show
which, so that a reader never takes one for the other.
"""

from collections.abc import Iterator
from typing import Annotated, Literal, Self

from pydantic import BaseModel, Field, model_validator

from kinweave.core.definitions import Definition, Part

Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
Line = Annotated[str, Field(min_length=1, max_length=300)]
Prose = Annotated[str, Field(min_length=1, max_length=2000)]


class Fact(Part):
    """A clinical statement with its standing: sourced, or expert knowledge still to be checked."""

    sources: tuple[str, ...] = ()
    status: Literal["expert, verify"] | None = None

    @model_validator(mode="after")
    def _has_one_standing(self) -> Self:
        if bool(self.sources) == (self.status is not None):
            raise ValueError('give either sources = ["KEY"] or status = "expert, verify", and not both')
        return self

    @property
    def needs_checking(self) -> bool:
        """True when no source has been named for this fact."""
        return self.status is not None


class Statement(Fact):
    """One sentence with its standing."""

    text: Prose


def facts_in(value: object, at: str = "") -> Iterator[tuple[str, Fact]]:
    """Every fact inside a definition, with the path of its key, depth first."""
    if isinstance(value, Fact):
        yield at, value
    if isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from facts_in(getattr(value, name), f"{at}.{name}" if at else name)
    elif isinstance(value, tuple):
        for place, part in enumerate(value):
            yield from facts_in(part, f"{at}.{place}")


def sources_used(value: object) -> set[str]:
    """The keys of sources that any fact inside a definition names: `facts_in` without the paths, far quicker."""
    used: set[str] = set()
    waiting = [value]
    while waiting:
        part = waiting.pop()
        if isinstance(part, BaseModel):
            if isinstance(part, Fact):
                used.update(part.sources)
            waiting.extend(each for each in part.__dict__.values() if isinstance(each, BaseModel | tuple))
        elif isinstance(part, tuple):
            waiting.extend(each for each in part if isinstance(each, BaseModel | tuple))
    return used


class Referenced(Definition):
    """A definition with a table of references: `sources` maps a short key to what a reader can look up."""

    sources: dict[str, str] = {}

    @model_validator(mode="after")
    def _sources_are_listed_and_used(self) -> Self:
        used = sources_used(self)
        if unlisted := used - set(self.sources):
            at, key = next((at, k) for at, fact in facts_in(self) for k in fact.sources if k in unlisted)
            raise ValueError(f"{at} names the source {key}, which [sources] does not list")
        if spare := sorted(set(self.sources) - used):
            raise ValueError(f"[sources] lists {', '.join(spare)}, but nothing in the file refers to it")
        return self


def repeated(codes: tuple[str, ...]) -> str | None:
    """The first code that appears a second time, or None."""
    seen: set[str] = set()
    for code in codes:
        if code in seen:
            return code
        seen.add(code)
    return None


def refuse_repeated(codes: tuple[str, ...], what: str) -> None:
    """Raise ValueError when two things of one list share a code."""
    if again := repeated(codes):
        raise ValueError(f"two {what} are called {again}")
