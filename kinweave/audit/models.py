"""One append-only table: who did what to whose record, when and from where (S-60)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Event(models.Model):
    """One act, chained to the one before it. Database triggers refuse any change or deletion.

    Ids stand alone, without foreign keys, so that an event outlives what it speaks of.
    """

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    act = models.CharField(max_length=60)
    actor_id = models.UUIDField(null=True)
    actor_name = models.CharField(max_length=120, blank=True)
    service_id = models.UUIDField(null=True)
    client_id = models.UUIDField(null=True)
    object_type = models.CharField(max_length=60, blank=True)
    object_id = models.CharField(max_length=40, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    origin = models.CharField(max_length=60, blank=True)
    stands = models.BinaryField(
        max_length=32, null=True, help_text="The print of what this act made final; see chain.print_of."
    )
    seal = models.BinaryField(max_length=32)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["client_id", "-id"], name="audit_by_client"),
            models.Index(fields=["service_id", "-id"], name="audit_by_service"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.act}"
