"""The exact contexts of the client's plan: formulation, agreement, goals, plan for staying well."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from django.forms import BoundField, Form
from django.utils.safestring import SafeString

from kinweave.core.problem_areas import ProblemArea
from kinweave.people.unsaved import Typed
from kinweave.shelf.queries import library
from kinweave.treatment.queries import agreement as agreements
from kinweave.treatment.queries import course as courses
from kinweave.treatment.queries import formulation as formulations
from kinweave.treatment.queries.ending import ending
from kinweave.treatment.queries.formulation import Piece
from kinweave.treatment.queries.goals import RatedGoal, goals
from kinweave.treatment.queries.reading import reading
from kinweave.treatment.queries.staying_well import (
    PlanInWords,
    Waiting,
    plan_for_staying_well,
    to_answer,
)
from kinweave.web.lessons import LessonLine, lesson_lines
from kinweave.web.pictures.goal_line import goal_line

if TYPE_CHECKING:
    from kinweave.treatment.models import Agreement, Course, Formulation, StayingWellPlan


@dataclass(frozen=True)
class GoalRow:
    """A goal with its line from the start to now."""

    goal: RatedGoal
    picture: SafeString


@dataclass(frozen=True)
class AgreementWords:
    """One version with what stands behind its codes."""

    row: Agreement
    areas: tuple[str, ...]
    rhythm: str  # how often, where it is not every week
    not_better: str  # what the plan for when it does not go well is called


@dataclass(frozen=True)
class PlanPage:
    """Everything the client and the therapist have agreed, and the plan for staying well."""

    template: ClassVar[str] = "client/plan.html"
    line: str
    waiting: tuple[Waiting, ...]
    formulation: Formulation | None
    agreement: Agreement | None
    goals: tuple[GoalRow, ...]
    staying_well: StayingWellPlan | None
    staying_well_open: bool  # the ending has begun, or there is a plan
    to_read: tuple[LessonLine, ...]


@dataclass(frozen=True)
class NoPlanPage:
    """Before a course has begun."""

    template: ClassVar[str] = "client/plan_none.html"


@dataclass(frozen=True)
class FormulationPage:
    """The formulation to read, and to answer when it waits for an answer."""

    template: ClassVar[str] = "client/formulation.html"
    row: Formulation | None
    areas: tuple[str, ...]
    pieces: tuple[Piece, ...]  # what the client's own words made of the therapist's
    changed: bool
    form: Form | None  # when it waits for an answer
    changed_meanwhile: bool


@dataclass(frozen=True)
class AgreementPage:
    """The agreement to read, and to sign when it waits for a signature."""

    template: ClassVar[str] = "client/agreement.html"
    shown: AgreementWords | None
    in_force: AgreementWords | None  # while another version waits
    form: Form | None
    signed: bool


@dataclass(frozen=True)
class GoalToRate:
    """One goal with its marks and words."""

    row: GoalRow
    rating: BoundField
    note: BoundField


@dataclass(frozen=True)
class GoalsPage:
    """The goals, and rating them."""

    template: ClassVar[str] = "client/goals.html"
    goals: tuple[GoalToRate, ...]
    form: Form
    course_open: bool


@dataclass(frozen=True)
class StayingWellPage:
    """The plan for staying well as it is read and printed."""

    template: ClassVar[str] = "client/plan_staying_well.html"
    plan: PlanInWords
    is_empty: bool
    last_session: date | None
    version: int


@dataclass(frozen=True)
class StayingWellEditPage:
    """The plan for staying well as it is written."""

    template: ClassVar[str] = "client/plan_staying_well_edit.html"
    form: Form
    other: PlanInWords | None  # what was saved meanwhile
    typed: Typed | None  # what the writer typed before and has not saved


def areas_in_words(codes: list[str]) -> tuple[str, ...]:
    return tuple(library().get(ProblemArea, code).client_label for code in codes)


def goal_rows(course: Course) -> tuple[GoalRow, ...]:
    return tuple(
        GoalRow(goal, goal_line(goal.text, goal.start, goal.now, key=f"goal-{place}"))
        for place, goal in enumerate(goals(course), start=1)
    )


def plan_page(course: Course) -> PlanPage:
    plan = plan_for_staying_well(course)
    return PlanPage(
        line=course.focus_line,
        waiting=to_answer(course.client),
        formulation=formulations.current_formulation(course),
        agreement=agreements.agreement_in_force(course),
        goals=goal_rows(course),
        staying_well=plan,
        staying_well_open=plan is not None or ending(course) is not None or course.stage == "ending",
        to_read=lesson_lines(reading(course).first[:4]),
    )


def formulation_page(
    course: Course, form: Form | None, *, changed_meanwhile: bool = False
) -> FormulationPage:
    waiting = formulations.for_client(course)
    row = waiting or formulations.current_formulation(course)
    return FormulationPage(
        row=row,
        areas=areas_in_words(row.areas) if row else (),
        pieces=formulations.word_changes(row.statement, row.words) if row else (),
        changed=row is not None and row.words != row.statement,
        form=form if waiting else None,
        changed_meanwhile=changed_meanwhile,
    )


def _words(row: Agreement, course: Course) -> AgreementWords:
    words = agreements.not_better(courses.protocol(course))
    return AgreementWords(row, areas_in_words(row.areas), agreements.rhythm_in_words(row), words)


def agreement_page(course: Course, form: Form | None) -> AgreementPage:
    waiting, in_force = agreements.for_client(course), agreements.agreement_in_force(course)
    shown = waiting or in_force
    return AgreementPage(
        shown=_words(shown, course) if shown else None,
        in_force=_words(in_force, course) if waiting and in_force else None,
        form=form if waiting and waiting.client_signed_at is None else None,
        signed=bool(shown and shown.client_signed_at),
    )
