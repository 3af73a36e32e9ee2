"""Forms that were already received, so that none is carried out twice (S-33)."""

from __future__ import annotations

import uuid

from django.db import models

from kinweave.people.privacy import Privacy


class Submission(models.Model):
    """The mark that one form, by its own token, has been carried out; and where it led."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey("people.User", on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
    led_to = models.CharField(max_length=300)

    PRIVACY = {"at": Privacy.STATE, "led_to": Privacy.STATE}

    def __str__(self) -> str:
        return self.led_to

    def leads_to(self, url: str) -> None:
        """Where the reader goes once the form is carried out, now or when it comes again."""
        self.led_to = url
