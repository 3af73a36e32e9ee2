"""The client's people: everybody, one person, and one side of a person as a form."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from kinweave.audit import actions as audit
from kinweave.audit.acts import Act
from kinweave.people import submissions
from kinweave.people.access import UserRequest, clinician
from kinweave.people.actions import Refused
from kinweave.therapist.pages.course_head import course_head
from kinweave.therapist.pages.inventory import (
    TAB,
    PersonPartPage,
    RemovePersonPage,
    inventory_page,
    person_page,
)
from kinweave.treatment.actions import inventory as actions
from kinweave.treatment.forms.clashes import BothTexts, attempt
from kinweave.treatment.forms.inventory import (
    PARTS,
    FocusForm,
    PersonPart,
    PrivateForm,
    QuickAddForm,
    RemoveForm,
)
from kinweave.treatment.queries import course as courses
from kinweave.treatment.queries import inventory
from kinweave.web.show import show

if TYPE_CHECKING:
    from kinweave.treatment.models import Course, Person


def reading(request: UserRequest, client_id: UUID) -> Course:
    """The course whose pages are read, with the reading in the audit."""
    course = courses.latest(request.user, client_id)
    audit.record(Act.RECORD_READ, by=request.user, client_id=client_id, reason="people")
    return course


@require_GET
@clinician
def inventory_list(request: UserRequest, client_id: UUID) -> HttpResponse:
    course = reading(request, client_id)
    return show(request, inventory_page(request.user, course, before=request.GET.get("before", "")))


@require_POST
@clinician
def add(request: UserRequest, client_id: UUID) -> HttpResponse:
    """Somebody new in four answers, then their page."""
    course = courses.writable(request.user, client_id)
    if done := submissions.led_to(request):
        return redirect(done)
    form = QuickAddForm(request.POST)
    if form.is_valid():
        try:
            return redirect(_add(request, course, form))
        except Refused as refusal:
            form.add_error(None, str(refusal))
    return show(request, inventory_page(request.user, course, form=form), status=422)


def _add(request: UserRequest, course: Course, form: QuickAddForm) -> str:
    with submissions.once(request) as submission:
        person = actions.add_person(client=course.client, values=form.values(), by=request.user)
        submission.leads_to(reverse("therapist:person", args=[course.client_id, person.id]))
    return submission.led_to


@require_GET
@clinician
def person(request: UserRequest, client_id: UUID, person_id: UUID) -> HttpResponse:
    found = inventory.person(request.user, person_id, client_id=client_id)
    return show(request, person_page(request.user, reading(request, client_id), found))


@clinician
def part(request: UserRequest, client_id: UUID, person_id: UUID, code: str) -> HttpResponse:
    """One side of a person as a form; "focus" and "private" are for clinicians only."""
    found = inventory.writable_person(request.user, person_id, client_id=client_id)
    if done := submissions.led_to(request):
        return redirect(done)
    own: dict[str, type[PersonPart]] = {"focus": FocusForm, "private": PrivateForm}
    form_class = own.get(code) or PARTS.get(code)
    if form_class is None or found.archived_at is not None:
        raise Http404
    form = form_class(request.POST or None, initial=_seen(request, form_class, found), for_client=False)
    both: list[BothTexts] | None = []
    if form.is_valid():
        both = attempt(form, lambda: _save(request, form, found))
        if both is None:
            return redirect(_url(found))
    page = PersonPartPage(
        head=course_head(request.user, courses.latest(request.user, client_id), tab=TAB),
        name=found.name,
        title=form.TITLE,
        form=form,
        both=tuple(both or ()),
        is_hopes=code == "hopes",
        back_url=_url(found),
    )
    return show(request, page, status=422 if form.is_bound else 200)


def _url(person: Person) -> str:
    return reverse("therapist:person", args=[person.client_id, person.id])


def _seen(request: UserRequest, form_class: type[PersonPart], person: Person) -> dict[str, object]:
    if form_class is not PrivateForm:
        return form_class.seen(person)
    side = inventory.private_side(request.user, person)
    if side is None:
        return {"safety": "unknown", "note": "", "version": 0}
    return {"safety": side.safety, "note": side.note, "version": side.version}


def _save(request: UserRequest, form: PersonPart, person: Person) -> None:
    values, seen = form.values(), form.cleaned_data["version"]
    with submissions.once(request) as submission:
        if isinstance(form, PrivateForm):
            actions.write_private_side(person=person, **values, seen=seen, by=request.user)
        else:
            actions.change_person(person=person, values=values, seen=seen, by=request.user)
        submission.leads_to(_url(person))


@clinician
def remove(request: UserRequest, client_id: UUID, person_id: UUID) -> HttpResponse:
    """Take somebody out, with a reason if one is given."""
    found = inventory.writable_person(request.user, person_id, client_id=client_id)
    form = RemoveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.archive_person(person=found, reason=form.cleaned_data["reason"], by=request.user)
        return redirect("therapist:inventory", client_id)
    head = course_head(request.user, courses.latest(request.user, client_id), tab=TAB)
    page = RemovePersonPage(head=head, name=found.name, form=form, back_url=_url(found))
    return show(request, page, status=422 if form.is_bound else 200)


@require_POST
@clinician
def bring_back(request: UserRequest, client_id: UUID, person_id: UUID) -> HttpResponse:
    found = inventory.writable_person(request.user, person_id, client_id=client_id)
    actions.bring_back(person=found, by=request.user)
    return redirect(_url(found))


@require_POST
@clinician
def complete(request: UserRequest, client_id: UUID) -> HttpResponse:
    """Mark the inventory as taken: a person's choice, never the software's."""
    course = courses.writable(request.user, client_id)
    try:
        actions.complete_inventory(course=course, by=request.user)
    except Refused as refusal:
        page = inventory_page(request.user, course, moved_meanwhile=str(refusal))
        return show(request, page, status=422)
    return redirect("therapist:inventory", client_id)
