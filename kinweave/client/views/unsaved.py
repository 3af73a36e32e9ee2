"""Words in the long forms are kept while they are typed."""

from __future__ import annotations

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from kinweave.people import unsaved
from kinweave.people.access import ClientRequest, client_only

FORMS = {"staying-well": "client:staying_well_edit", "safety-plan": "client:safety-plan-edit"}
"""Forms that keep themselves, and where each is written."""


@require_POST
@client_only
def keep(request: ClientRequest, form: str) -> JsonResponse:
    """Keep what is in the form now (see autosave.js)."""
    return unsaved.keep(request, request.client, _known(form))


@require_POST
@client_only
def leave(request: ClientRequest, form: str) -> HttpResponse:
    """Let go of what was typed and not saved."""
    unsaved.saved(request, request.client, _known(form))
    return redirect(FORMS[form])


def _known(form: str) -> str:
    if form not in FORMS:
        raise Http404
    return form
