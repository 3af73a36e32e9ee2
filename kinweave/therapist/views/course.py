"""One course at a glance."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from kinweave.audit import actions as audit
from kinweave.audit.acts import Act
from kinweave.people.access import UserRequest, clinician
from kinweave.therapist.pages.course import course_page
from kinweave.treatment.queries.overview import course_of
from kinweave.web.show import show


@require_safe
@clinician
def course(request: UserRequest, client_id: UUID) -> HttpResponse:
    """Where one client is."""
    found = course_of(request.user, client_id)
    audit.record(Act.RECORD_READ, by=request.user, on=found, reason="course")
    return show(request, course_page(request.user, found))
