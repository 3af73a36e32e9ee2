"""Between two courses: reading an earlier one, and beginning one that goes on from it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from kinweave.audit import actions as audit
from kinweave.audit.acts import Act
from kinweave.core.protocols import Protocol
from kinweave.people import submissions
from kinweave.people.access import UserRequest, clinician
from kinweave.people.actions import Refused
from kinweave.shelf.queries import library
from kinweave.therapist.forms.following import FollowingForm
from kinweave.therapist.pages.following import earlier_page, following_page
from kinweave.treatment.actions.following import begin_after
from kinweave.treatment.queries import course as courses
from kinweave.treatment.queries.following import may_follow, one_of
from kinweave.web.show import show


@clinician
def earlier(request: UserRequest, client_id: UUID, course_id: UUID) -> HttpResponse:
    """An earlier course of this client, to be read."""
    course = one_of(request.user, client_id, course_id)
    now = courses.latest(request.user, client_id)
    if course.pk == now.pk:
        return redirect("therapist:course", client_id)
    audit.record(Act.RECORD_READ, by=request.user, on=course, reason="earlier course")
    return show(request, earlier_page(request.user, course, now))


@clinician
def following(request: UserRequest, client_id: UUID) -> HttpResponse:
    """Begin the course that goes on from the one that was finished."""
    if done := submissions.led_to(request):
        return redirect(done)
    course = courses.writable(request.user, client_id)
    offered = may_follow(course)
    if not offered and course.is_open:
        return redirect("therapist:course", client_id)
    if not offered:
        raise Http404
    audit.record(Act.RECORD_READ, by=request.user, on=course, reason="following")
    form = FollowingForm(request.POST or None, offered=offered, initial={"protocol": offered[0].code})
    if form.is_valid():
        try:
            with submissions.once(request) as submission:
                begin_after(
                    course=course, protocol=library().get(Protocol, form.cleaned_data["protocol"]),
                    by=request.user, reason=form.cleaned_data["reason"],
                )  # fmt: skip
                submission.leads_to(reverse("therapist:course", args=[client_id]))
            messages.success(
                request,
                "It has begun. Ask about safety again, read the formulation together, then agree anew.",
            )
            return redirect(submission.led_to)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    page = following_page(request.user, course, offered, form)
    return show(request, page, status=422 if form.is_bound else 200)
