"""My circle: moving people, keeping a drawing, and laying two beside each other."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from kinweave.client.pages.circle import KeepPage, compare_page
from kinweave.client.pages.people import people_page
from kinweave.people import submissions
from kinweave.people.access import ClientRequest, client_only
from kinweave.people.actions import Refused
from kinweave.treatment.actions import circle as actions
from kinweave.treatment.actions.inventory import ChangedMeanwhile
from kinweave.treatment.forms.circle import ClientKeepForm, read_move
from kinweave.treatment.queries import circle as circles
from kinweave.treatment.queries import inventory
from kinweave.web.pictures.circle import circle as drawn
from kinweave.web.show import show


@require_POST
@client_only
def move(request: ClientRequest) -> HttpResponse:
    """Put somebody elsewhere: by drag, by arrow key or by a button of the list."""
    before = request.GET.get("before", "")
    wanted = read_move(request.POST)
    try:
        if wanted is None:
            raise Refused("That move was not understood. Nobody has been moved.")
        person = inventory.writable_person(request.user, wanted.person_id, client_id=request.client.id)
        actions.move_person(
            person=person, ring=wanted.ring, angle=wanted.angle, seen=wanted.seen, by=request.user
        )
    except ChangedMeanwhile:
        words = f"{person.name} was moved somewhere else a moment ago. You can see where below; move them again if you wish."
        page = people_page(request.user, request.client, before=before, moved_meanwhile=words)
        return show(request, page, status=409)
    except Refused as refusal:
        page = people_page(request.user, request.client, before=before, moved_meanwhile=str(refusal))
        return show(request, page, status=422)
    query = f"?{urlencode({'before': before})}" if before else ""
    return redirect(f"{reverse('client:people')}{query}#p-{person.id}")


@client_only
def keep(request: ClientRequest) -> HttpResponse:
    """Keep my circle as it is today."""
    if done := submissions.led_to(request):
        return redirect(done)
    form = ClientKeepForm(request.POST or None)
    if form.is_valid():
        moment = "extra" if circles.versions(request.user, request.client) else "initial"
        with submissions.once(request) as submission:
            actions.keep_circle(
                client=request.client, moment=moment, drawn_by="client", **form.cleaned_data, by=request.user
            )
            submission.leads_to(reverse("client:people"))
        return redirect("client:people")
    people = inventory.people_of(request.user, request.client)
    page = KeepPage(
        svg=drawn(circles.drawing(circles.circle_now(people))),
        counts=inventory.network_counts(people).sentence,
        form=form,
    )
    return show(request, page, status=422 if form.is_bound else 200)


@require_GET
@client_only
def compare(request: ClientRequest) -> HttpResponse:
    return show(request, compare_page(request.user, request.client, request.GET.get("before", "")))
