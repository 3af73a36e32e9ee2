"""The exact contexts of the formulation pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from django.forms import Form
from django.urls import NoReverseMatch, reverse

from kinweave.core.problem_areas import ProblemArea
from kinweave.people.models import User
from kinweave.shelf.queries import library
from kinweave.therapist.pages.course_head import CourseHead, course_head
from kinweave.treatment import reading_aids
from kinweave.treatment.queries import formulation as formulations
from kinweave.treatment.queries.formulation import Piece, Ties
from kinweave.treatment.queries.inventory_evidence import EvidenceFact, evidence_for_areas

if TYPE_CHECKING:
    from kinweave.treatment.models import Course, Formulation

TAB = "formulation"


@dataclass(frozen=True)
class FactLine:
    """One fact that bears on an area, and where it stands in the record."""

    text: str
    said: str
    url: str
    source: str


@dataclass(frozen=True)
class AreaEvidence:
    """One area: facts of the record, and what the therapist weighed. Nothing is counted."""

    name: str
    in_plain_words: str
    status: str
    chosen: bool
    facts: tuple[FactLine, ...]
    towards: str
    away: str


@dataclass(frozen=True)
class Shown:
    """One version as it is read: the statement with the client's change marked, the answer, the rest."""

    row: Formulation
    pieces: tuple[Piece, ...]
    ties: Ties


@dataclass(frozen=True)
class FormulationPage:
    """The formulation, the evidence for each area, and every version."""

    template: ClassVar[str] = "therapist/formulation.html"
    head: CourseHead
    current: Shown | None  # agreed on
    waiting: Shown | None  # being written, or waiting for the client's answer
    evidence: tuple[AreaEvidence, ...]
    picked_out: str  # from when on a fact is among the evidence, and where that comes from
    versions: tuple[Formulation, ...]
    comparable: tuple[int, int] | None
    form: Form | None  # a refused action, with the reason
    course_open: bool


@dataclass(frozen=True)
class WritePage:
    """The formulation as it is written, with the evidence beside it."""

    template: ClassVar[str] = "therapist/formulation_write.html"
    head: CourseHead
    form: Form
    weighing: tuple[tuple[str, tuple[object, object]], ...]  # area, its two fields
    evidence: tuple[AreaEvidence, ...]
    picked_out: str
    number: int
    other: Formulation | None  # what somebody else saved meanwhile
    autosaves: bool


@dataclass(frozen=True)
class NewVersionPage:
    """Why there is to be another version."""

    template: ClassVar[str] = "therapist/formulation_new.html"
    head: CourseHead
    form: Form
    focus: bool


@dataclass(frozen=True)
class TogetherPage:
    """The client's answer, given in the room."""

    template: ClassVar[str] = "therapist/formulation_answer.html"
    head: CourseHead
    form: Form
    shown: Shown
    other: Formulation | None


@dataclass(frozen=True)
class VersionPage:
    """One version as it stands."""

    template: ClassVar[str] = "therapist/formulation_version.html"
    head: CourseHead
    shown: Shown


@dataclass(frozen=True)
class ComparePage:
    """Two versions, what was taken out and what was put in."""

    template: ClassVar[str] = "therapist/formulation_compare.html"
    head: CourseHead
    before: Shown
    after: Shown
    pieces: tuple[Piece, ...]


def shown(row: Formulation) -> Shown:
    """A version with the client's change marked in it."""
    return Shown(row, formulations.word_changes(row.statement, row.words), formulations.ties(row))


def formulation_page(user: User, course: Course, form: Form | None = None) -> FormulationPage:
    rows = tuple(formulations.versions(course).select_related("onset_event", "answered_by"))
    current = next((row for row in rows if row.is_agreed), None)
    waiting = next((row for row in rows if not row.is_answered), None)
    weighed = waiting or current
    return FormulationPage(
        head=course_head(user, course, tab=TAB),
        current=shown(current) if current else None,
        waiting=shown(waiting) if waiting else None,
        evidence=evidence(course, weighed),
        picked_out=picked_out(),
        versions=rows,
        comparable=(rows[1].number, rows[0].number) if len(rows) > 1 else None,
        form=form,
        course_open=course.is_open,
    )


def picked_out() -> str:
    """From when on an expectation is among the evidence, and where that threshold comes from."""
    return reading_aids.told(reading_aids.UNMET)


def evidence(course: Course, weighed: Formulation | None) -> tuple[AreaEvidence, ...]:
    """The areas side by side: facts from the record, and what was weighed in `weighed`."""
    facts = evidence_for_areas(course)
    return tuple(
        _area(library().get(ProblemArea, code), found, course, weighed) for code, found in facts.items()
    )


def _area(
    area: ProblemArea, facts: Sequence[EvidenceFact], course: Course, weighed: Formulation | None
) -> AreaEvidence:
    sides = (weighed.weighing if weighed else {}).get(area.code, {})
    agreed, chosen = area.code in course.areas, area.code in (weighed.areas if weighed else [])
    weighing = not course.areas and not (weighed and weighed.areas)
    status = (
        "Agreed focus"
        if agreed
        else "Proposed"
        if chosen
        else "Nothing chosen yet"
        if weighing
        else "Not the focus"
    )
    return AreaEvidence(
        name=area.title_for_both,
        in_plain_words="" if area.title_for_both == area.client_label else area.client_label,
        status=status,
        chosen=agreed or chosen,
        facts=tuple(FactLine(fact.text, fact.said, _url(fact, course), fact.source) for fact in facts),
        towards=sides.get("towards", ""),
        away=sides.get("away", ""),
    )


def _url(fact: EvidenceFact, course: Course) -> str:
    ids = [course.client_id, *([fact.object_id] if fact.object_id else [])]
    try:
        return reverse(fact.url_name, args=ids)
    except NoReverseMatch:
        return ""
