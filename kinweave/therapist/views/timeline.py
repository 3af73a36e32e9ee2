"""The timeline: the picture and its list, putting things on it, and tying them together."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from kinweave.people import submissions
from kinweave.people.access import UserRequest, clinician
from kinweave.people.actions import Refused
from kinweave.people.kept_words import too_long
from kinweave.therapist.pages.course_head import course_head
from kinweave.therapist.pages.timeline import TAB, TimelineRowPage, timeline_page
from kinweave.therapist.views.inventory import reading
from kinweave.treatment.actions import timeline as actions
from kinweave.treatment.forms import timeline as forms
from kinweave.treatment.forms.clashes import attempt
from kinweave.treatment.forms.inventory import RemoveForm
from kinweave.treatment.forms.timeline_saving import change, put, tie_form, tie_together
from kinweave.treatment.queries import course as courses
from kinweave.treatment.queries import timeline as timelines
from kinweave.web.show import show

if TYPE_CHECKING:
    from kinweave.treatment.forms.clashes import BothTexts
    from kinweave.treatment.models import Course
    from kinweave.treatment.models.timeline import TimelineRow


@require_GET
@clinician
def timeline(request: UserRequest, client_id: UUID) -> HttpResponse:
    return show(request, timeline_page(request.user, reading(request, client_id)))


def _url(client_id: UUID) -> str:
    return reverse("therapist:timeline", args=[client_id])


def _page(
    request: UserRequest,
    course: Course,
    title: str,
    form: forms.FoldedForm,
    both: list[BothTexts] | None = None,
    remove_url: str = "",
) -> HttpResponse:
    page = TimelineRowPage(
        head=course_head(request.user, course, tab=TAB),
        title=title,
        form=form,
        both=tuple(both or ()),
        remove_url=remove_url,
        back_url=_url(course.client_id),
    )
    return show(request, page, status=422 if form.is_bound else 200)


@clinician
def add(request: UserRequest, client_id: UUID, kind: str) -> HttpResponse:
    """Put something on the timeline: an event, a mood, symptoms, a treatment, a moment, the onset."""
    course = courses.writable(request.user, client_id)
    if done := submissions.led_to(request):
        return redirect(done)
    if kind not in forms.FORMS:
        raise Http404
    people = timelines.people_to_name(course.client)
    initial = forms.OnsetForm.marked(timelines.onset(request.user, course.client)) if kind == "onset" else {}
    zone = ZoneInfo(course.service.time_zone)
    form = forms.FORMS[kind](request.POST or None, people=people, zone=zone, initial=initial)
    both: list[BothTexts] | None = []
    if form.is_valid():
        both = attempt(form, lambda: _put(request, course, form))
        if both is None:
            return redirect(_url(client_id))
    return _page(request, course, form.TITLE, form, both)


def _put(request: UserRequest, course: Course, form: forms.TimelineForm) -> None:
    with submissions.once(request) as submission:
        put(form, client=course.client, by=request.user)
        submission.leads_to(_url(course.client_id))


@clinician
def row(request: UserRequest, client_id: UUID, kind: str, row_id: UUID) -> HttpResponse:
    """Correct something on the timeline."""
    if kind not in timelines.KINDS:
        raise Http404
    found = timelines.row(request.user, kind, row_id, client_id=client_id)
    if done := submissions.led_to(request):
        return redirect(done)
    course = courses.writable(request.user, client_id)
    people = timelines.people_to_name(course.client)
    zone = ZoneInfo(course.service.time_zone)
    form = forms.FORMS[kind](request.POST or None, people=people, zone=zone, initial=forms.shown(found))
    both: list[BothTexts] | None = []
    if form.is_valid():
        names = {str(person.id): person.name for person in people}
        both = attempt(form, lambda: _change(request, client_id, form, found), names)
        if both is None:
            return redirect(f"{_url(client_id)}#t-{row_id}")
    remove_url = reverse("therapist:timeline_remove", args=[client_id, kind, row_id])
    return _page(request, course, form.TITLE, form, both, remove_url)


def _change(request: UserRequest, client_id: UUID, form: forms.TimelineForm, found: TimelineRow) -> None:
    with submissions.once(request) as submission:
        change(form, row=found, by=request.user)
        submission.leads_to(_url(client_id))


@require_POST
@clinician
def remove(request: UserRequest, client_id: UUID, kind: str, row_id: UUID) -> HttpResponse:
    """Take something off the timeline; it stays in the record."""
    if kind not in timelines.KINDS:
        raise Http404
    found = timelines.row(request.user, kind, row_id, client_id=client_id)
    form = RemoveForm(request.POST)
    if not form.is_valid():
        return too_long(request, RemoveForm.MOST)
    actions.take_off(row=found, reason=form.cleaned_data["reason"], by=request.user)
    return redirect(_url(client_id))


@clinician
def tie(request: UserRequest, client_id: UUID) -> HttpResponse:
    """Tie what happened, a mood and a person together: at one tap from the list, or with a sentence."""
    course = courses.writable(request.user, client_id)
    line = timelines.timeline_of(course)
    form = tie_form(line, request.POST or None, request.GET)
    both: list[BothTexts] | None = []
    if form.is_valid():
        both = attempt(form, lambda: tie_together(form, client=course.client, by=request.user))
        if both is None:
            return redirect(_url(client_id))
    return _page(request, course, "What belongs together", form, both)


@require_POST
@clinician
def untie(request: UserRequest, client_id: UUID, link_id: UUID) -> HttpResponse:
    actions.untie(link=timelines.link(request.user, link_id, client_id=client_id), by=request.user)
    return redirect(_url(client_id))


@require_POST
@clinician
def moment(request: UserRequest, client_id: UUID, row_id: UUID) -> HttpResponse:
    """Say what became of a moment in the session."""
    found = timelines.moment(request.user, row_id, client_id=client_id)
    try:
        actions.place_moment(moment=found, standing=request.POST.get("standing", ""), by=request.user)
    except (ValueError, Refused) as refusal:
        raise Http404 from refusal
    return redirect(f"{_url(client_id)}#t-{row_id}")
