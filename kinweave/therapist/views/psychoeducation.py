"""What was explained about the illness, and what the client may put down for now."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from kinweave.audit import actions as audit
from kinweave.audit.acts import Act
from kinweave.core import clock
from kinweave.people import submissions
from kinweave.people.access import UserRequest, clinician
from kinweave.people.actions import Refused
from kinweave.therapist.pages import psychoeducation as pages
from kinweave.therapist.pages.course_head import course_head
from kinweave.treatment.actions.psychoeducation import write_version
from kinweave.treatment.actions.rows import Overtaken
from kinweave.treatment.forms.psychoeducation import PsychoeducationForm, start
from kinweave.treatment.psychoeducation import named, topics
from kinweave.treatment.queries import course as courses
from kinweave.treatment.queries import psychoeducation as queries
from kinweave.web.show import show

if TYPE_CHECKING:
    from kinweave.treatment.models import Course, Psychoeducation


@clinician
def psychoeducation(request: UserRequest, client_id: UUID) -> HttpResponse:
    """What holds now, and every version before it."""
    course = courses.latest(request.user, client_id)
    audit.record(Act.RECORD_READ, by=request.user, client_id=client_id, reason="psychoeducation")
    shown = [_written(course, row) for row in queries.versions(course)]
    page = pages.PsychoeducationPage(
        head=course_head(request.user, course, tab=pages.TAB),
        current=shown[0] if shown else None,
        earlier=tuple(shown[1:]),
        course_open=course.is_open,
    )
    return show(request, page)


def _written(course: Course, row: Psychoeducation) -> pages.Written:
    today = clock.today(ZoneInfo(course.service.time_zone))
    due = row.review_on is not None and row.review_on <= today
    return pages.Written(row, named(row.topics), due)


@clinician
def write(request: UserRequest, client_id: UUID) -> HttpResponse:
    """Write the next version from the words of the last."""
    course = courses.writable(request.user, client_id)
    if done := submissions.led_to(request):
        return redirect(done)
    if not course.is_open:
        return redirect("therapist:psychoeducation", client_id)
    form = PsychoeducationForm(request.POST or None, initial=start(queries.current(course)))
    if form.is_valid():
        try:
            with submissions.once(request) as submission:
                seen = form.cleaned_data["version"]
                write_version(course=course, values=form.values(), seen=seen, by=request.user)
                submission.leads_to(reverse("therapist:psychoeducation", args=[client_id]))
            messages.success(request, "Saved.")
            return redirect(submission.led_to)
        except Overtaken as overtaken:
            return _overtaken(request, course, overtaken)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    return _write_page(request, course, form, None, status=422 if form.is_bound else 200)


def _overtaken(request: UserRequest, course: Course, overtaken: Overtaken) -> HttpResponse:
    row = queries.current(course)
    data = request.POST.copy()
    data["version"] = str(row.number if row else 0)
    form = PsychoeducationForm(data)
    form.add_error(None, str(overtaken))
    return _write_page(request, course, form, row, status=409)


def _write_page(
    request: UserRequest,
    course: Course,
    form: PsychoeducationForm,
    other: Psychoeducation | None,
    *,
    status: int,
) -> HttpResponse:
    head = course_head(request.user, course, tab=pages.TAB)
    return show(request, pages.PsychoeducationWritePage(head, form, topics(), other), status=status)
