"""The exact contexts of the ending pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from django.forms import Form
from django.utils.safestring import SafeString

from kinweave.core.course import ending_open, ending_opens_at, missing_checks
from kinweave.people.models import User
from kinweave.people.unsaved import Typed
from kinweave.therapist.pages.agreement import GoalRow, goal_rows
from kinweave.therapist.pages.course_head import CourseHead, course_head
from kinweave.therapist.pages.scores_beside import Scores, scores_beside
from kinweave.treatment.forms.ending import EndForm, FollowUpForm, part_form
from kinweave.treatment.queries import circle as circles
from kinweave.treatment.queries import course as courses
from kinweave.treatment.queries import ending as endings
from kinweave.treatment.queries.staying_well import PlanInWords, plan_for_staying_well, plan_in_words
from kinweave.web.pictures.circle import CircleRow, circle_rows
from kinweave.web.pictures.circle import circle as drawn

if TYPE_CHECKING:
    from kinweave.treatment.models import Course, Ending, FollowUp

TAB = "ending"
NOT_BETTER = "not_better_at_the_end"


@dataclass(frozen=True)
class CirclesThenNow:
    """The circle of now with the first one as ghosts, the same in a list, and what changed in words."""

    picture: SafeString
    rows: tuple[CircleRow, ...]
    sentences: tuple[str, ...]


@dataclass(frozen=True)
class EndingPage:
    """Feelings, gains, what comes next, the plan, and closing the course."""

    template: ClassVar[str] = "therapist/ending.html"
    head: CourseHead
    ending: Ending | None
    opens_itself: bool  # so few sessions are left
    opens_at: int | None  # None when no end is set: then it is opened by hand alone
    forms: dict[str, Form]  # feelings, gains, next, follow_up, end; the refused one bound
    refused: str  # which of them was refused
    overtaken: bool
    scores: Scores
    circles: CirclesThenNow | None
    goals: tuple[GoalRow, ...]
    plan: PlanInWords | None
    follow_ups: tuple[FollowUp, ...]
    rule: tuple[str, str]  # what the protocol says when it is not better, and where that comes from
    missing: tuple[str, ...]
    course_open: bool
    stage: str


@dataclass(frozen=True)
class PlanPage:
    """The plan for staying well, written together."""

    template: ClassVar[str] = "therapist/ending_plan.html"
    head: CourseHead
    form: Form
    other: PlanInWords | None
    typed: Typed | None  # what the writer typed before and has not saved


def ending_page(
    user: User, course: Course, *, refused: str = "", form: Form | None = None, overtaken: bool = False
) -> EndingPage:
    state, row = courses.state(course), endings.ending(course)
    forms: dict[str, Form] = {"follow_up": FollowUpForm(), "end": EndForm()}
    if row is not None:
        forms |= {part: part_form(part, row) for part in ("feelings", "gains", "next")}
    if form is not None:
        forms[refused] = form
    plan = plan_for_staying_well(course)
    return EndingPage(
        head=course_head(user, course, tab=TAB),
        ending=row,
        opens_itself=ending_open(state) and state.ending_by_hand is None,
        opens_at=None if state.open_end else ending_opens_at(state.total, state.protocol.ending),
        forms=forms,
        refused=refused,
        overtaken=overtaken,
        scores=scores_beside(course),
        circles=then_and_now(course),
        goals=goal_rows(course),
        plan=plan_in_words(course, plan) if plan else None,
        follow_ups=tuple(endings.follow_ups(course)),
        rule=_rule(course),
        missing=tuple(check.title for check in missing_checks(state, state.protocol.ending_phase)),
        course_open=course.is_open,
        stage=course.get_stage_display(),
    )


def then_and_now(course: Course) -> CirclesThenNow | None:
    """The first circle kept in this course beside the one of now; None before one was kept."""
    first, now = circles.first_and_last_circles(course)
    if first is None:
        return None
    drawing = circles.drawing(now, first, key="circle-end")
    return CirclesThenNow(drawn(drawing), circle_rows(drawing), circles.changes(first, now).sentences)


def _rule(course: Course) -> tuple[str, str]:
    protocol = courses.protocol(course)
    rule = protocol.rule(NOT_BETTER)
    if rule is None:
        return ("", "")
    return (
        rule.then,
        "; ".join(protocol.sources[key] for key in rule.sources) or "Not yet checked against a source.",
    )
