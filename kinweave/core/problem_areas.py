"""The problem areas of IPT: what each is, how it is worked on, and what may speak for it.

Nothing here scores or ranks. `evidence` names the facts of the record that bear on an area, so that a
page can lay them side by side; which area it is, two people decide (Markowitz, Phases of treatment).
"""

from collections.abc import Collection, Iterable
from typing import Literal, Self

from pydantic import Field, StrictBool, model_validator

from kinweave.core.definitions import Code, Part
from kinweave.core.facts import Fact, Line, Name, Prose, Referenced, Statement, refuse_repeated


class Question(Statement):
    """A question the therapist may ask. `leads_to` says which separate flow an answer may open."""

    leads_to: Literal["safety", "domestic-abuse"] | None = None


class Strategy(Fact):
    """One of the ordered strategies of an area: a short title and what is done."""

    code: Code
    title: Line
    do: Prose
    worksheet: Code | None = None


class Stage(Fact):
    """Where the work on this area stands, with the sign that shows it and what the therapist does."""

    code: Code
    title: Line
    sign: str = ""
    therapist: str = ""


class Subtype(Fact):
    """A narrower form of the area, in words for the record and for the client."""

    code: Code
    title: Line
    client_label: Line
    note: str = ""


class Evidence(Part):
    """A field of the record that bears on this area. `values` empty means any content counts.

    `source` is where to look, `field` the name of the field there (dots go into parts of it).
    `other_losses` marks what speaks here only as long as the service keeps grief to deaths.
    """

    source: Literal["inventory", "timeline", "review"]
    field: Name | str = Field(min_length=1, max_length=80)
    values: tuple[str, ...] = ()
    says: Line
    other_losses: StrictBool = False


class ProblemArea(Referenced):
    """One area. `client_label` is the only name a client ever reads."""

    client_label: Line
    client_definition: Prose
    aliases: tuple[Line, ...] = ()
    only_in: tuple[Code, ...] = ()
    definition: Statement
    scope_note: str = ""
    subtypes: tuple[Subtype, ...] = ()
    questions: tuple[Question, ...]
    goals: tuple[Statement, ...]
    strategies: tuple[Strategy, ...]
    stages: tuple[Stage, ...] = ()
    progress: tuple[Statement, ...] = ()
    pitfalls: tuple[Statement, ...] = ()
    techniques: tuple[Code, ...] = ()
    worksheets: tuple[Code, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    route_out: tuple[Statement, ...] = ()
    when_chosen: Statement | None = None

    @property
    def title_for_both(self) -> str:
        """The field's name on pages that two people may look at; the client's where the field says "deficits"."""
        return self.client_label if "deficit" in self.title.lower() else self.title

    @model_validator(mode="after")
    def _codes_differ(self) -> Self:
        refuse_repeated(tuple(each.code for each in self.strategies), "strategies")
        refuse_repeated(tuple(each.code for each in self.stages), "stages")
        refuse_repeated(tuple(each.code for each in self.subtypes), "sub-types")
        return self

    @model_validator(mode="after")
    def _client_never_reads_deficits(self) -> Self:
        shown = [self.client_label, self.client_definition, *(each.client_label for each in self.subtypes)]
        if any("deficit" in words.lower() for words in shown):
            raise ValueError('words a client reads must not say "deficit"; say "connecting with others"')
        return self

    @model_validator(mode="after")
    def _strategies_use_its_worksheets(self) -> Self:
        for each in self.strategies:
            if each.worksheet and each.worksheet not in self.worksheets:
                raise ValueError(
                    f"the strategy {each.code} names the worksheet {each.worksheet}, the area does not"
                )
        return self

    def strategy(self, code: str) -> Strategy:
        """The strategy of that code. Raises KeyError when the area has none."""
        for each in self.strategies:
            if each.code == code:
                return each
        raise KeyError(code)

    def stage(self, code: str) -> Stage:
        """The stage of that code. Raises KeyError when the area has none."""
        for each in self.stages:
            if each.code == code:
                return each
        raise KeyError(code)


def speaks_for(
    area: ProblemArea, source: str, field: str, value: str, *, grief_is_wide: bool = False
) -> tuple[str, ...]:
    """The sentences with which one recorded value bears on the area; empty when it does not.

    `grief_is_wide` when the service counts losses other than a death as grief (by default it does not).
    """
    return tuple(
        hint.says
        for hint in area.evidence
        if hint.source == source
        and hint.field == field
        and value
        and (not hint.values or value in hint.values)
        and not (hint.other_losses and grief_is_wide)
    )


def by_alias(areas: Iterable[ProblemArea], name: str) -> ProblemArea | None:
    """The area that somebody else's record calls `name`, by title, label, code or alias; else None."""
    wanted = name.strip().casefold()
    for area in areas:
        known = (area.code, area.title, area.client_label, *area.aliases)
        if wanted in {each.casefold() for each in known}:
            return area
    return None


def unknown_worksheets(area: ProblemArea, worksheets: Collection[str]) -> tuple[str, ...]:
    """Worksheets the area names that the library does not hold."""
    return tuple(code for code in area.worksheets if code not in worksheets)
