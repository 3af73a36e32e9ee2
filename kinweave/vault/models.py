"""Wrapped keys: one for each client, and a canary that proves the master key is the right one.

They name the client by id alone: the table may live in a store of its own, with short-lived
backups, so that destroying a key destroys the words (S-25).
"""

from __future__ import annotations

from django.db import models


class ClientKey(models.Model):
    """The data key of one client, wrapped by the service's master key."""

    client_id = models.UUIDField(primary_key=True)
    service_id = models.UUIDField(db_index=True)
    wrapped = models.BinaryField()

    def __str__(self) -> str:
        return f"key of {self.client_id}"


class Canary(models.Model):
    """A known word sealed under the master key; if it cannot be read, the key is wrong (S-22)."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    sealed = models.BinaryField()

    def __str__(self) -> str:
        return "canary"
