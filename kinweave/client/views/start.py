"""The first pages after an invitation: one thing a page, in any number of sittings, nothing asked twice."""

from __future__ import annotations

from typing import cast

from allauth.mfa.utils import is_mfa_enabled
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import localtime

from kinweave.client.pages import start as pages
from kinweave.core import clock
from kinweave.measures.queries import due
from kinweave.people import queries, submissions
from kinweave.people.access import ClientRequest, client_only
from kinweave.people.actions import Refused
from kinweave.people.forms import CONTACT_FORMS
from kinweave.people.models import ConsentScope
from kinweave.people.texts import consent_text
from kinweave.treatment.actions import intake as actions
from kinweave.treatment.forms.intake import ConsentForm
from kinweave.treatment.queries import course as courses
from kinweave.treatment.queries.intake import TITLES, StartState, start_state
from kinweave.web.show import show
from kinweave.web.words import moment_in_words


@client_only
def start(request: ClientRequest) -> HttpResponse:
    """To the page where the client left off; to the last one when nothing is left."""
    following = start_state(request.client).next
    return redirect("client:start_step", following) if following else redirect("client:start_done")


@client_only
def start_step(request: ClientRequest, code: str) -> HttpResponse:
    """One page of the start."""
    if code not in TITLES:
        raise Http404
    if done := submissions.led_to(request):
        return redirect(done)
    state = start_state(request.client)
    if code == "consent":
        return _consent(request, state)
    if code in CONTACT_FORMS:
        return _reach(request, state, code)
    if request.method == "POST":
        with submissions.once(request) as submission:
            actions.go_on(client=request.client, step=code, by=request.user)
            submission.leads_to(_after(request, code))
        return redirect(submission.led_to)
    return show(request, _reading(request, state, code))


def _reading(
    request: ClientRequest, state: StartState, code: str
) -> pages.ReadPage | pages.QuietPage | pages.QuestionsPage:
    if code == "quiet":
        return pages.QuietPage(head=_head(state, code), has_second_step=is_mfa_enabled(request.user))
    if code == "questions":
        course = courses.of_client(request.client)
        asked = due.check_in(course).due if course else ()
        titles = tuple(each.instrument.short_title for each in asked)
        return pages.QuestionsPage(head=_head(state, code), titles=titles, therapist=_therapist(request))
    text = consent_text(request.user.service)
    return pages.ReadPage(head=_head(state, code), text=text, therapist=_therapist(request))


def _consent(request: ClientRequest, state: StartState) -> HttpResponse:
    text = consent_text(request.user.service)
    form = ConsentForm(request.POST or None, text=text)
    if form.is_valid():
        try:
            with submissions.once(request) as submission:
                stamp = form.cleaned_data["stamp"]
                actions.agree(client=request.client, scopes=form.scopes, stamp=stamp, by=request.user)
                submission.leads_to(_after(request, "consent"))
            return redirect(submission.led_to)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    standing = queries.consents(request.user, request.client).filter(withdrawn_at=None)
    page = pages.ConsentPage(
        head=_head(state, "consent"),
        form=form,
        given=tuple(ConsentScope(each.scope).value for each in standing),
        therapist=_therapist(request),
        telephone=request.user.service.telephone,
    )
    return show(request, page, status=422 if form.is_bound else 200)


def _reach(request: ClientRequest, state: StartState, code: str) -> HttpResponse:
    if request.method == "POST" and "rather" in request.POST:
        with submissions.once(request) as submission:
            actions.rather_in_the_room(client=request.client, step=code, by=request.user)
            submission.leads_to(_after(request, code))
        return redirect(submission.led_to)
    known = queries.contact_details(request.user, request.client)
    kind = CONTACT_FORMS[code]
    shown = {name: getattr(known, name) for name in kind.base_fields} if known else {}
    form = kind(request.POST or None, initial=shown)
    if form.is_valid():
        with submissions.once(request) as submission:
            actions.say_how_to_reach(
                client=request.client, step=code, values=form.cleaned_data, by=request.user
            )
            submission.leads_to(_after(request, code))
        return redirect(submission.led_to)
    step = state.step(code)
    page = pages.ReachPage(
        head=_head(state, code),
        form=form,
        therapist=_therapist(request),
        deferred=step is not None and step.deferred,
    )
    return show(request, page, status=422 if form.is_bound else 200)


@client_only
def start_done(request: ClientRequest) -> HttpResponse:
    """What happens next. Shown again whenever the client comes back to the start."""
    state = start_state(request.client)
    if not state.consented:
        return redirect("client:start")
    if not state.finished:
        actions.finish(client=request.client, by=request.user)
    course = courses.of_client(request.client)
    asked = due.check_in(course) if course else None
    when = ""
    if asked and asked.session:
        when = moment_in_words(localtime(asked.session.starts_at), localtime(clock.now()))
    page = pages.DonePage(
        therapist=_therapist(request),
        deferred=tuple(step.title for step in state.steps if step.deferred),
        session=when,
        questions_left=bool(asked and asked.due),
    )
    return show(request, page)


def _head(state: StartState, code: str) -> pages.StartHead:
    codes = [step.code for step in state.steps]
    place = codes.index(code)
    ticks = tuple("here" if step.code == code else "done" if step.done else "" for step in state.steps)
    back = reverse("client:start_step", args=[codes[place - 1]]) if place else ""
    return pages.StartHead(code, TITLES[code], place + 1, len(codes), ticks, back)


def _after(request: ClientRequest, code: str) -> str:
    """The next page that is still open, counted on from this one; then any left behind; then the end."""
    state = start_state(request.client)
    codes = [step.code for step in state.steps]
    onward = codes[codes.index(code) + 1 :] + codes
    open_ones = {step.code for step in state.steps if not step.done}
    following = next((each for each in onward if each in open_ones), None)
    return reverse("client:start_step", args=[following]) if following else reverse("client:start_done")


def _therapist(request: ClientRequest) -> str:
    return cast(str, getattr(queries.therapist_of(request.client), "full_name", "your therapist"))
