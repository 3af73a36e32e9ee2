"""The review half way: looked at together, decided, recorded once."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from kinweave.audit import actions as audit
from kinweave.audit.acts import Act
from kinweave.people import submissions
from kinweave.people.access import UserRequest, clinician
from kinweave.people.actions import Refused
from kinweave.therapist.pages.review import review_page
from kinweave.therapist.pages.scores_beside import Scores, scores_beside
from kinweave.treatment.actions.review import record_review
from kinweave.treatment.forms.review import ReviewForm
from kinweave.treatment.queries import course as courses
from kinweave.treatment.queries.formulation import current_formulation
from kinweave.treatment.queries.review import RULE
from kinweave.treatment.terms import Decision, StillFits
from kinweave.web.show import show

if TYPE_CHECKING:
    from kinweave.treatment.models import Course


@clinician
def review(request: UserRequest, client_id: UUID) -> HttpResponse:
    """Look back half way, and record what was decided."""
    posted = request.method == "POST"
    course = (courses.writable if posted else courses.latest)(request.user, client_id)
    if done := submissions.led_to(request):
        return redirect(done)
    rule = courses.protocol(course).rule(RULE)
    form = ReviewForm(
        request.POST if request.method == "POST" else None,
        decisions=rule.choices if rule else (),
        with_formulation=current_formulation(course) is not None,
    )
    scores = scores_beside(course)
    if form.is_valid():
        try:
            with submissions.once(request) as submission:
                _record(request, course, form, scores)
                submission.leads_to(_next(form, client_id))
            return redirect(submission.led_to)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    if not posted:
        audit.record(Act.RECORD_READ, by=request.user, client_id=client_id, reason="review")
    page = review_page(request.user, course, form, scores)
    return show(request, page, status=422 if form.is_bound else 200)


def _record(request: UserRequest, course: Course, form: ReviewForm, scores: Scores) -> None:
    given = form.cleaned_data
    record_review(
        course=course,
        decision=Decision(given["decision"]),
        reason=given["reason"],
        by=request.user,
        still_fits=StillFits(given["still_fits"]) if given.get("still_fits") else None,
        client_said=given["client_said"],
        scores=scores.kept(),
    )


def _next(form: ReviewForm, client_id: UUID) -> str:
    """Where the decision is carried on: the new formulation, the agreement, or back to the review."""
    to = {
        Decision.CHANGE_FOCUS.value: "therapist:formulation_write",
        Decision.MORE_OFTEN.value: "therapist:agreement_write",
    }
    return reverse(to.get(form.cleaned_data["decision"], "therapist:review"), args=[client_id])
