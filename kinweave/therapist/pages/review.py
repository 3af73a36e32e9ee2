"""The exact context of the review half way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from django.forms import Form

from kinweave.core.course import mid_review_at, mid_review_due
from kinweave.people.models import User
from kinweave.therapist.pages.agreement import GoalRow, goal_rows
from kinweave.therapist.pages.course_head import CourseHead, course_head
from kinweave.therapist.pages.formulation import Shown, shown
from kinweave.therapist.pages.scores_beside import Scores, scores_beside
from kinweave.treatment.queries import course as courses
from kinweave.treatment.queries.agreement import agreement_in_force
from kinweave.treatment.queries.formulation import current_formulation
from kinweave.treatment.queries.review import SecondLook, reviews, second_look

if TYPE_CHECKING:
    from kinweave.treatment.models import Course, Review

TAB = "review"


@dataclass(frozen=True)
class ReviewPage:
    """First and latest scores, goals, the formulation read again, the rule, and what was decided."""

    template: ClassVar[str] = "therapist/review.html"
    head: CourseHead
    due: bool
    due_at: int  # the session it belongs to
    open_end: bool  # no last session is set: it is the review the agreement names, not one half way
    scores: Scores
    goals: tuple[GoalRow, ...]
    formulation: Shown | None
    second_look: SecondLook | None
    share_in_words: str
    nonresponse_plan: str  # as the agreement says
    reviews: tuple[Review, ...]
    form: Form
    course_open: bool


def review_page(user: User, course: Course, form: Form, scores: Scores | None = None) -> ReviewPage:
    state, beside = courses.state(course), scores or scores_beside(course)
    formulation, agreement = current_formulation(course), agreement_in_force(course)
    look = second_look(course, *beside.main)
    return ReviewPage(
        head=course_head(user, course, tab=TAB),
        due=state.left <= 1 if state.open_end else mid_review_due(state),
        due_at=state.total if state.open_end else mid_review_at(state.protocol, state.total),
        open_end=state.open_end,
        scores=beside,
        goals=goal_rows(course),
        formulation=shown(formulation) if formulation else None,
        second_look=look,
        share_in_words=_share(look),
        nonresponse_plan=agreement.nonresponse_plan if agreement else "",
        reviews=tuple(reviews(course)),
        form=form,
        course_open=course.is_open,
    )


def _share(look: SecondLook | None) -> str:
    """How far the main score has moved, in whole per cent of the first."""
    if look is None or look.share is None:
        return ""
    percent = round(abs(look.share) * 100)
    if percent == 0:
        return "the same as at the start"
    return f"{'down' if look.share > 0 else 'up'} by {percent} % of the first score"
