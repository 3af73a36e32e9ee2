"""The pulse of each worker: proof that somebody is carrying out jobs (S-42)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kinweave.people.privacy import Privacy


class Pulse(models.Model):
    """One worker. It may be alive and yet stuck in a job, so the two times are kept apart."""

    worker = models.CharField(max_length=64, primary_key=True)
    alive_at = models.DateTimeField(help_text="When its process last said that it is there.")
    went_round_at = models.DateTimeField(
        db_index=True, help_text="When it last finished a round of its work."
    )

    PRIVACY: ClassVar = {
        "worker": Privacy.STATE, "alive_at": Privacy.STATE, "went_round_at": Privacy.STATE,
    }  # fmt: skip

    def __str__(self) -> str:
        return self.worker
