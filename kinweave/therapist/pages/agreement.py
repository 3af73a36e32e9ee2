"""The exact contexts of the agreement pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from django.forms import Form
from django.utils.safestring import SafeString

from kinweave.core.problem_areas import ProblemArea
from kinweave.people.models import User
from kinweave.people.unsaved import Typed
from kinweave.shelf.queries import library
from kinweave.therapist.pages.course_head import CourseHead, course_head
from kinweave.treatment.actions.agreement import dates_of
from kinweave.treatment.queries import agreement as agreements
from kinweave.treatment.queries import course as courses
from kinweave.treatment.queries.goals import RatedGoal, goals
from kinweave.web.pictures.goal_line import goal_line

if TYPE_CHECKING:
    from kinweave.treatment.models import Agreement, Course

TAB = "agreement"


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
    dates: tuple[date, ...]  # of the sessions left under it; empty once it is in force
    rhythm: str  # how often, where it is not every week
    not_better: str  # what the plan for when it does not go well is called


@dataclass(frozen=True)
class AgreementPage:
    """The agreement in force, the one that waits for signatures, the goals, and every version."""

    template: ClassVar[str] = "therapist/agreement.html"
    head: CourseHead
    current: AgreementWords | None
    waiting: AgreementWords | None
    lacking: tuple[str, ...]  # before anybody can sign the waiting one
    goals: tuple[GoalRow, ...]
    versions: tuple[Agreement, ...]
    form: Form | None  # a refused signature
    course_open: bool


@dataclass(frozen=True)
class WritePage:
    """The agreement as it is written."""

    template: ClassVar[str] = "therapist/agreement_write.html"
    head: CourseHead
    form: Form
    change: bool
    may_stay_open: bool  # the protocol has no fixed end, and the ending has not been opened
    signed_by_one: bool
    other: AgreementWords | None  # what somebody else saved meanwhile
    typed: Typed | None  # what the writer typed before and has not saved


@dataclass(frozen=True)
class VersionPage:
    """One version as it stands."""

    template: ClassVar[str] = "therapist/agreement_version.html"
    head: CourseHead
    shown: AgreementWords


def agreement_words(row: Agreement, course: Course) -> AgreementWords:
    areas = tuple(library().get(ProblemArea, code).client_label for code in row.areas)
    dates = () if row.is_in_force else dates_of(row, courses.state(course))
    return AgreementWords(
        row, areas, dates, agreements.rhythm_in_words(row), agreements.not_better(courses.protocol(course))
    )


def goal_rows(course: Course) -> tuple[GoalRow, ...]:
    """The goals in order, each with its line."""
    return tuple(
        GoalRow(goal, goal_line(goal.text, goal.start, goal.now, key=f"goal-{place}"))
        for place, goal in enumerate(goals(course), start=1)
    )


def agreement_page(user: User, course: Course, form: Form | None = None) -> AgreementPage:
    rows = tuple(agreements.versions(course))
    current = next((row for row in rows if row.is_in_force), None)
    waiting = next((row for row in rows if not row.is_in_force), None)
    return AgreementPage(
        head=course_head(user, course, tab=TAB),
        current=agreement_words(current, course) if current else None,
        waiting=agreement_words(waiting, course) if waiting else None,
        lacking=tuple(agreements.lacking(waiting, courses.protocol(course))) if waiting else (),
        goals=goal_rows(course),
        versions=rows,
        form=form,
        course_open=course.is_open,
    )
