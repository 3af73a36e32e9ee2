"""Reading what was explained, and the card of what a client may put down for now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from kinweave.core import clock
from kinweave.people.models import Client
from kinweave.treatment.models import Course, Psychoeducation


def versions(course: Course) -> QuerySet[Psychoeducation]:
    """Every version, the newest first."""
    return Psychoeducation.objects.filter(course=course).select_related("created_by").order_by("-number")


def current(course: Course) -> Psychoeducation | None:
    """The version that holds now."""
    return versions(course).first()


@dataclass(frozen=True)
class SickRoleCard:
    """What the client may put down for now, as they read it on their own pages."""

    excused: tuple[str, ...]
    kept: tuple[str, ...]
    helpers: tuple[tuple[str, str], ...]  # who, and what they take on
    review_on: date | None
    since: date
    review_is_due: bool
    topics: tuple[str, ...]  # codes of what was explained


def card(client: Client) -> SickRoleCard | None:
    """The card of a client's open course; None when there is nothing to put down, or it is not shown. One query."""
    row = (
        Psychoeducation.objects.filter(client=client)
        .select_related("course", "service")
        .order_by("-course__created_at", "-number")
        .first()
    )
    if row is None or not row.client_sees or not row.course.is_open or not (row.excused or row.kept):
        return None
    zone = ZoneInfo(row.service.time_zone)
    return SickRoleCard(
        excused=tuple(row.excused),
        kept=tuple(row.kept),
        helpers=tuple((each.get("who") or "Somebody", each.get("what", "")) for each in row.helpers),
        review_on=row.review_on,
        since=row.created_at.astimezone(zone).date(),
        review_is_due=row.review_on is not None and row.review_on <= clock.today(zone),
        topics=tuple(row.topics),
    )
