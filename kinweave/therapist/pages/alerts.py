"""The exact contexts of the pages of one alert, and of a client's safety plan, for staff."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar
from uuid import UUID

from kinweave.people.unsaved import Typed
from kinweave.safety.forms import ContactForm, DispositionForm, PlanForm, SnoozeForm
from kinweave.safety.plan import Plan
from kinweave.safety.queries import AlertRow
from kinweave.therapist.pages.course_head import CourseHead

if TYPE_CHECKING:
    from kinweave.people.models import ContactDetails


@dataclass(frozen=True)
class StepLine:
    """One line of an alert's history."""

    at: datetime
    words: str  # "Miriam Osei took it"
    note: str
    own_words: bool  # the note is what the client wrote


@dataclass(frozen=True)
class AlertPage:
    """One alert: what was answered, who answers, how to reach the client, what was done, what is missing."""

    template: ClassVar[str] = "therapist/alert.html"
    row: AlertRow
    whereabouts: str
    contact_by: str  # by when somebody has tried to reach the client; empty when no such time is set
    reach: ContactDetails | None
    plan: Plan
    plan_saved_at: datetime | None
    steps: list[StepLine]
    missing: list[str]  # before it can be closed
    closed_at: datetime | None
    contact: ContactForm
    disposition: DispositionForm
    snooze: SnoozeForm
    may_snooze: bool
    may_open_course: bool
    problem: str  # what was refused, in words
    worker_late: bool


@dataclass(frozen=True)
class SafetyPlanPage:
    """A client's safety plan for their therapist: to read with its versions, or to write together."""

    template: ClassVar[str] = "therapist/safety_plan.html"
    head: CourseHead
    plan: Plan
    versions: list[tuple[datetime, str]]
    form: PlanForm | None
    version: int
    other: Plan | None
    alerts: list[tuple[UUID, str, datetime, bool]]  # id, how soon, when it came, still open
    typed: Typed | None = None  # what the writer typed before and has not saved
