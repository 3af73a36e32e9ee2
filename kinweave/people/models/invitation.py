"""Invitations: how every account begins."""

from __future__ import annotations

import uuid

from django.db import models

from kinweave.people.privacy import Privacy


class Invitation(models.Model):
    """A link that opens one account, once. Only a hash of its secret is kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    service = models.ForeignKey("people.Service", on_delete=models.PROTECT, related_name="+")
    client = models.ForeignKey(
        "people.Client", null=True, blank=True, on_delete=models.PROTECT, related_name="invitations"
    )
    email = models.EmailField()
    name = models.CharField(max_length=120, blank=True, help_text="Staff only.")
    roles = models.JSONField(default=list)
    secret_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey("people.User", null=True, on_delete=models.PROTECT, related_name="+")
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    PRIVACY = {
        "email": Privacy.IDENTIFYING, "name": Privacy.IDENTIFYING, "roles": Privacy.STATE, "secret_hash": Privacy.SECRET,
        "created_at": Privacy.STATE, "expires_at": Privacy.STATE, "used_at": Privacy.STATE,
    }  # fmt: skip

    def __str__(self) -> str:
        return f"invitation of {self.created_at:%Y-%m-%d}"
