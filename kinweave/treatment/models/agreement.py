"""The agreement: what both sign, never edited afterwards; a change is a new version with its reason."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kinweave.people.models import ClientRecord, User
from kinweave.people.privacy import Privacy
from kinweave.treatment.models.course import Course, Mode
from kinweave.vault.fields import SealedJSON, SealedText


class Recording(models.TextChoices):
    """Whether sessions are recorded. Nothing is, unless both say so here."""

    NONE = "none", "not recorded"
    AUDIO = "audio", "sound only"
    VIDEO = "video", "picture and sound"


class Agreement(ClientRecord):
    """One version. It can be changed until somebody has signed, and never once both have."""

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField(help_text="1 for the first version.")
    reason = SealedText(help_text="Why the agreement changes; empty for the first.")
    areas = models.JSONField(default=list)
    sessions = models.PositiveSmallIntegerField()
    open_end = models.BooleanField(
        default=False, help_text="After these sessions both look at it again; no last session is set."
    )
    days_between = models.PositiveSmallIntegerField(default=7)
    starts_on = models.DateField(help_text="Day of the next session under this version.")
    starts_at = models.TimeField(help_text="Where the service is.")
    weekday = models.PositiveSmallIntegerField(help_text="0 is Monday.")
    ends_on = models.DateField()
    without_sessions = models.JSONField(default=list, help_text="ISO days in weeks without a session.")
    minutes = models.PositiveSmallIntegerField(default=50)
    mode = models.CharField(max_length=20, choices=Mode.choices, default=Mode.IN_PERSON)
    goals = SealedJSON(default=list, help_text="Each with id, text, measure and start (0 to 10 or null).")
    therapist_tasks = SealedText()
    client_tasks = SealedText()
    involved_others = SealedJSON(default=list, help_text="Each with who and what they may be told.")
    between_session_contact = SealedText()
    missed_session_rule = SealedText()
    nonresponse_plan = SealedText(help_text="What happens if it is not better by the middle.")
    medication = SealedText()
    confidentiality_explained = models.BooleanField(default=False)
    recording = models.CharField(max_length=8, choices=Recording.choices, default=Recording.NONE)
    recording_purpose = SealedText()
    recording_delete_on = models.DateField(null=True, blank=True)
    maintenance_option = models.BooleanField(default=False)

    therapist_signed_at = models.DateTimeField(null=True, blank=True)
    therapist_signed_by = models.ForeignKey(
        "people.User", null=True, on_delete=models.PROTECT, related_name="+"
    )
    client_signed_at = models.DateTimeField(null=True, blank=True)
    client_signed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    in_force_at = models.DateTimeField(null=True, blank=True, help_text="When the second of the two signed.")
    version = models.PositiveIntegerField(default=1)

    PRIVACY = {
        field: Privacy.CLINICAL
        for field in (
            "number", "areas", "sessions", "open_end", "days_between", "starts_on", "starts_at", "weekday", "ends_on",
            "without_sessions", "minutes", "mode", "confidentiality_explained", "recording",
            "recording_delete_on", "maintenance_option", "therapist_signed_at", "client_signed_at",
            "in_force_at",
        )
    } | {"version": Privacy.STATE}  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["course", "number"], name="agreement_number_once_a_course"),
            models.UniqueConstraint(
                fields=["course"],
                condition=models.Q(in_force_at=None),
                name="one_open_agreement_a_course",
            ),
        ]

    def __str__(self) -> str:
        return f"agreement {self.number} of {self.client_id}"

    @property
    def is_in_force(self) -> bool:
        """True once both have signed; a later version may have followed it."""
        return self.in_force_at is not None

    @property
    def is_signed_by_one(self) -> bool:
        return not self.is_in_force and (self.therapist_signed_at or self.client_signed_at) is not None
