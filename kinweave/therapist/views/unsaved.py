"""Words in the long forms about a client are kept while they are typed."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from kinweave.people import queries, unsaved
from kinweave.people.access import UserRequest, clinician

FORMS = {
    "agreement": "therapist:agreement_write",
    "staying-well": "therapist:ending_plan",
    "safety-plan": "therapist:safety-plan-edit",
}
"""Forms that keep themselves, and where each is written."""


@require_POST
@clinician
def keep(request: UserRequest, client_id: UUID, form: str) -> JsonResponse:
    """Keep what is in the form now (see autosave.js)."""
    client = queries.writable_client(request.user, client_id)
    return unsaved.keep(request, client, _known(form))


@require_POST
@clinician
def leave(request: UserRequest, client_id: UUID, form: str) -> HttpResponse:
    """Let go of what was typed and not saved."""
    client = queries.writable_client(request.user, client_id)
    unsaved.saved(request, client, _known(form))
    return redirect(FORMS[form], client_id)


def _known(form: str) -> str:
    if form not in FORMS:
        raise Http404
    return form
