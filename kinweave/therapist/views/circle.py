"""The closeness circle: moving people, keeping a drawing, and laying two beside each other."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from kinweave.people import submissions
from kinweave.people.access import UserRequest, clinician
from kinweave.people.actions import Refused
from kinweave.therapist.pages.circle import TAB, KeepPage, compare_page
from kinweave.therapist.pages.course_head import course_head
from kinweave.therapist.pages.inventory import inventory_page
from kinweave.therapist.views.inventory import reading
from kinweave.treatment.actions import circle as actions
from kinweave.treatment.actions.inventory import ChangedMeanwhile
from kinweave.treatment.forms.circle import KeepForm, read_move
from kinweave.treatment.queries import circle as circles
from kinweave.treatment.queries import course as courses
from kinweave.treatment.queries import inventory
from kinweave.web.pictures.circle import circle as drawn
from kinweave.web.show import show


@require_POST
@clinician
def move(request: UserRequest, client_id: UUID) -> HttpResponse:
    """Put somebody elsewhere on the circle: by drag, by arrow key or by a button of the list."""
    course = courses.writable(request.user, client_id)
    before = request.GET.get("before", "")
    wanted = read_move(request.POST)
    try:
        if wanted is None:
            raise Refused("That move was not understood. Nobody has been moved.")
        person = inventory.writable_person(request.user, wanted.person_id, client_id=client_id)
        actions.move_person(
            person=person, ring=wanted.ring, angle=wanted.angle, seen=wanted.seen, by=request.user
        )
    except ChangedMeanwhile:
        words = f"Somebody has just moved {person.name}. The circle below shows where they are now; move them again if you wish."
        return show(
            request, inventory_page(request.user, course, before=before, moved_meanwhile=words), status=409
        )
    except Refused as refusal:
        page = inventory_page(request.user, course, before=before, moved_meanwhile=str(refusal))
        return show(request, page, status=422)
    query = f"?{urlencode({'before': before})}" if before else ""
    return redirect(f"{reverse('therapist:inventory', args=[client_id])}{query}#p-{person.id}")


@clinician
def keep(request: UserRequest, client_id: UUID) -> HttpResponse:
    """Keep the circle as it is today."""
    course = courses.writable(request.user, client_id)
    if done := submissions.led_to(request):
        return redirect(done)
    moment = "extra" if circles.versions(request.user, course.client) else "initial"
    form = KeepForm(request.POST or None, initial={"moment": moment})
    if form.is_valid():
        with submissions.once(request) as submission:
            actions.keep_circle(client=course.client, **form.cleaned_data, by=request.user)
            submission.leads_to(reverse("therapist:inventory", args=[client_id]))
        return redirect("therapist:inventory", client_id)
    people = inventory.people_of(request.user, course.client)
    page = KeepPage(
        head=course_head(request.user, course, tab=TAB),
        svg=drawn(circles.drawing(circles.circle_now(people))),
        counts=inventory.network_counts(people).sentence,
        form=form,
    )
    return show(request, page, status=422 if form.is_bound else 200)


@require_GET
@clinician
def compare(request: UserRequest, client_id: UUID) -> HttpResponse:
    course = reading(request, client_id)
    asked = (request.GET.get("before", ""), request.GET.get("after", "now"))
    return show(request, compare_page(request.user, course, *asked))
