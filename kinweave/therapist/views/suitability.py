"""Symptoms and suitability: the review written together, the rules it meets, and what people decide."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from kinweave.audit import actions as audit
from kinweave.audit.acts import Act
from kinweave.core import clock
from kinweave.people import submissions
from kinweave.people.access import UserRequest, clinician
from kinweave.people.actions import Refused
from kinweave.people.queries import may_write
from kinweave.therapist.pages import suitability as pages
from kinweave.therapist.pages.course_head import course_head
from kinweave.treatment.actions import suitability as actions
from kinweave.treatment.actions.rows import Overtaken
from kinweave.treatment.forms.suitability import DecisionForm, SuitabilityForm, start
from kinweave.treatment.queries import course as courses
from kinweave.treatment.queries import suitability as queries
from kinweave.treatment.terms import SuitabilityChoice
from kinweave.web import words
from kinweave.web.show import show

if TYPE_CHECKING:
    from kinweave.treatment.models import Course, SuitabilityReview


@clinician
def suitability(request: UserRequest, client_id: UUID) -> HttpResponse:
    """The review in short, the rules that apply, and what was decided."""
    course = courses.latest(request.user, client_id)
    audit.record(Act.RECORD_READ, by=request.user, client_id=client_id, reason="suitability")
    return _page(request, course, None)


def _page(
    request: UserRequest, course: Course, form: DecisionForm | None, *, other: bool = False, status: int = 200
) -> HttpResponse:
    row = queries.review_of(course)
    if form is None and course.is_open and may_write(request.user, course.client):
        form = DecisionForm(initial={"version": row.version if row else 0})
    page = pages.SuitabilityPage(
        head=course_head(request.user, course, tab=pages.TAB),
        summary=pages.summary(row) if row else None,
        weighed=queries.weigh(course, row),
        settled=queries.diagnosis_is_settled(row),
        decisions=tuple(queries.decisions(course)),
        form=form,
        other=other,
    )
    return show(request, page, status=status)


@clinician
def write(request: UserRequest, client_id: UUID) -> HttpResponse:
    """Write the review; it saves itself while being written."""
    course = courses.writable(request.user, client_id)
    if done := submissions.led_to(request):
        return redirect(done)
    if not course.is_open:
        return redirect("therapist:suitability", client_id)
    row = queries.review_of(course)
    form = _form(request, course, row)
    if not form.is_valid():
        return _write_page(request, course, form, status=422 if form.is_bound else 200)
    try:
        with submissions.once(request) as submission:
            seen = form.cleaned_data["version"]
            actions.save_review(course=course, values=form.values(), seen=seen, by=request.user)
            submission.leads_to(reverse("therapist:suitability", args=[client_id]))
    except Overtaken:
        return _overtaken(request, course, form)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _write_page(request, course, form, status=422)
    return redirect(submission.led_to)


@clinician
@require_POST
def keep(request: UserRequest, client_id: UUID) -> JsonResponse:
    """Save while it is being written (see autosave.js); what is still half done is no error."""
    course = courses.writable(request.user, client_id)
    form = _form(request, course, None, draft=True)
    if not form.is_valid():
        said = {name: " ".join(map(str, errors)) for name, errors in form.errors.items()}
        return JsonResponse({"errors": said}, status=400)
    try:
        seen = form.cleaned_data["version"]
        row = actions.save_review(course=course, values=form.values(), seen=seen, by=request.user, draft=True)
    except Overtaken:
        return JsonResponse({"merge": reverse("therapist:suitability_write", args=[client_id])}, status=409)
    except Refused as refusal:
        return JsonResponse({"errors": {"onset_when": str(refusal)}}, status=400)
    return JsonResponse({"version": row.version, "saved": words.clock(timezone.localtime(clock.now()))})


def _form(
    request: UserRequest, course: Course, row: SuitabilityReview | None, *, draft: bool = False
) -> SuitabilityForm:
    protocol = courses.protocol(course)
    return SuitabilityForm(request.POST or None, protocol=protocol, draft=draft, initial=start(row))


def _overtaken(request: UserRequest, course: Course, form: SuitabilityForm) -> HttpResponse:
    """Their text beside one's own, on the version that has now been seen."""
    row = queries.review_of(course)
    data = request.POST.copy()
    data["version"] = str(row.version if row else 0)
    again = SuitabilityForm(data, protocol=courses.protocol(course), draft=True)
    again.is_valid()
    again.add_error(
        None, "This was changed in the meantime, here or on another device. Both texts are below."
    )
    return _write_page(request, course, again, other=form.differences(row), status=409)


def _write_page(
    request: UserRequest,
    course: Course,
    form: SuitabilityForm,
    *,
    other: tuple[tuple[str, str], ...] = (),
    status: int = 200,
) -> HttpResponse:
    page = pages.SuitabilityWritePage(
        head=course_head(request.user, course, tab=pages.TAB),
        form=form,
        symptoms=form.symptom_parts(),
        screens=form.screen_parts(),
        records=form.record_parts(),
        other=other,
        autosaves=not other,
    )
    return show(request, page, status=status)


@clinician
@require_POST
def decide(request: UserRequest, client_id: UUID) -> HttpResponse:
    """Record what was decided."""
    course = courses.writable(request.user, client_id)
    if done := submissions.led_to(request):
        return redirect(done)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return _page(request, course, form, status=422)
    given = form.cleaned_data
    try:
        with submissions.once(request) as submission:
            actions.decide(
                course=course, choice=SuitabilityChoice(given["choice"]), reason=given["reason"], by=request.user,
                seen=given["version"], conditions=given["conditions"], offered=given["offered"],
                offered_to=given["offered_to"],
            )  # fmt: skip
            submission.leads_to(reverse("therapist:suitability", args=[client_id]))
    except Overtaken:
        return _decide_again(request, course)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _page(request, course, form, status=422)
    messages.success(request, "The decision is recorded.")
    return redirect(submission.led_to)


def _decide_again(request: UserRequest, course: Course) -> HttpResponse:
    row = queries.review_of(course)
    data = request.POST.copy()
    data["version"] = str(row.version if row else 0)
    form = DecisionForm(data)
    form.add_error(
        None, "The review was changed while you wrote. Look at it again above, then record the decision."
    )
    return _page(request, course, form, other=True, status=409)


@clinician
def decision(request: UserRequest, client_id: UUID, number: int) -> HttpResponse:
    """One decision as it was recorded."""
    course = courses.latest(request.user, client_id)
    row = queries.decisions(course).filter(number=number).first()
    if row is None:
        raise Http404
    audit.record(Act.RECORD_READ, by=request.user, client_id=client_id, reason="suitability")
    page = pages.SuitabilityDecisionPage(
        head=course_head(request.user, course, tab=pages.TAB),
        row=row,
        told=pages.told(row.review.get("symptoms", {})),
        rules=row.rules,
    )
    return show(request, page)
