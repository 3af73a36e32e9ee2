"""What the views of the check-in share: making its pages, saving, and where to go next."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.contrib import messages
from django.db import DatabaseError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import localtime

from kinweave.audit import actions as audit
from kinweave.client.pages import checkin as pages
from kinweave.core import clock
from kinweave.core.answers import Answers
from kinweave.measures import actions
from kinweave.measures.forms.answers import AnswersForm, MoodForm
from kinweave.measures.queries import change, due, questions, responses, scores
from kinweave.people import queries as people
from kinweave.people import submissions
from kinweave.people.access import ClientRequest
from kinweave.people.actions import Refused
from kinweave.safety import queries as safety
from kinweave.safety.forms import ReplyForm
from kinweave.treatment.queries import course as courses
from kinweave.web.show import show
from kinweave.web.words import count_of, moment_in_words

if TYPE_CHECKING:
    from kinweave.measures.models import Assignment
    from kinweave.treatment.models import Course

Next = Callable[[ClientRequest, "Assignment"], str]
LONG = 7
"""From so many options on, answers stand in one row of figures with words at both ends."""


def therapist_name(request: ClientRequest) -> str:
    """The first name of who treats the client; "your therapist" while there is nobody."""
    found = people.therapist_of(request.client)
    return found.name.split()[0] if found and found.name else "your therapist"


def address(name: str, assignment: Assignment) -> str:
    """The address of a page about one assignment."""
    return reverse(f"client:{name}", args=[assignment.id])


def first_question(found: due.CheckIn) -> str | None:
    """Where the check-in goes on; None when nothing is asked."""
    for each in (*found.due, *found.set_aside):
        if each.assignment is not None:
            return address("question", each.assignment)
    return None


def what_is_next(request: ClientRequest) -> str:
    """After a form is sent: the next one that waits, else thanks."""
    course = courses.of_client(request.client)
    found = due.check_in(course) if course is not None else None
    waiting = [each.assignment for each in found.due if each.assignment is not None] if found else []
    return address("question", waiting[0]) if waiting else reverse("client:thanks")


def after_one(code: str) -> Next:
    """The next question; after the last one the form is sent, or what is missing is shown."""

    def go_on(request: ClientRequest, assignment: Assignment) -> str:
        asked = questions.asked(responses.instrument_of(assignment), assignment.answers)
        following = asked.after(asked.position(code))
        if following is not None:
            return f"{address('question', assignment)}?item={following}"
        return after_all(request, assignment)

    return go_on


def after_all(request: ClientRequest, assignment: Assignment) -> str:
    """Send a form that has every answer; show what is missing in one that has not."""
    if questions.asked(responses.instrument_of(assignment), assignment.answers).missing:
        return address("look_over", assignment)
    actions.record_response(assignment=assignment, answers=assignment.answers, by=request.user)
    return what_is_next(request)


def stay(request: ClientRequest, assignment: Assignment) -> str:
    """Back to the page with every question, to put right what could not be read."""
    return address("all_questions", assignment)


def save_and_go_on(
    request: ClientRequest, assignment: Assignment, answers: Answers, then: Next
) -> HttpResponse:
    """Save, and answer with help in this same response when the answer calls for it, whatever else fails."""
    said = questions.calls_for_help(responses.instrument_of(assignment), assignment.answers, answers)
    try:
        with audit.together():
            actions.save_items(assignment=assignment, answers=answers, by=request.user)
            go_on = then(request, assignment)
    except Refused as refused:
        if said is not None:
            actions.heed(assignment=assignment, answers=answers, by=request.user)
            return help_page(request, said, reverse("client:home"), words="Go to your first page")
        messages.info(request, str(refused))
        assignment.refresh_from_db()
        return redirect("client:thanks" if assignment.is_done else "client:home")
    except DatabaseError:
        if said is None:
            raise
        return help_page(request, said, address("question", assignment), words="Try again", saved=False)
    return redirect(go_on) if said is None else help_page(request, said, go_on)


def help_page(
    request: ClientRequest,
    said: questions.Said,
    go_on: str,
    *,
    words: str = "Go on with the check-in",
    saved: bool = True,
) -> HttpResponse:
    """Whom to call, before anything else. When nothing could be saved it reads nothing more, either."""
    service = request.user.service
    name = therapist_name(request) if saved else ""
    country = request.COOKIES.get("kinweave-country") or service.country
    page = pages.HelpNowPage(
        help=safety.help_for(country, safety.plan_of(request.client) if saved else None),
        said=said if said.answer else None,
        saved=saved,
        reply=ReplyForm(),
        therapist=name,
        reads=safety.who_reads(service, name),
        told=safety.when_answered(service, said.tier),
        go_on=go_on,
        go_on_words=words,
    )
    return show(request, page, status=200 if saved else 503)


def position_in(words: str, asked: questions.Asked) -> int:
    """The position an address asks for; the one to go on from when it names none there is."""
    wanted = int(words) if words.isdecimal() and len(words) < 4 else 0
    return wanted if 1 <= wanted <= len(asked.items) else asked.first_open


def check_in_page(request: ClientRequest, found: due.CheckIn) -> pages.CheckInPage:
    """What is asked now."""
    now = localtime(clock.now())
    when = moment_in_words(localtime(found.session.starts_at), now) if found.session else ""
    asked = found.due or found.set_aside
    waiting = tuple(pages.Waiting(_short_title(each), _how_far(each)) for each in asked)
    begun = any(each.assignment and each.assignment.answers for each in asked)
    return pages.CheckInPage(waiting, not found.due, begun, therapist_name(request), when)


def _short_title(each: due.Due) -> str:
    """As on the page of progress: "GAD-7" tells a client more gently than its long name what is meant."""
    return each.instrument.short_title


def _how_far(each: due.Due) -> str:
    answers = each.assignment.answers if each.assignment else {}
    asked = questions.asked(each.instrument, answers)
    return questions.answered_words(asked) or count_of(asked.always, "question")


def question_page(
    assignment: Assignment, asked: questions.Asked, position: int, error: str = ""
) -> pages.QuestionPage:
    """One question as it is printed on the form, with what is saved so far."""
    instrument, item = asked.instrument, asked.items[position - 1]
    options, chosen = instrument.options_of(item.code), asked.answers.get(item.code)
    is_long = len(options) >= LONG
    saved_at = localtime(assignment.saved_at) if assignment.saved_at else None
    return pages.QuestionPage(
        assignment_id=assignment.id,
        progress=questions.progress_words(asked, position),
        ticks=_ticks(asked, position),
        language=instrument.language,
        stem=instrument.preamble if item.options == instrument.items[0].options else "",
        text=item.text or "",
        item=item.code,
        choices=tuple(
            pages.Choice(o.value, str(o.value) if is_long else o.text or str(o.value), o.value == chosen)
            for o in options
        ),
        ends=(options[0].text or "", options[-1].text or "") if is_long else None,
        position=position,
        back=position - 1 if position > 1 else None,
        last=asked.after(position) is None,
        saved=questions.saved_words(asked, saved_at),
        notice=_notice(assignment),
        error=error,
    )


def _ticks(asked: questions.Asked, here: int) -> tuple[str, ...]:
    """One for each question that everyone is asked, and one more for another while it is on the page."""
    shown = [place for place, item in enumerate(asked.items, 1) if item.ask_when is None or place == here]
    return tuple("here" if place == here else _tick(asked, place) for place in shown)


def _tick(asked: questions.Asked, place: int) -> str:
    return "done" if asked.answers.get(asked.items[place - 1].code) is not None else ""


def _notice(assignment: Assignment) -> str:
    instrument = responses.instrument_of(assignment)
    return f"{instrument.short_title}. {instrument.notice}".strip()


def all_page(assignment: Assignment, form: AnswersForm) -> pages.AllQuestionsPage:
    """Every question on one page."""
    instrument = responses.instrument_of(assignment)
    return pages.AllQuestionsPage(
        assignment.id, form, instrument.language, instrument.title, instrument.preamble, _notice(assignment)
    )


def look_over_page(request: ClientRequest, assignment: Assignment) -> pages.LookOverPage:
    """What has no answer yet."""
    asked = questions.asked(responses.instrument_of(assignment), assignment.answers)
    left = tuple(pages.Left(asked.position(item.code), item.text or "") for item in asked.missing)
    return pages.LookOverPage(assignment.id, left, asked.answered > 0, therapist_name(request))


def change_words(course: Course) -> str:
    """What changed by the main measure, in a client's words; empty before there is anything to say."""
    points = scores.scores_of(course, scores.MAIN)
    if len(change.complete(points)) < 2:
        return ""
    return change.for_the_client(responses.instrument(scores.MAIN).main_scale, points)


def keep_mood(request: ClientRequest, form: MoodForm) -> HttpResponse:
    """Keep a mood once, however often the form arrives."""
    if done := submissions.led_to(request):
        return redirect(done)
    with submissions.once(request) as submission:
        actions.record_mood(
            client=request.client,
            course=courses.of_client(request.client),
            value=form.cleaned_data["value"],
            note=form.cleaned_data["note"],
            private=form.cleaned_data["private"],
            by=request.user,
        )
        submission.leads_to(reverse("client:progress"))
    messages.success(request, "Saved.")
    return redirect(submission.led_to)
