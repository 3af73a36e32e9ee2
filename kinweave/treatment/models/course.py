"""Episode, course and session: the clock that everything else hangs on."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kinweave.core.course import ENDED, Attendance, Stage
from kinweave.people.models import ClientRecord
from kinweave.people.privacy import Privacy
from kinweave.vault.fields import SealedText


class Episode(ClientRecord):
    """From referral to discharge. It may hold several courses, one after another."""

    came_by = models.CharField(max_length=40, default="invitation")
    reason = SealedText(help_text="What brings the person, in their or the referrer's words.")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    PRIVACY = {"came_by": Privacy.CLINICAL, "opened_at": Privacy.CLINICAL, "closed_at": Privacy.CLINICAL}

    def __str__(self) -> str:
        return f"episode of {self.client_id} from {self.opened_at:%Y-%m-%d}"


STAGES = [(stage.value, stage.value.replace("_", " ")) for stage in Stage]
ATTENDANCES = [(attendance.value, attendance.value.replace("_", " ")) for attendance in Attendance]


class Course(ClientRecord):
    """One course of IPT by one protocol. At most one is open for a client at a time."""

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="courses")
    protocol = models.ForeignKey("shelf.FrozenDefinition", on_delete=models.PROTECT, related_name="+")
    protocol_code = models.CharField(max_length=80)
    follows = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        help_text="The client's course before this one, whose formulation and plan it began with.",
    )  # fmt: skip
    stage = models.CharField(max_length=20, choices=STAGES, default=Stage.SUITABILITY)
    opened_on = models.DateField()
    planned_sessions = models.PositiveSmallIntegerField(
        help_text="As agreed; the protocol's usual number before that."
    )
    planned_end = models.DateField(null=True, blank=True)
    open_end = models.BooleanField(
        default=False, help_text="Number and day planned lead to a review, not to the end."
    )
    agreed_on = models.DateField(
        null=True, blank=True, help_text="Day on which both signed the agreement in force."
    )
    done = models.JSONField(default=dict, help_text="Completed checks of the protocol: code to ISO date.")
    weekday = models.PositiveSmallIntegerField(null=True, blank=True, help_text="0 is Monday.")
    session_minutes = models.PositiveSmallIntegerField(default=50)
    ending_by_hand = models.DateField(null=True, blank=True)
    focus_line = SealedText(help_text="One line of the agreed formulation, shown on every later page.")
    areas = models.JSONField(
        default=list, help_text="Codes of the agreed problem areas, two at most, main one first."
    )
    ended_on = models.DateField(null=True, blank=True)
    end_reason = SealedText()
    version = models.PositiveIntegerField(default=1)

    PRIVACY = {
        field: Privacy.CLINICAL
        for field in (
            "protocol_code", "stage", "opened_on", "planned_sessions", "planned_end", "open_end", "agreed_on", "done", "weekday",
            "session_minutes", "ending_by_hand", "areas", "ended_on",
        )
    } | {"version": Privacy.STATE}  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["client"],
                condition=~models.Q(stage__in=sorted(ENDED)),
                name="one_open_course_a_client",
            )
        ]
        indexes: ClassVar = [models.Index(fields=["client", "-created_at"], name="course_by_client")]

    def __str__(self) -> str:
        return f"{self.protocol_code} of {self.client_id}"

    @property
    def is_open(self) -> bool:
        return self.stage not in ENDED


class Mode(models.TextChoices):
    """How client and therapist meet."""

    IN_PERSON = "in-person", "in the room"
    VIDEO = "video", "by video"
    TELEPHONE = "telephone", "by telephone"


class Session(ClientRecord):
    """One session, planned or held. Its number counts attended sessions and is set when it is attended."""

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="sessions")
    number = models.PositiveSmallIntegerField(null=True, blank=True)
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField(default=50)
    mode = models.CharField(max_length=20, choices=Mode.choices, default=Mode.IN_PERSON)
    attendance = models.CharField(max_length=24, choices=ATTENDANCES, default=Attendance.PLANNED)
    attendance_reason = SealedText()
    opened_at = models.DateTimeField(null=True, blank=True, help_text="When the therapist opened the room.")
    begun_without = SealedText(
        null=True, help_text="Why it began although it was not known how to reach the client (S-44)."
    )
    called = models.BooleanField(
        null=True, blank=True, help_text="After a missed session: did somebody ring?"
    )
    maintenance = models.BooleanField(default=False, help_text="Outside the agreed number.")
    signed_at = models.DateTimeField(
        null=True, blank=True, help_text="When the note of this session was signed."
    )
    amendments = models.PositiveSmallIntegerField(default=0)
    focus_worked = models.BooleanField(null=True, blank=True, help_text="As the signed note says.")
    version = models.PositiveIntegerField(default=1)

    PRIVACY = {
        field: Privacy.CLINICAL
        for field in (
            "number",
            "starts_at",
            "minutes",
            "mode",
            "attendance",
            "opened_at",
            "called",
            "maintenance",
            "signed_at",
            "amendments",
            "focus_worked",
        )
    } | {"version": Privacy.STATE}

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["course", "number"],
                condition=models.Q(number__isnull=False),
                name="session_number_once_a_course",
            )
        ]
        indexes: ClassVar = [models.Index(fields=["course", "starts_at"], name="session_by_course")]

    def __str__(self) -> str:
        return f"session {self.number or 'planned'} on {self.starts_at:%Y-%m-%d}"
