"""The safety plan: six steps in the client's own words, every version kept."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kinweave.people.models import ClientRecord
from kinweave.people.privacy import Privacy
from kinweave.vault.fields import SealedJSON


class SafetyPlan(ClientRecord):
    """One version of a client's safety plan. A change is a new version; the latest one holds."""

    version = models.PositiveIntegerField()
    steps = SealedJSON(help_text="The six steps as kinweave.safety.plan.Plan writes them.")

    PRIVACY = {"version": Privacy.STATE}

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["client", "version"], name="safety_plan_version_once")
        ]

    def __str__(self) -> str:
        return f"safety plan {self.version} of {self.client_id}"
