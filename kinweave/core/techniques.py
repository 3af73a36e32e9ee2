"""The techniques of IPT: what each is for, how it is done, and how one can see that it was done.

Techniques serve the strategies of a problem area; what makes a treatment IPT are the strategies (Markowitz,
Strategies and techniques). A technique leaves something behind: a worksheet, or a part of the record.
"""

from collections.abc import Collection, Iterable, Sequence
from typing import Literal, Self

from pydantic import Field, model_validator

from kinweave.core.definitions import Code, Part
from kinweave.core.facts import Fact, Line, Name, Prose, Referenced, Statement, refuse_repeated
from kinweave.core.protocols import PhaseKind

Standing = Literal["core", "adjunct", "safety"]
"""core: in the manuals; adjunct: added by later writers; safety: no technique of IPT, but part of the work."""

STANDING_IN_WORDS: dict[Standing, str] = {
    "core": "part of the manuals of IPT",
    "adjunct": "an addition, not in the manuals of IPT",
    "safety": "not a technique of IPT; it keeps people safe so that the work can go on",
}

Record = Literal[
    "inventory", "circle", "timeline", "moment", "psychoeducation", "formulation", "agreement", "step",
    "session-note", "safety-plan", "staying-well-plan",
]  # fmt: skip
"""Parts of a client's record that a technique may leave something in."""


class TechniqueStep(Fact):
    """One step: a short title, and what the therapist does."""

    title: Line
    do: Prose


class KeptField(Part):
    """One thing that a technique leaves in a part of the record."""

    code: Name
    label: Line


class Technique(Referenced):
    """One technique. `areas` empty means it serves any problem area.

    What it leaves behind stands on `worksheets`, or in a `record` with the `fields` named here. A client
    reads `client_title` and `client_purpose` only.
    """

    client_title: Line
    client_purpose: Line
    aliases: tuple[Line, ...] = ()
    standing: Standing
    purpose: Statement
    when: Statement
    steps: tuple[TechniqueStep, ...] = Field(min_length=2)
    worksheets: tuple[Code, ...] = ()
    record: Record | None = None
    fields: tuple[KeptField, ...] = ()
    on_phone: Statement
    in_session: Statement
    adherence: tuple[Statement, ...] = Field(min_length=1)
    phases: tuple[PhaseKind, ...] = Field(min_length=1)
    areas: tuple[Code, ...] = ()
    pitfalls: tuple[Statement, ...] = Field(min_length=1)
    caution: str = ""

    @model_validator(mode="after")
    def _codes_differ(self) -> Self:
        refuse_repeated(tuple(each.code for each in self.fields), "fields")
        for what, codes in (
            ("worksheets", self.worksheets), ("areas", self.areas), ("phases", self.phases),
            ("aliases", tuple(each.casefold() for each in self.aliases)),
        ):  # fmt: skip
            refuse_repeated(codes, what)
        return self

    @model_validator(mode="after")
    def _leaves_something(self) -> Self:
        if not self.worksheets and self.record is None:
            raise ValueError("name the worksheets it is written on, or the record it is kept in")
        if bool(self.fields) != (self.record is not None):
            raise ValueError("a record comes with the fields that are kept in it, and fields with a record")
        return self

    @model_validator(mode="after")
    def _client_never_reads_deficits(self) -> Self:
        if "deficit" in f"{self.client_title} {self.client_purpose}".lower():
            raise ValueError('words a client reads must not say "deficit"; say "connecting with others"')
        return self

    @property
    def names(self) -> tuple[str, ...]:
        """Every name it goes by: title, the client's name for it, code, aliases."""
        return (self.title, self.client_title, self.code, *self.aliases)

    def serves(self, area: str) -> bool:
        """True when it is used in that problem area."""
        return not self.areas or area in self.areas


def technique_named(techniques: Iterable[Technique], name: str) -> Technique | None:
    """The technique that a book or an article calls `name`, by any of its names; else None."""
    wanted = name.strip().casefold()
    for each in techniques:
        if wanted in {known.casefold() for known in each.names}:
            return each
    return None


def techniques_at_hand(
    techniques: Sequence[Technique], named: Iterable[str], phase: PhaseKind
) -> tuple[tuple[Technique, ...], tuple[Technique, ...]]:
    """Those an area names, in its order, and the others that belong to this phase, by title.

    `named` are codes; one that the library does not hold is passed over.
    """
    known = {each.code: each for each in techniques}
    first = tuple(known[code] for code in dict.fromkeys(named) if code in known)
    taken = {each.code for each in first}
    rest = (each for each in techniques if each.code not in taken and phase in each.phases)
    return first, tuple(sorted(rest, key=lambda one: one.title))


def broken_technique(
    technique: Technique,
    *,
    areas: Collection[str],
    worksheets: Collection[str],
    others: Iterable[Technique] = (),
) -> tuple[str, ...]:
    """Sentences about what a technique names and the library does not hold, or calls twice."""
    wrong = [f"areas: there is no problem area {code}" for code in technique.areas if code not in areas]
    wrong += [
        f"worksheets: there is no worksheet {code}" for code in technique.worksheets if code not in worksheets
    ]
    own = {name.casefold() for name in technique.names}
    for other in others:
        shared = (
            sorted(own & {name.casefold() for name in other.names}) if other.code != technique.code else ()
        )
        wrong += [f"aliases: {other.code} is called {name} too" for name in shared]
    return tuple(wrong)
