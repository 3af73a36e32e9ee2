"""The client's plan: answering the formulation, signing the agreement, rating goals, staying well."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from kinweave.client.pages import plan as pages
from kinweave.core import clock
from kinweave.core.course import Attendance
from kinweave.people import submissions, unsaved
from kinweave.people.access import ClientRequest, client_only
from kinweave.people.actions import Refused
from kinweave.treatment.actions import agreement as agreement_actions
from kinweave.treatment.actions import formulation as formulation_actions
from kinweave.treatment.actions import goals as goal_actions
from kinweave.treatment.actions import staying_well as plan_actions
from kinweave.treatment.actions.rows import Overtaken
from kinweave.treatment.forms.agreement import SignForm
from kinweave.treatment.forms.formulation import AnswerForm
from kinweave.treatment.forms.goals import RateForm
from kinweave.treatment.forms.staying_well import PlanForm, initial
from kinweave.treatment.letters.staying_well import pdf
from kinweave.treatment.queries import agreement as agreements
from kinweave.treatment.queries import course as courses
from kinweave.treatment.queries import formulation as formulations
from kinweave.treatment.queries.goals import open_goals
from kinweave.treatment.queries.staying_well import plan_course, plan_for_staying_well, plan_in_words
from kinweave.treatment.terms import Answer
from kinweave.web import here
from kinweave.web.show import show

if TYPE_CHECKING:
    from kinweave.treatment.models import Course

HOME = "client:plan"
STAYING_WELL = "staying-well"


def _course(request: ClientRequest) -> Course:
    course = plan_course(request.client)
    if course is None:
        raise Http404
    return course


def _carried_out(
    request: ClientRequest, form: Form, act: Callable[[], object], to: str
) -> HttpResponse | None:
    """Carry a valid form out once and go on; None when it was refused, with the reason in the form."""
    try:
        with submissions.once(request) as submission:
            act()
            submission.leads_to(reverse(to))
    except Overtaken:
        raise
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return None
    return redirect(submission.led_to)


@client_only
def plan(request: ClientRequest) -> HttpResponse:
    """Everything agreed, and what waits for an answer."""
    course = plan_course(request.client)
    return show(request, pages.NoPlanPage() if course is None else pages.plan_page(course))


@client_only
def formulation(request: ClientRequest) -> HttpResponse:
    """The formulation; the client's own answer when one is waited for."""
    course = _course(request)
    if done := submissions.led_to(request):
        return redirect(done)
    row = formulations.for_client(course)
    start = {"edit": row.statement, "version": row.version} if row else None
    form = AnswerForm(request.POST if request.method == "POST" else None, initial=start)
    if row is None and form.is_bound:
        messages.warning(request, "This was answered or changed meanwhile. Here is how it stands now.")
        return redirect("client:formulation")
    changed = False
    if row is not None and form.is_valid():
        given = form.cleaned_data
        try:
            answered = _carried_out(
                request,
                form,
                lambda: formulation_actions.answer(
                    formulation=row,
                    seen=given["version"],
                    response=Answer(given["response"]),
                    by=request.user,
                    said=given["said"],
                    edit=given["edit"],
                ),
                "client:formulation",
            )
            if answered:
                messages.success(request, "Your answer is kept. Your therapist can read it.")
                return answered
        except Overtaken as overtaken:
            data = request.POST.copy()
            data["version"] = str(row.version)
            form, changed = AnswerForm(data), True
            form.add_error(None, str(overtaken))
    page = pages.formulation_page(course, form, changed_meanwhile=changed)
    return show(request, page, status=409 if changed else 422 if form.is_bound else 200)


