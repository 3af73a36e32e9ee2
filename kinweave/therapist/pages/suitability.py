"""The exact context of the pages on symptoms, suitability and the decision to start."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from django.forms.boundfield import BoundField

from kinweave.therapist.pages.course_head import CourseHead
from kinweave.treatment.forms.suitability import DecisionForm, SuitabilityForm
from kinweave.treatment.queries.suitability import Weighed, severity_in_words
from kinweave.treatment.queries.timeline import when_in_words
from kinweave.treatment.suitability import ScreenTopic, Symptom, around_onset, symptoms

if TYPE_CHECKING:
    from kinweave.treatment.models import SuitabilityDecision, SuitabilityReview

TAB = "suitability"


@dataclass(frozen=True)
class Told:
    """One symptom as it was told."""

    title: str
    how: str
    words: str


@dataclass(frozen=True)
class Summary:
    """A review in short, without what was said in confidence."""

    onset: str
    onset_words: str
    around: tuple[str, ...]  # what was spoken of around that time
    symptoms: tuple[Told, ...]
    daily_life: str
    diagnosis: str
    saved_by: str
    created_at: datetime


@dataclass(frozen=True)
class SuitabilityPage:
    """What is known, what the protocol's rules say to it, what was decided."""

    template: ClassVar[str] = "therapist/suitability.html"
    head: CourseHead
    summary: Summary | None
    weighed: Weighed
    settled: bool  # a diagnosis is recorded or waived
    decisions: tuple[SuitabilityDecision, ...]
    form: DecisionForm | None
    other: bool  # the review was changed while the decision was written


@dataclass(frozen=True)
class SuitabilityWritePage:
    """The review as a form. `other` is what somebody saved meanwhile, where it differs."""

    template: ClassVar[str] = "therapist/suitability_write.html"
    head: CourseHead
    form: SuitabilityForm
    symptoms: list[tuple[Symptom, BoundField, BoundField]]
    screens: list[tuple[ScreenTopic, list[BoundField]]]
    records: list[tuple[str, BoundField]]
    other: tuple[tuple[str, str], ...]
    autosaves: bool


@dataclass(frozen=True)
class SuitabilityDecisionPage:
    """One decision as it was recorded, with what it rested on."""

    template: ClassVar[str] = "therapist/suitability_decision.html"
    head: CourseHead
    row: SuitabilityDecision
    told: tuple[Told, ...]
    rules: list[dict[str, Any]]


def summary(row: SuitabilityReview) -> Summary:
    """The review in short."""
    onset = row.onset
    when = ""
    if onset.get("on"):
        on = datetime.fromisoformat(onset["on"]).date()
        when = when_in_words(on, onset.get("precision", "month"))
    diagnosis = row.diagnosis or (
        f"Not recorded, on purpose: {row.waiver_reason}" if row.diagnosis_waived else ""
    )
    return Summary(
        onset=when,
        onset_words=onset.get("words", ""),
        around=tuple(each.title for each in around_onset() if each.code in (row.around_onset or [])),
        symptoms=told(row.symptoms),
        daily_life=row.daily_life,
        diagnosis=diagnosis,
        saved_by=row.created_by.full_name if row.created_by else "",
        created_at=row.created_at,
    )


def told(said: dict[str, dict[str, str]]) -> tuple[Told, ...]:
    """Symptoms as told, in the order of the list; one that is no longer on it keeps its code as its name."""
    titles = {symptom.code: symptom.title for symptom in symptoms()}
    order = [*titles, *(code for code in said if code not in titles)]
    return tuple(
        Told(titles.get(code, code), severity_in_words(said[code]["how"]), said[code]["words"])
        for code in order
        if code in said
    )
