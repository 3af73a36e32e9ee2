"""Reading the audit."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from kinweave.audit.models import Event


def events_about(client_id: UUID) -> QuerySet[Event]:
    """Everything done with one client's record, latest first."""
    return Event.objects.filter(client_id=client_id).order_by("-id")


def finals() -> QuerySet[Event]:
    """The acts that made something final, in the order of the chain."""
    return Event.objects.exclude(stands=None).order_by("id")


def whole_chain() -> QuerySet[Event]:
    """Every event from the first, in the order of the chain."""
    return Event.objects.order_by("id")
