"""My people: one person at a time, a little at a time; everything can be left open."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from kinweave.client.pages.people import (
    AddPersonPage,
    PersonPartPage,
    RemovePersonPage,
    people_page,
    person_page,
    step_of,
)
from kinweave.people import submissions
from kinweave.people.access import ClientRequest, client_only
from kinweave.people.actions import Refused
from kinweave.treatment.actions import inventory as actions
from kinweave.treatment.forms.clashes import BothTexts, attempt
from kinweave.treatment.forms.inventory import PARTS, PersonPart, QuickAddForm, RemoveForm
from kinweave.treatment.queries import inventory
from kinweave.web.show import show

if TYPE_CHECKING:
    from kinweave.treatment.models import Person


@require_GET
@client_only
def people(request: ClientRequest) -> HttpResponse:
    return show(request, people_page(request.user, request.client, before=request.GET.get("before", "")))


@client_only
def add(request: ClientRequest) -> HttpResponse:
    """Somebody new; then on to their page, or to the next person."""
    if done := submissions.led_to(request):
        return redirect(done)
    form = QuickAddForm(request.POST or None)
    if form.is_valid():
        try:
            return redirect(_add(request, form))
        except Refused as refusal:
            form.add_error(None, str(refusal))
    count = len(inventory.people_of(request.user, request.client))
    return show(request, AddPersonPage(form=form, count=count), status=422 if form.is_bound else 200)


def _add(request: ClientRequest, form: QuickAddForm) -> str:
    with submissions.once(request) as submission:
        person = actions.add_person(client=request.client, values=form.values(), by=request.user)
        more = "another" in request.POST
        submission.leads_to(reverse("client:person_add") if more else _url(person))
    return submission.led_to


def _url(person: Person) -> str:
    return reverse("client:person", args=[person.id])


def _mine(request: ClientRequest, person_id: UUID) -> Person:
    return inventory.writable_person(request.user, person_id, client_id=request.client.id)


@require_GET
@client_only
def person(request: ClientRequest, person_id: UUID) -> HttpResponse:
    return show(request, person_page(request.user, _mine(request, person_id)))


@client_only
def part(request: ClientRequest, person_id: UUID, code: str) -> HttpResponse:
    """One side of a person; saved, it goes on to the next side or back, as the button says."""
    found = _mine(request, person_id)
    if done := submissions.led_to(request):
        return redirect(done)
    form_class = PARTS.get(code)
    if form_class is None or found.archived_at is not None:
        raise Http404
    step, steps, following = step_of(code)
    form = form_class(request.POST or None, initial=form_class.seen(found))
    both: list[BothTexts] | None = []
    if form.is_valid():
        onwards = following and "next" in request.POST
        url = reverse("client:person_part", args=[found.id, following]) if onwards else _url(found)
        both = attempt(form, lambda: _save(request, form, found, url))
        if both is None:
            return redirect(url)
    page = PersonPartPage(
        name=found.name,
        title=form.CLIENT_TITLE,
        step=step,
        steps=steps,
        form=form,
        both=tuple(both or ()),
        is_hopes=code == "hopes",
        back_url=_url(found),
    )
    return show(request, page, status=422 if form.is_bound else 200)


def _save(request: ClientRequest, form: PersonPart, person: Person, url: str) -> None:
    with submissions.once(request) as submission:
        seen = form.cleaned_data["version"]
        actions.change_person(person=person, values=form.values(), seen=seen, by=request.user)
        submission.leads_to(url)


@client_only
def remove(request: ClientRequest, person_id: UUID) -> HttpResponse:
    """Take somebody out of the circle."""
    found = _mine(request, person_id)
    form = RemoveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.archive_person(person=found, reason=form.cleaned_data["reason"], by=request.user)
        return redirect("client:people")
    page = RemovePersonPage(id=found.id, name=found.name, form=form)
    return show(request, page, status=422 if form.is_bound else 200)


@require_POST
@client_only
def bring_back(request: ClientRequest, person_id: UUID) -> HttpResponse:
    found = _mine(request, person_id)
    actions.bring_back(person=found, by=request.user)
    return redirect(_url(found))
