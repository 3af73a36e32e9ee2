"""What was explained about the illness, and what the client may put down for now (the sick role)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kinweave.people.models import ClientRecord
from kinweave.people.privacy import Privacy
from kinweave.treatment.models.course import Course
from kinweave.vault.fields import SealedJSON, SealedText


class Psychoeducation(ClientRecord):
    """One version, kept as it was written. Looking at it again makes the next one.

    The sick role excuses from what the illness prevents and asks for work on getting well; it ends
    (Markowitz, Phases of treatment; IPT-UK, Stages of IPT).
    """

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField(help_text="1 for the first version.")
    topics = models.JSONField(default=list, help_text="Codes of what was explained.")
    named_as = SealedText(help_text="How the illness was named between them.")
    client_said = SealedText(help_text="How the client took it, in their words.")
    excused = SealedJSON(default=list, help_text="What may be put down for now, one thing a line.")
    kept = SealedJSON(default=list, help_text="What is kept up, one thing a line.")
    helpers = SealedJSON(default=list, help_text="Each with who and what they take on.")
    review_on = models.DateField(null=True, blank=True, help_text="Day on which it is looked at again.")
    client_sees = models.BooleanField(default=True, help_text="Whether the client reads the second half.")

    PRIVACY = dict.fromkeys(("number", "topics", "review_on", "client_sees"), Privacy.CLINICAL)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["course", "number"], name="psychoeducation_number_once_a_course")
        ]

    def __str__(self) -> str:
        return f"psychoeducation {self.number} of {self.client_id}"
