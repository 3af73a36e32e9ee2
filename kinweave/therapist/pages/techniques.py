"""The techniques at hand: what each is for, how it is done, and the worksheets it is written on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kinweave.core.facts import facts_in
from kinweave.core.problem_areas import ProblemArea
from kinweave.core.protocols import PhaseKind
from kinweave.core.techniques import STANDING_IN_WORDS, Technique, techniques_at_hand
from kinweave.core.worksheets import WorksheetDefinition
from kinweave.shelf.queries import library

PAGES = {
    "inventory": "therapist:inventory", "circle": "therapist:inventory", "timeline": "therapist:timeline",
    "moment": "therapist:timeline", "psychoeducation": "therapist:psychoeducation",
    "formulation": "therapist:formulation", "agreement": "therapist:agreement",
    "safety-plan": "therapist:safety-plan", "staying-well-plan": "therapist:ending_plan",
}  # fmt: skip
"""Where a part of the record is written."""


@dataclass(frozen=True)
class TechniqueSheet:
    """A worksheet of a technique, and whether a client can be invited to write on it alone."""

    code: str
    title: str
    for_client: bool


@dataclass(frozen=True)
class TechniqueCard:
    """One technique as its card shows it."""

    technique: Technique
    standing: str  # empty for what is in the manuals
    sheets: tuple[TechniqueSheet, ...]
    record: str  # the part of the record it leaves something in, in words; empty when there is none
    page: str  # where that part stands, for `url`; empty when it has no page of its own

    @property
    def to_check(self) -> bool:
        """Whether how it is done still waits for somebody to check it against a source."""
        return any(fact.needs_checking for at, fact in facts_in(self.technique) if at != "purpose")


@dataclass(frozen=True)
class TechniqueGroup:
    """Techniques under one heading."""

    title: str
    cards: tuple[TechniqueCard, ...]


def technique_groups(codes: Iterable[str], phase: PhaseKind) -> tuple[TechniqueGroup, ...]:
    """Those of each area in its own order, then the others of this phase. No query."""
    held = library().all(Technique)
    areas = [library().get(ProblemArea, code) for code in codes]
    seen: set[str] = set()
    groups = []
    for area in areas:
        named = [code for code in area.techniques if code not in seen]
        seen |= set(named)
        first, _ = techniques_at_hand(held, named, phase)
        groups.append(TechniqueGroup(area.title_for_both, _cards(first)))
    _, rest = techniques_at_hand(held, seen, phase)
    fitting = [each for each in rest if not areas or any(each.serves(area.code) for area in areas)]
    groups.append(TechniqueGroup("In this phase" if not areas else "Others in this phase", _cards(fitting)))
    return tuple(group for group in groups if group.cards)


def techniques_of(area: ProblemArea) -> tuple[TechniqueCard, ...]:
    """The cards of one area's techniques, in its order. No query."""
    return _cards(techniques_at_hand(library().all(Technique), area.techniques, PhaseKind.MIDDLE)[0])


def _cards(techniques: Iterable[Technique]) -> tuple[TechniqueCard, ...]:
    sheets = {each.code: each for each in library().all(WorksheetDefinition)}
    return tuple(
        TechniqueCard(
            technique=each, standing="" if each.standing == "core" else STANDING_IN_WORDS[each.standing],
            sheets=tuple(
                TechniqueSheet(code, sheets[code].title, sheets[code].filled_by != "therapist")
                for code in each.worksheets
                if code in sheets
            ),
            record=(each.record or "").replace("-", " "), page=PAGES.get(each.record or "", ""),
        )
        for each in techniques
    )  # fmt: skip
