"""Reading the ending of a course the reader was already allowed to see."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from kinweave.treatment.models import Course, Ending, FollowUp


def ending(course: Course) -> Ending | None:
    """What was written about the ending, or None before somebody opened the page to write."""
    return Ending.objects.filter(course=course).first()


def follow_ups(course: Course, since: datetime | None = None) -> QuerySet[FollowUp]:
    """Meetings arranged for after the last session, in order of time; from `since` on, when given."""
    rows = FollowUp.objects.filter(course=course, cancelled_at=None).order_by("starts_at")
    return rows.filter(starts_at__gte=since) if since else rows
