"""The outbox: messages that wait to be sent. They say that something waits, never what (S-19)."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from kinweave.people.privacy import Privacy


class Notice(models.Model):
    """One message to one account. Its words come from its kind alone, so the row holds none."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    service = models.ForeignKey("people.Service", on_delete=models.PROTECT, related_name="+")
    to = models.ForeignKey("people.User", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=40)
    key = models.CharField(
        max_length=120, unique=True, help_text="What it is about, so that it is written once."
    )
    created_at = models.DateTimeField()
    next_try_at = models.DateTimeField(null=True, help_text="None when it was sent or given up.")
    claimed_at = models.DateTimeField(null=True, help_text="A worker has it in hand.")
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)

    PRIVACY = {
        field: Privacy.STATE
        for field in ("kind", "key", "created_at", "next_try_at", "claimed_at", "attempts", "sent_at")
    }

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["next_try_at"], condition=Q(next_try_at__isnull=False), name="notice_waiting"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.created_at:%Y-%m-%d %H:%M}"
