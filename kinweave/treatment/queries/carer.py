"""Reading talks with the carer, of a course the reader was already allowed to see. Clinicians only."""

from __future__ import annotations

from django.db.models import QuerySet

from kinweave.treatment.models import CarerTalk, Course


def talks(course: Course) -> QuerySet[CarerTalk]:
    """Every talk, the latest first."""
    rows = CarerTalk.objects.filter(course=course).select_related("created_by")
    return rows.order_by("-held_on", "-created_at")
