"""A completed instrument, its scores and the flags it raised. None of these rows ever changes."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from kinweave.measures.models.assignment import Assignment
from kinweave.people.models import ClientRecord
from kinweave.people.privacy import Privacy
from kinweave.vault.fields import SealedText


class AnsweredBy(models.TextChoices):
    """Who put the answers in; the words are always the client's."""

    CLIENT = "client", "the client"
    THERAPIST = "therapist", "the therapist, for the client"
    IMPORTED = "imported", "brought in from elsewhere"


class Response(ClientRecord):
    """One completed instrument. A correction is a new response that supersedes it and says why."""

    assignment = models.ForeignKey(
        Assignment, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    instrument = models.ForeignKey("shelf.FrozenDefinition", on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=80)
    course = models.ForeignKey("treatment.Course", null=True, on_delete=models.PROTECT, related_name="+")
    session = models.ForeignKey(
        "treatment.Session", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_by = models.CharField(max_length=12, choices=AnsweredBy.choices)
    answered_at = models.DateTimeField()
    answers = models.JSONField(default=dict, help_text="Item code to chosen value; a missing answer is null.")
    supersedes = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="superseded_by"
    )
    correction_reason = SealedText(null=True, blank=True)

    PRIVACY = {field: Privacy.CLINICAL for field in ("code", "answered_by", "answered_at", "answers")}

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["assignment"],
                condition=Q(assignment__isnull=False, supersedes__isnull=True),
                name="one_response_an_assignment",
            ),
            models.UniqueConstraint(
                fields=["client", "code", "answered_at"],
                condition=Q(answered_by=AnsweredBy.IMPORTED, supersedes__isnull=True),
                name="imported_once_a_day",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["client", "code", "-answered_at"], name="response_by_code")]

    def __str__(self) -> str:
        return f"{self.code} on {self.answered_at:%Y-%m-%d}"


class Score(ClientRecord):
    """The value of one scale of one response. The prorated value is an aid and never stands in for it."""

    response = models.ForeignKey(Response, on_delete=models.PROTECT, related_name="+")
    course = models.ForeignKey("treatment.Course", null=True, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=80, help_text="Code of the instrument.")
    scale = models.CharField(max_length=80)
    main = models.BooleanField(help_text="The scale that the instrument's total means.")
    value = models.FloatField(null=True, blank=True, help_text="Official value; null while incomplete.")
    complete = models.BooleanField()
    band = models.CharField(max_length=80, blank=True)
    prorated = models.FloatField(null=True, blank=True)
    answered_at = models.DateTimeField()

    PRIVACY = {
        field: Privacy.CLINICAL
        for field in ("code", "scale", "main", "value", "complete", "band", "prorated", "answered_at")
    }

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["response", "scale"], name="score_once_a_scale")
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["course", "code", "answered_at"], condition=Q(main=True), name="main_score_by_course"
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.scale} {self.value}"


class FlagRaised(ClientRecord):
    """Something in the answers a person must look at, kept as soon as the answer is, sent or not (S-45)."""

    assignment = models.ForeignKey(
        Assignment, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    response = models.ForeignKey(Response, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=80)
    points = models.FloatField()
    tier = models.CharField(max_length=20, help_text="How soon a person answers; never a grade of risk.")
    raised_at = models.DateTimeField()

    PRIVACY = {field: Privacy.CLINICAL for field in ("code", "points", "tier", "raised_at")}

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["assignment", "code", "tier"],
                condition=Q(assignment__isnull=False),
                name="flagged_once_an_assignment",
            ),
            models.UniqueConstraint(
                fields=["response", "code", "tier"],
                condition=Q(assignment__isnull=True),
                name="flagged_once_a_response",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}, {self.tier}"
