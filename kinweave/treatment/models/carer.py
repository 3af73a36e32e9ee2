"""Talks with the person who cares for the client: alone, or with the client there."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kinweave.people.models import ClientRecord
from kinweave.people.privacy import Privacy
from kinweave.treatment.models.course import Course
from kinweave.vault.fields import SealedText


class CarerTalk(ClientRecord):
    """One talk, kept as it was written; the client has agreed that it takes place.

    The carer is not the patient (Miller and Reynolds, Casebook of IPT 2012): one who is unwell is referred. What
    they say is told in confidence and is no part of what the client takes along.
    """

    class Kind(models.TextChoices):
        ALONE = "alone", "with the carer alone"
        TOGETHER = "together", "with both together"

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="+")
    held_on = models.DateField()
    kind = models.CharField(max_length=10, choices=Kind.choices)
    who = SealedText(help_text="Who cares for the client, and what they are to them.")
    told = SealedText(help_text="What the carer tells: what is seen at home, and what it asks of them.")
    explained = SealedText(help_text="What was explained to the carer.")
    support = SealedText(
        help_text="What is asked of the client, matched to what can be done; who takes on what."
    )
    unwell = models.BooleanField(default=False, help_text="The carer needs treatment of their own.")
    referred_to = SealedText(help_text="Where a carer who is unwell was referred.")

    PRIVACY = dict.fromkeys(("held_on", "kind", "unwell"), Privacy.CLINICAL)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["course", "held_on"], name="carer_talk_by_course")]

    def __str__(self) -> str:
        return f"talk {self.kind} on {self.held_on:%Y-%m-%d}"
