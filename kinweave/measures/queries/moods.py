"""Reading the client's own mood line."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from kinweave.measures.models import MoodEntry
from kinweave.people.models import User

SHOWN = 30


def of_client(user: User, client_id: UUID) -> QuerySet[MoodEntry]:
    """Moods of one client that `user` may see, earliest first; what is private only for the client."""
    seen = MoodEntry.objects.visible_to(user).filter(client_id=client_id).order_by("at")
    return seen if user.is_client else seen.filter(private=False)


def latest(user: User, client_id: UUID) -> list[MoodEntry]:
    """The latest moods, newest first."""
    return list(of_client(user, client_id).order_by("-at")[:SHOWN])
