"""The ending: opened, talked about, written down, and the course closed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from kinweave.audit import actions as audit
from kinweave.audit.acts import Act
from kinweave.core.course import Stage
from kinweave.people import submissions, unsaved
from kinweave.people.access import UserRequest, clinician
from kinweave.people.actions import Refused
from kinweave.therapist.pages import ending as pages
from kinweave.therapist.pages.course_head import course_head
from kinweave.therapist.pages.scores_beside import scores_beside
from kinweave.treatment.actions import ending as actions
from kinweave.treatment.actions import staying_well as plan_actions
from kinweave.treatment.actions.rows import Overtaken
from kinweave.treatment.forms.ending import PARTS, EndForm, FollowUpForm
from kinweave.treatment.forms.staying_well import PlanForm, initial
from kinweave.treatment.letters.staying_well import pdf
from kinweave.treatment.queries import course as courses
from kinweave.treatment.queries import ending as endings
from kinweave.treatment.queries.staying_well import plan_for_staying_well, plan_in_words
from kinweave.web.show import show

if TYPE_CHECKING:
    from kinweave.treatment.models import Course

PLAN = "staying-well"


@clinician
def ending(request: UserRequest, client_id: UUID) -> HttpResponse:
    """Everything of the ending on one page."""
    course = courses.latest(request.user, client_id)
    audit.record(Act.RECORD_READ, by=request.user, client_id=client_id, reason="ending")
    return show(request, pages.ending_page(request.user, course))


def _carry_out(
    request: UserRequest, course: Course, part: str, form: Form, act: Callable[[], object]
) -> HttpResponse:
    """Carry a valid form out once; show the page again with the reason when it was refused."""
    overtaken = False
    if form.is_valid():
        try:
            with submissions.once(request) as submission:
                act()
                submission.leads_to(reverse("therapist:ending", args=[course.client_id]))
            return redirect(f"{submission.led_to}#{part}")
        except Overtaken as conflict:
            overtaken = True
            form = _seen_again(request, form, endings.ending(course))
            form.add_error(None, str(conflict))
        except Refused as refusal:
            form.add_error(None, str(refusal))
    page = pages.ending_page(request.user, course, refused=part, form=form, overtaken=overtaken)
    return show(request, page, status=409 if overtaken else 422)


def _seen_again(request: UserRequest, form: Form, row: object) -> Form:
    """What was typed, on the version that has now been seen."""
    data = request.POST.copy()
    data["version"] = str(getattr(row, "version", 0))
    return type(form)(data)


@clinician
@require_POST
def begin(request: UserRequest, client_id: UUID) -> HttpResponse:
    """Open the ending by hand, or begin to write about the one that opened itself."""
    course = courses.writable(request.user, client_id)
    if done := submissions.led_to(request):
        return redirect(done)
    form = Form(request.POST)
    return _carry_out(
        request, course, "open", form, lambda: actions.open_ending(course=course, by=request.user)
    )


@clinician
@require_POST
def write(request: UserRequest, client_id: UUID, part: str) -> HttpResponse:
    """Save one part: feelings, gains, or what comes next."""
    course = courses.writable(request.user, client_id)
    if done := submissions.led_to(request):
        return redirect(done)
    row = endings.ending(course)
    if part not in PARTS or row is None:
        raise Http404
    form = PARTS[part](request.POST)
    return _carry_out(
        request,
        course,
        part,
        form,
        lambda: actions.write(
            ending=row,
            part=part,
            values=form.cleaned_data,
            seen=form.cleaned_data["version"],
            by=request.user,
        ),
    )


@clinician
@require_POST
def follow_up(request: UserRequest, client_id: UUID) -> HttpResponse:
    """Plan a meeting after the last session."""
    course = courses.writable(request.user, client_id)
    if done := submissions.led_to(request):
        return redirect(done)
    form = FollowUpForm(request.POST)
    return _carry_out(
        request,
        course,
        "follow_up",
        form,
        lambda: actions.plan_follow_up(
            course=course,
            starts_at=form.starts_at(ZoneInfo(course.service.time_zone)),
            kind=form.cleaned_data["kind"],
            with_whom=form.cleaned_data["with_whom"],
            by=request.user,
        ),
    )


@clinician
@require_POST
def cancel(request: UserRequest, client_id: UUID, follow_up_id: UUID) -> HttpResponse:
    """Take a meeting after the end off again."""
    course = courses.writable(request.user, client_id)
    row = get_object_or_404(endings.follow_ups(course), pk=follow_up_id)
    actions.cancel_follow_up(follow_up=row, by=request.user)
    return redirect("therapist:ending", client_id)


@clinician
@require_POST
def end(request: UserRequest, client_id: UUID) -> HttpResponse:
    """Finish the course, or say how else it ends."""
    course = courses.writable(request.user, client_id)
    if done := submissions.led_to(request):
        return redirect(done)
    form = EndForm(request.POST)
    answer = _carry_out(
        request,
        course,
        "end",
        form,
        lambda: actions.end_course(
            course=course,
            to=Stage(form.cleaned_data["to"]),
            reason=form.cleaned_data["reason"],
            outcome=scores_beside(course).kept(),
            by=request.user,
        ),
    )
    if answer.status_code == 302:
        messages.success(request, "Recorded. The plan for staying well stays with the client.")
    return answer


@clinician
def plan(request: UserRequest, client_id: UUID) -> HttpResponse:
    """Write in the plan for staying well together."""
    course = courses.writable(request.user, client_id)
    if done := submissions.led_to(request):
        return redirect(done)
    held, other = plan_for_staying_well(course), None
    version = held.version if held else 0
    form = PlanForm(request.POST if request.method == "POST" else None, initial=initial(held))
    if typed := unsaved.typed(request, course.client, PLAN):
        form = unsaved.as_typed(PlanForm(typed.on_version(version)))
        other = plan_in_words(course, held) if typed.seen != version else None
    elif form.is_valid():
        seen = form.cleaned_data["version"]
        try:
            with submissions.once(request) as submission:
                plan_actions.write(course=course, values=form.values(), seen=seen, by=request.user)
                unsaved.saved(request, course.client, PLAN)
                submission.leads_to(reverse("therapist:ending", args=[client_id]))
            return redirect(f"{submission.led_to}#plan")
        except Overtaken as overtaken:
            row = plan_for_staying_well(course)
            other = plan_in_words(course, row)
            again = _seen_again(request, form, row)
            again.add_error(None, str(overtaken))
            form = again if isinstance(again, PlanForm) else form
    page = pages.PlanPage(course_head(request.user, course, tab=pages.TAB), form, other, typed)
    return show(request, page, status=200 if typed else 409 if other else 422 if form.is_bound else 200)


@clinician
def plan_pdf(request: UserRequest, client_id: UUID) -> HttpResponse:
    """The plan for staying well as a PDF."""
    course = courses.latest(request.user, client_id)
    audit.record(Act.RECORD_READ, by=request.user, client_id=client_id, reason="plan for staying well")
    made = pdf(plan_in_words(course, plan_for_staying_well(course)))
    named = {"Content-Disposition": 'attachment; filename="plan.pdf"'}
    return HttpResponse(made, content_type="application/pdf", headers=named)