@client_only
def agreement(request: ClientRequest) -> HttpResponse:
    """The agreement; the client's own signature when one is waited for."""
    course = _course(request)
    if done := submissions.led_to(request):
        return redirect(done)
    row = agreements.for_client(course)
    form = SignForm(
        request.POST if request.method == "POST" else None, initial={"version": row.version if row else 0}
    )
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            if row is None:
                raise Refused("There is nothing to sign now. This is how the agreement stands.")
            seen, given = form.cleaned_data["version"], row
            signed = _carried_out(
                request,
                form,
                lambda: agreement_actions.sign(agreement=given, seen=seen, by=request.user),
                "client:agreement",
            )
            if signed:
                messages.success(request, "You have signed. It stays as it is now.")
                return signed
        except Overtaken:
            form = SignForm(initial={"version": row.version if row else 0})
            messages.warning(request, "The words have changed since you read them. Please read them again.")
            status = 409
        except Refused as refusal:
            messages.warning(request, str(refusal))
    return show(request, pages.agreement_page(course, form), status=status)


@client_only
def goals(request: ClientRequest) -> HttpResponse:
    """The goals, and a mark from 0 to 10 for each."""
    course = _course(request)
    if done := submissions.led_to(request):
        return redirect(done)
    rows = pages.goal_rows(course)
    form = RateForm(request.POST if request.method == "POST" else None, goals=[row.goal for row in rows])
    if not course.is_open and form.is_bound:
        return redirect("client:goals")
    if form.is_valid():
        rated = _carried_out(
            request,
            form,
            lambda: goal_actions.rate(
                ratings=form.ratings(), goals=list(open_goals(course)), by=request.user
            ),
            HOME,
        )
        if rated:
            messages.success(request, "Your marks are kept.")
            return rated
    shown = tuple(
        pages.GoalToRate(row, form[f"rating_{row.goal.id}"], form[f"note_{row.goal.id}"]) for row in rows
    )
    return show(request, pages.GoalsPage(shown, form, course.is_open), status=422 if form.is_bound else 200)


@client_only
def staying_well(request: ClientRequest) -> HttpResponse:
    """The plan for staying well, to read and to print; also after the end."""
    course = _course(request)
    row = plan_for_staying_well(course)
    ahead = courses.sessions(course).filter(attendance=Attendance.PLANNED, starts_at__gte=clock.now()).last()
    page = pages.StayingWellPage(
        plan=plan_in_words(course, row),
        is_empty=row is None,
        last_session=here.day(ahead.starts_at) if ahead and course.is_open else None,
        version=row.version if row else 0,
    )
    return show(request, page)


@client_only
def staying_well_edit(request: ClientRequest) -> HttpResponse:
    """Write in the plan for staying well."""
    course = _course(request)
    if done := submissions.led_to(request):
        return redirect(done)
    held, other = plan_for_staying_well(course), None
    version = held.version if held else 0
    form = PlanForm(request.POST if request.method == "POST" else None, initial=initial(held))
    if typed := unsaved.typed(request, request.client, STAYING_WELL):
        form = unsaved.as_typed(PlanForm(typed.on_version(version)))
        other = plan_in_words(course, held) if typed.seen != version else None
    elif form.is_valid():
        seen = form.cleaned_data["version"]
        try:
            written = _carried_out(
                request,
                form,
                lambda: _write_plan(request, course, form, seen),
                "client:staying_well",
            )
            if written:
                return written
        except Overtaken as overtaken:
            row = plan_for_staying_well(course)
            data = request.POST.copy()
            data["version"] = str(row.version if row else 0)
            form, other = PlanForm(data), plan_in_words(course, row)
            form.add_error(None, str(overtaken))
    page = pages.StayingWellEditPage(form, other, typed)
    return show(request, page, status=200 if typed else 409 if other else 422 if form.is_bound else 200)


def _write_plan(request: ClientRequest, course: Course, form: PlanForm, seen: int) -> None:
    plan_actions.write(course=course, values=form.values(), seen=seen, by=request.user)
    unsaved.saved(request, request.client, STAYING_WELL)


@client_only
def staying_well_pdf(request: ClientRequest) -> HttpResponse:
    """The plan for staying well as a PDF. Its name gives nothing away."""
    course = _course(request)
    made = pdf(plan_in_words(course, plan_for_staying_well(course)))
    named = {"Content-Disposition": 'attachment; filename="my-plan.pdf"'}
    return HttpResponse(made, content_type="application/pdf", headers=named)
