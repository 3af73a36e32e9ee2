"""Reading agreements of a course the reader was already allowed to see."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import Http404

from kinweave.treatment.models import Agreement, Course


def versions(course: Course) -> QuerySet[Agreement]:
    """Every version with those who signed it, the newest first."""
    return (
        Agreement.objects.filter(course=course)
        .select_related("therapist_signed_by", "client_signed_by")
        .order_by("-number")
    )


def agreement_in_force(course: Course) -> Agreement | None:
    """The last version that both have signed, or None."""
    return versions(course).filter(in_force_at__isnull=False).first()


def open_version(course: Course) -> Agreement | None:
    """The version that both have not signed yet, if there is one."""
    return versions(course).filter(in_force_at=None).first()


def numbered(course: Course, number: int) -> Agreement:
    """One version by its number, else 404."""
    found = versions(course).filter(number=number).first()
    if found is None:
        raise Http404
    return found
