"""The therapist's first page: who comes today, and what needs an answer."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from kinweave.audit import actions as audit
from kinweave.audit.acts import Act
from kinweave.people.access import UserRequest, clinician
from kinweave.therapist.pages.today import today_page
from kinweave.web.show import show


@require_safe
@clinician
def today(request: UserRequest) -> HttpResponse:
    """The day at a glance."""
    audit.record(Act.RECORD_READ, by=request.user, reason="today")
    return show(request, today_page(request.user))
