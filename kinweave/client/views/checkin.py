"""The check-in: one question a page, each answer saved as it is given, help in the same response."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kinweave.client.pages import checkin as pages
from kinweave.client.read_by import read_by
from kinweave.client.views import checkin_parts as parts
from kinweave.measures import actions
from kinweave.measures.forms.answers import AnswersForm, MoodForm, QuestionForm
from kinweave.measures.queries import due, questions, responses
from kinweave.people.access import ClientRequest, client_only
from kinweave.people.actions import Refused
from kinweave.treatment.queries import course as courses
from kinweave.web.show import show


@require_http_methods(["GET", "POST"])
@client_only
def check_in(request: ClientRequest) -> HttpResponse:
    """What is asked now (GET), and beginning or going on with it (POST)."""
    course = courses.of_client(request.client)
    if course is None:
        return redirect("client:home")
    found = due.check_in(course)
    if request.method == "POST" and (found.due or found.set_aside):
        actions.ensure_due(course=course, session=found.session, by=request.user)
        return redirect(parts.first_question(due.check_in(course)) or reverse("client:home"))
    return show(request, parts.check_in_page(request, found))


@require_POST
@client_only
def not_today(request: ClientRequest) -> HttpResponse:
    """Set everything that is asked now aside."""
    course = courses.of_client(request.client)
    if course is None:
        return redirect("client:home")
    found = due.check_in(course)
    with transaction.atomic():
        if any(each.assignment is None for each in found.due):
            actions.ensure_due(course=course, session=found.session, by=request.user)
            found = due.check_in(course)
        for each in found.due:
            if each.assignment is not None:
                actions.skip(assignment=each.assignment, by=request.user)
    messages.success(request, "That is fine. The questions stay here until your session.")
    return redirect("client:home")


@require_http_methods(["GET", "POST"])
@client_only
def question(request: ClientRequest, assignment_id: UUID) -> HttpResponse:
    """One question. Sent back, its answer is saved and the next one comes; the last one sends the form."""
    assignment = responses.assignment(request.user, assignment_id)
    asked = questions.asked(responses.instrument_of(assignment), assignment.answers)
    if request.method == "POST":
        return _answer(request, assignment_id, asked)
    if not assignment.may_answer:
        return redirect("client:thanks")
    if (
        "item" not in request.GET
    ):  # each question has an address of its own, so that going back shows it again
        return redirect(f"{request.path}?item={asked.first_open}")
    position = parts.position_in(request.GET["item"], asked)
    return show(request, parts.question_page(assignment, asked, position))


def _answer(request: ClientRequest, assignment_id: UUID, asked: questions.Asked) -> HttpResponse:
    assignment = responses.assignment(request.user, assignment_id)
    code = request.POST.get("item", "")
    if code not in {item.code for item in asked.items}:
        words = "That question is not on this form. Here is the one to go on with."
        return show(request, parts.question_page(assignment, asked, asked.first_open, words), status=422)
    if "leave" in request.POST:
        return parts.save_and_go_on(request, assignment, {code: None}, parts.after_one(code))
    form = QuestionForm(asked.instrument, asked.instrument.item(code), request.POST)
    if not form.is_valid():
        words = form.error
        return show(request, parts.question_page(assignment, asked, asked.position(code), words), status=422)
    return parts.save_and_go_on(request, assignment, {code: form.answer}, parts.after_one(code))


@require_http_methods(["GET", "POST"])
@client_only
def all_questions(request: ClientRequest, assignment_id: UUID) -> HttpResponse:
    """Every question on one page, for those who prefer it."""
    assignment = responses.assignment(request.user, assignment_id)
    instrument = responses.instrument_of(assignment)
    if request.method != "POST":
        if not assignment.may_answer:
            return redirect("client:thanks")
        form = AnswersForm(instrument, initial=AnswersForm.initial_from(assignment.answers))
        return show(request, parts.all_page(assignment, form))
    form = AnswersForm(instrument, request.POST)
    if form.is_valid():
        return parts.save_and_go_on(request, assignment, form.answers, parts.after_all)
    kept = {code: value for code, value in form.answers.items() if value is not None}
    if questions.calls_for_help(instrument, {}, kept):
        return parts.save_and_go_on(request, assignment, kept, parts.stay)
    return show(request, parts.all_page(assignment, form), status=422)


@require_http_methods(["GET", "POST"])
@client_only
def look_over(request: ClientRequest, assignment_id: UUID) -> HttpResponse:
    """Before sending a form with gaps: what has no answer yet, and sending it as it is."""
    assignment = responses.assignment(request.user, assignment_id)
    if not assignment.may_answer:
        return redirect("client:thanks")
    if request.method != "POST":
        return show(request, parts.look_over_page(request, assignment))
    try:
        actions.record_response(assignment=assignment, answers=assignment.answers, by=request.user)
    except Refused as refused:
        messages.error(request, str(refused))
        return show(request, parts.look_over_page(request, assignment), status=422)
    return redirect(parts.what_is_next(request))


@require_GET
@client_only
def thanks(request: ClientRequest) -> HttpResponse:
    """The form is sent."""
    course = courses.of_client(request.client)
    asked = due.check_in(course) if course is not None else None
    return show(
        request,
        pages.ThanksPage(
            therapist=parts.therapist_name(request),
            change=parts.change_words(course) if course is not None else "",
            more=bool(asked and asked.due),
        ),
    )


@require_http_methods(["GET", "POST"])
@client_only
def mood(request: ClientRequest) -> HttpResponse:
    """How the client is at this moment."""
    form = MoodForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return parts.keep_mood(request, form)
    status = 422 if request.method == "POST" else 200
    said = read_by(courses.of_client(request.client), parts.therapist_name(request))
    return show(request, pages.MoodPage(form=form, read_by=said), status=status)
