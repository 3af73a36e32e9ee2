"""Reading a note, adding to a signed one, standing beside a trainee's signature."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from kinweave.audit import actions as audit
from kinweave.audit.acts import Act
from kinweave.people import submissions
from kinweave.people.access import UserRequest, clinician
from kinweave.people.actions import Refused
from kinweave.therapist.pages.notes import note_page
from kinweave.treatment.actions import notes as writing
from kinweave.treatment.forms.notes import AmendmentForm
from kinweave.treatment.queries import notes, sessions
from kinweave.web.show import show


@clinician
def note(request: UserRequest, client_id: UUID, session_id: UUID) -> HttpResponse:
    """One note with its amendments; posting adds one."""
    if done := submissions.led_to(request):
        return redirect(done)
    session = sessions.session(request.user, session_id)
    if session.client_id != client_id:
        raise Http404
    form = AmendmentForm(request.POST or None)
    if request.method == "POST":
        sessions.writable(request.user, session_id)
        if form.is_valid() and _amended(request, client_id, session_id, form):
            return redirect("therapist:note", client_id, session_id)
        return show(request, note_page(request.user, session, form), status=422)
    audit.record(Act.RECORD_READ, by=request.user, on=session, reason="notes")
    return show(request, note_page(request.user, session))


def _amended(request: UserRequest, client_id: UUID, session_id: UUID, form: AmendmentForm) -> bool:
    try:
        with submissions.once(request) as submission:
            writing.amend_note(
                note=notes.note(request.user, session_id), words=form.cleaned_data["words"],
                reason=form.cleaned_data["reason"], by=request.user,
            )  # fmt: skip
            submission.leads_to(reverse("therapist:note", args=[client_id, session_id]))
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


@require_POST
@clinician
def countersign(request: UserRequest, client_id: UUID, session_id: UUID) -> HttpResponse:
    """A supervisor of the case countersigns."""
    row = notes.note(request.user, session_id)
    if row.client_id != client_id:
        raise Http404
    try:
        writing.countersign_note(note=row, by=request.user)
        messages.success(request, "Countersigned.")
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("therapist:note", client_id, session_id)
