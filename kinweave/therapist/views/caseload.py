"""Everyone a clinician sees, and the way to one of them by name."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from kinweave.audit import actions as audit
from kinweave.audit.acts import Act
from kinweave.people.access import UserRequest, clinician
from kinweave.therapist.pages.caseload import Filters, caseload_page, found_rows
from kinweave.web.show import show


@require_safe
@clinician
def caseload(request: UserRequest) -> HttpResponse:
    """The caseload. A name that fits one person leads straight to them."""
    filters = Filters.of(request.GET.dict())
    rows, supervises = found_rows(request.user, filters)
    if filters.only_name and len(rows) == 1:
        return redirect(rows[0].url)
    audit.record(Act.RECORD_READ, by=request.user, reason="caseload")
    return show(request, caseload_page(request.user, filters, rows, supervises, request.GET.get("page", "")))
