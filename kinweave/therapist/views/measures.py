"""Measures of one client: charts, entering for the client, asking for more, putting answers right."""

from __future__ import annotations

from datetime import datetime, time
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import get_current_timezone, localtime
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kinweave.audit import actions as audit
from kinweave.audit.acts import Act
from kinweave.core import clock
from kinweave.core.instruments import Instrument
from kinweave.measures import actions
from kinweave.measures.forms.answers import AnswersForm, AskForm, CorrectionForm, EnteredForm
from kinweave.measures.queries import responses
from kinweave.people import submissions
from kinweave.people.access import UserRequest, clinician
from kinweave.people.actions import Refused
from kinweave.therapist.pages.course_head import CourseHead, course_head
from kinweave.therapist.pages.measures import CorrectPage, EnterPage
from kinweave.therapist.views import measures_parts as parts
from kinweave.treatment.queries import course as courses
from kinweave.web.show import show
from kinweave.web.words import full_date


@require_GET
@clinician
def measures(request: UserRequest, client_id: UUID) -> HttpResponse:
    course = courses.latest(request.user, client_id)
    audit.record(Act.RECORD_READ, by=request.user, client_id=client_id, reason="measures")
    return show(request, parts.measures_page(request.user, course))


@require_POST
@clinician
def ask(request: UserRequest, client_id: UUID) -> HttpResponse:
    """Ask the client for one more instrument."""
    course = courses.writable(request.user, client_id)
    form = AskForm(parts.may_be_asked(), request.POST)
    if not form.is_valid():
        return show(request, parts.measures_page(request.user, course, form), status=422)
    instrument = responses.instrument(form.cleaned_data["code"])
    actions.ask(course=course, instrument=instrument, by=request.user)
    messages.success(request, f"{instrument.title} waits on the client’s first page.")
    return redirect("therapist:measures", client_id)


@require_POST
@clinician
def withdraw(request: UserRequest, client_id: UUID, assignment_id: UUID) -> HttpResponse:
    """Stop asking for something that was not answered yet."""
    assignment = responses.assignment(request.user, assignment_id)
    if assignment.client_id != client_id:
        raise Http404
    try:
        actions.withdraw(assignment=assignment, by=request.user)
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("therapist:measures", client_id)


@require_http_methods(["GET", "POST"])
@clinician
def enter(request: UserRequest, client_id: UUID, code: str) -> HttpResponse:
    """Write in what the client answered on paper or by telephone."""
    course = courses.writable(request.user, client_id)
    instrument = responses.instrument(code)
    if done := submissions.led_to(request):
        return redirect(done)
    today = localtime(clock.now()).date()
    form = EnteredForm(instrument, request.POST or None, initial={"on": today})
    form.today = today
    if request.method == "POST" and form.is_valid():
        try:
            with submissions.once(request) as submission:
                actions.enter_response(
                    course=course,
                    instrument=instrument,
                    answers=form.answers,
                    at=_moment(form),
                    by=request.user,
                )
                submission.leads_to(reverse("therapist:measures", args=[client_id]))
            return redirect(submission.led_to)
        except Refused as refused:
            form.add_error(None, str(refused))
    page = EnterPage(
        head=course_head(request.user, course, tab="measures"),
        code=code,
        title=instrument.title,
        stem=instrument.preamble,
        notice=instrument.why_no_text or instrument.notice,
        form=form,
    )
    return show(request, page, status=422 if request.method == "POST" else 200)


def _moment(form: EnteredForm) -> datetime:
    """The day given: now when it is today, else midday of it."""
    day, now = form.cleaned_data["on"], localtime(clock.now())
    return now if day == now.date() else datetime.combine(day, time(12), tzinfo=get_current_timezone())


@require_http_methods(["GET", "POST"])
@clinician
def correct(request: UserRequest, client_id: UUID, response_id: UUID) -> HttpResponse:
    """Put a response right; the first form is kept beside the new one."""
    course = courses.writable(request.user, client_id)
    response = responses.response(request.user, response_id)
    if response.client_id != client_id:
        raise Http404
    if done := submissions.led_to(request):
        return redirect(done)
    instrument = responses.instrument_of(response)
    form = CorrectionForm(
        instrument, request.POST or None, initial=AnswersForm.initial_from(response.answers)
    )
    if request.method == "POST" and form.is_valid():
        try:
            with submissions.once(request) as submission:
                actions.correct_response(
                    response=response,
                    answers=form.answers,
                    reason=form.cleaned_data["reason"],
                    by=request.user,
                )
                submission.leads_to(reverse("therapist:measures", args=[client_id]))
            return redirect(submission.led_to)
        except Refused as refused:
            form.add_error(None, str(refused))
    head = course_head(request.user, course, tab="measures")
    page = _correct_page(head, instrument, response_id, response.answered_at, form)
    return show(request, page, status=422 if request.method == "POST" else 200)


def _correct_page(
    head: CourseHead, instrument: Instrument, response_id: UUID, at: datetime, form: CorrectionForm
) -> CorrectPage:
    return CorrectPage(head, response_id, instrument.title, full_date(localtime(at).date()), form)
