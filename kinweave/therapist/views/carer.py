"""The person who cares for the client: talks with them, alone and together."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from kinweave.audit import actions as audit
from kinweave.audit.acts import Act
from kinweave.people import submissions
from kinweave.people.access import UserRequest, clinician
from kinweave.people.actions import Refused
from kinweave.therapist.pages.carer import carer_page
from kinweave.treatment.actions.carer import record_talk
from kinweave.treatment.forms.carer import CarerTalkForm
from kinweave.treatment.queries import course as courses
from kinweave.web import here
from kinweave.web.show import show


@clinician
def carer(request: UserRequest, client_id: UUID) -> HttpResponse:
    """Every talk with the carer; sent, one more. A protocol without a carer's part leads to its course."""
    posted = request.method == "POST"
    course = (courses.writable if posted else courses.latest)(request.user, client_id)
    if not courses.protocol(course).with_carer:
        return redirect("therapist:course", client_id)
    if done := submissions.led_to(request):
        return redirect(done)
    form = CarerTalkForm(request.POST if posted else None, initial={"held_on": here.today()})
    if form.is_valid():
        try:
            with submissions.once(request) as submission:
                record_talk(course=course, by=request.user, **form.values())
                submission.leads_to(reverse("therapist:carer", args=[client_id]))
            messages.success(request, "Recorded. The client does not see it.")
            return redirect(submission.led_to)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    audit.record(Act.RECORD_READ, by=request.user, client_id=client_id, reason="carer")
    return show(request, carer_page(request.user, course, form), status=422 if posted else 200)
