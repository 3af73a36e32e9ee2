"""The ending: feelings about it, what was gained, what comes next, and meetings after it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kinweave.people.models import ClientRecord
from kinweave.people.privacy import Privacy
from kinweave.treatment.models.course import Course
from kinweave.vault.fields import SealedJSON, SealedText


class NextStep(models.TextChoices):
    """What comes after the last session."""

    LOOK_BACK = "follow_up", "meet again to look back"
    MAINTENANCE = "maintenance", "go on with sessions further apart"
    OTHER_TREATMENT = "other_treatment", "another treatment, booked"
    NOTHING = "nothing", "nothing planned; the way back is in the plan"


class Ending(ClientRecord):
    """What the last sessions of a course held. One a course, written in until the course has ended."""

    course = models.OneToOneField(Course, on_delete=models.PROTECT, related_name="+")
    opened_on = models.DateField()
    feelings = SealedText(help_text="How the client feels about ending, in their words.")
    sadness_or_illness = SealedText(help_text="What tells sadness at a goodbye apart from falling ill again.")
    who_will_know = SealedText(help_text="Who will be told that the sessions end.")
    what_changed = SealedText()
    what_the_client_did = SealedText(help_text="In the client's words.")
    still_hard = SealedText()
    fell_short = models.BooleanField(default=False, help_text="The depression has not lifted.")
    alternative = SealedText(help_text="The other treatment: what, with whom, how it was arranged.")
    alternative_booked_for = models.DateField(null=True, blank=True)
    next_step = models.CharField(max_length=20, choices=NextStep.choices, blank=True)
    next_step_why = SealedText()
    outcome = SealedJSON(default=list, help_text="First and last of each measure, as shown at the end.")
    version = models.PositiveIntegerField(default=1)

    PRIVACY = {
        field: Privacy.CLINICAL
        for field in ("opened_on", "fell_short", "alternative_booked_for", "next_step")
    } | {"version": Privacy.STATE}

    def __str__(self) -> str:
        return f"ending of {self.client_id}"


class FollowUp(ClientRecord):
    """A meeting after the last session: to look back, or to stay well."""

    class Kind(models.TextChoices):
        FOLLOW_UP = "follow_up", "to look back"
        MAINTENANCE = "maintenance", "to stay well"

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.FOLLOW_UP)
    starts_at = models.DateTimeField()
    with_whom = SealedText()
    cancelled_at = models.DateTimeField(null=True, blank=True)

    PRIVACY = {field: Privacy.CLINICAL for field in ("kind", "starts_at", "cancelled_at")}

    class Meta:
        indexes: ClassVar = [models.Index(fields=["course", "starts_at"], name="follow_up_by_course")]

    def __str__(self) -> str:
        return f"{self.kind} on {self.starts_at:%Y-%m-%d}"
