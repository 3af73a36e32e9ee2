"""How far a client has come through the first pages, and what they would rather say in the room."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kinweave.people.models import ClientRecord
from kinweave.people.privacy import Privacy
from kinweave.treatment.models.course import Course


class Intake(ClientRecord):
    """One row a course. What the client said lies in consents, contact details and responses, not here."""

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="+")
    passed = models.JSONField(
        default=dict, help_text="Step of the start to the ISO instant it was left behind."
    )
    in_the_room = models.JSONField(
        default=list, help_text="Steps the client would rather talk about in the room."
    )
    finished_at = models.DateTimeField(null=True, blank=True)

    PRIVACY = {
        "passed": Privacy.STATE, "in_the_room": Privacy.CLINICAL, "finished_at": Privacy.STATE,
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["course"], name="one_intake_a_course")]

    def __str__(self) -> str:
        return f"start of {self.client_id}"
