"""How the client is at a moment they choose: one figure, and words if they like."""

from __future__ import annotations

from typing import ClassVar

from django.core.validators import MaxValueValidator
from django.db import models

from kinweave.people.models import ClientRecord
from kinweave.people.privacy import Privacy
from kinweave.vault.fields import SealedText

BEST = 10


class MoodEntry(ClientRecord):
    """Mood from 0, the worst, to 10, the best one can imagine. Not an instrument: the client's own line."""

    course = models.ForeignKey("treatment.Course", null=True, on_delete=models.PROTECT, related_name="+")
    value = models.PositiveSmallIntegerField(validators=[MaxValueValidator(BEST)])
    at = models.DateTimeField(help_text="The moment it speaks of.")
    note = SealedText()
    private = models.BooleanField(default=False, help_text="For the client's own eyes.")

    PRIVACY = {"value": Privacy.CLINICAL, "at": Privacy.CLINICAL, "private": Privacy.STATE}

    class Meta:
        indexes: ClassVar = [models.Index(fields=["client", "-at"], name="mood_by_client")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(value__lte=BEST), name="mood_within_ten")
        ]

    def __str__(self) -> str:
        return f"mood on {self.at:%Y-%m-%d}"
