"""Keeping how somebody is."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from kinweave.audit import actions as audit
from kinweave.audit.acts import Act
from kinweave.core import clock
from kinweave.measures.models import MoodEntry
from kinweave.measures.models.mood import BEST
from kinweave.people.actions import Refused
from kinweave.people.models import Client, User
from kinweave.treatment.models import Course


@transaction.atomic
def record_mood(
    *,
    client: Client,
    value: int,
    by: User,
    course: Course | None = None,
    note: str = "",
    private: bool = False,
    at: datetime | None = None,
) -> MoodEntry:
    """Keep one mood from 0, the worst, to 10, the best. Raises Refused for any other figure."""
    if not 0 <= value <= BEST:
        raise Refused(f"Choose a number from 0 to {BEST}.")
    now = clock.now()
    entry = MoodEntry.objects.create(
        service_id=client.service_id, client=client, course=course, created_at=now, created_by=by,
        value=value, at=at or now, note=note, private=private,
    )  # fmt: skip
    audit.record(Act.MOOD_RECORDED, by=by, on=entry)
    return entry
