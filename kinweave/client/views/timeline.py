"""My timeline: what happened, moments between people, and what belongs together."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from kinweave.client.pages.timeline import TimelineRowPage, timeline_page
from kinweave.client.read_by import read_by
from kinweave.people import submissions
from kinweave.people.access import ClientRequest, client_only
from kinweave.people.kept_words import too_long
from kinweave.treatment.actions import timeline as actions
from kinweave.treatment.forms import timeline as forms
from kinweave.treatment.forms.clashes import BothTexts, attempt
from kinweave.treatment.forms.inventory import RemoveForm
from kinweave.treatment.forms.timeline_saving import change, put, tie_form, tie_together
from kinweave.treatment.queries import course as courses
from kinweave.treatment.queries import timeline as timelines
from kinweave.web.show import show

if TYPE_CHECKING:
    from kinweave.treatment.models.timeline import TimelineRow

SHARED = "Your therapist can read what you write here, so that you can talk about it together."
MOMENT = (
    "Something that was said or done between you and somebody, in a few words. {} "
    "If you need help now, use “Help now”."
)


@require_GET
@client_only
def timeline(request: ClientRequest) -> HttpResponse:
    return show(request, timeline_page(request.user, request.client))


def _page(
    request: ClientRequest,
    title: str,
    form: forms.FoldedForm,
    both: list[BothTexts] | None,
    lead: str = SHARED,
    remove_url: str = "",
) -> HttpResponse:
    page = TimelineRowPage(title=title, lead=lead, form=form, both=tuple(both or ()), remove_url=remove_url)
    return show(request, page, status=422 if form.is_bound else 200)


@client_only
def moment(request: ClientRequest) -> HttpResponse:
    """Write down a moment, in ten seconds."""
    return _add(request, "moment", _moment(request))


def _moment(request: ClientRequest) -> str:
    return MOMENT.format(read_by(courses.of_client(request.client), "your therapist"))


@client_only
def add(request: ClientRequest, kind: str) -> HttpResponse:
    """Put something on my timeline."""
    if kind not in forms.FORMS:
        raise Http404
    return _add(request, kind, _moment(request) if kind == "moment" else SHARED)


def _add(request: ClientRequest, kind: str, lead: str) -> HttpResponse:
    if done := submissions.led_to(request):
        return redirect(done)
    initial = forms.OnsetForm.marked(timelines.onset(request.user, request.client)) if kind == "onset" else {}
    form = forms.FORMS[kind](
        request.POST or None,
        people=timelines.people_to_name(request.client),
        zone=_zone(request),
        initial=initial,
    )
    both: list[BothTexts] | None = []
    if form.is_valid():
        both = attempt(form, lambda: _put(request, form))
        if both is None:
            return redirect("client:timeline")
    return _page(request, form.TITLE, form, both, lead)


def _zone(request: ClientRequest) -> ZoneInfo:
    return ZoneInfo(request.client.service.time_zone)


def _put(request: ClientRequest, form: forms.TimelineForm) -> None:
    with submissions.once(request) as submission:
        put(form, client=request.client, by=request.user)
        submission.leads_to(reverse("client:timeline"))


def _found(request: ClientRequest, kind: str, row_id: UUID) -> TimelineRow:
    if kind not in timelines.KINDS:
        raise Http404
    return timelines.row(request.user, kind, row_id, client_id=request.client.id)


@client_only
def row(request: ClientRequest, kind: str, row_id: UUID) -> HttpResponse:
    """Correct something on my timeline."""
    found = _found(request, kind, row_id)
    if done := submissions.led_to(request):
        return redirect(done)
    people = timelines.people_to_name(request.client)
    form = forms.FORMS[kind](
        request.POST or None, people=people, zone=_zone(request), initial=forms.shown(found)
    )
    both: list[BothTexts] | None = []
    if form.is_valid():
        names = {str(person.id): person.name for person in people}
        both = attempt(form, lambda: _change(request, form, found), names)
        if both is None:
            return redirect(f"{reverse('client:timeline')}#t-{row_id}")
    return _page(
        request, form.TITLE, form, both, SHARED, reverse("client:timeline_remove", args=[kind, row_id])
    )


def _change(request: ClientRequest, form: forms.TimelineForm, found: TimelineRow) -> None:
    with submissions.once(request) as submission:
        change(form, row=found, by=request.user)
        submission.leads_to(reverse("client:timeline"))


@require_POST
@client_only
def remove(request: ClientRequest, kind: str, row_id: UUID) -> HttpResponse:
    """Take something off my timeline."""
    found = _found(request, kind, row_id)
    form = RemoveForm(request.POST)
    if not form.is_valid():
        return too_long(request, RemoveForm.MOST)
    actions.take_off(row=found, reason=form.cleaned_data["reason"], by=request.user)
    return redirect("client:timeline")


@client_only
def tie(request: ClientRequest) -> HttpResponse:
    """Tie what happened, a mood and a person together."""
    form = tie_form(timelines.timeline(request.user, request.client), request.POST or None, request.GET)
    both: list[BothTexts] | None = []
    if form.is_valid():
        both = attempt(form, lambda: tie_together(form, client=request.client, by=request.user))
        if both is None:
            return redirect("client:timeline")
    return _page(request, "What belongs together", form, both)


@require_POST
@client_only
def untie(request: ClientRequest, link_id: UUID) -> HttpResponse:
    actions.untie(link=timelines.link(request.user, link_id, client_id=request.client.id), by=request.user)
    return redirect("client:timeline")
