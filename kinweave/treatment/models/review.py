"""The review half way: what both saw, and what they decided."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kinweave.people.models import ClientRecord
from kinweave.people.privacy import Privacy
from kinweave.treatment.models.course import Course
from kinweave.treatment.models.formulation import Formulation
from kinweave.treatment.terms import Decision, StillFits
from kinweave.vault.fields import SealedJSON, SealedText


class Review(ClientRecord):
    """One review, recorded once and never edited."""

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="+")
    held_on = models.DateField()
    session_number = models.PositiveSmallIntegerField(help_text="Sessions held by then.")
    formulation = models.ForeignKey(Formulation, null=True, on_delete=models.PROTECT, related_name="+")
    still_fits = models.CharField(max_length=8, choices=StillFits.choices, blank=True)
    scores = SealedJSON(default=list, help_text="First and latest of each measure, as they were shown.")
    client_said = SealedText()
    decision = models.CharField(max_length=24, choices=Decision.choices)
    reason = SealedText()

    PRIVACY = {field: Privacy.CLINICAL for field in ("held_on", "session_number", "still_fits", "decision")}

    class Meta:
        indexes: ClassVar = [models.Index(fields=["course", "created_at"], name="review_by_course")]

    def __str__(self) -> str:
        return f"review of {self.client_id} on {self.held_on}"
