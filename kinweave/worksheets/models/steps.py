"""Steps between sessions: what a client may try, in their own words."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kinweave.people.models import ClientRecord
from kinweave.people.privacy import Privacy
from kinweave.treatment.models import StepMode
from kinweave.vault.fields import SealedText


class StepState(models.TextChoices):
    """What became of a step. All four are plain facts; none is a success or a failure."""

    OPEN = "open", "open"
    DONE = "done", "tried"
    NOT_YET = "not-yet", "not yet"
    LET_GO = "let-go", "let go"


class Step(ClientRecord):
    """One step, agreed in a session and looked at in a later one."""

    course = models.ForeignKey("treatment.Course", on_delete=models.PROTECT, related_name="+")
    agreed_in = models.ForeignKey(
        "treatment.Session", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reviewed_in = models.ForeignKey(
        "treatment.Session", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    lesson = models.ForeignKey(
        "shelf.FrozenDefinition", null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        help_text="What there is to read, word for word as it was given; most steps are not for reading.",
    )  # fmt: skip
    worksheet = models.ForeignKey(
        "worksheets.WorksheetEntry", null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        help_text="The worksheet the client was invited to write on; most steps are not for writing.",
    )  # fmt: skip
    words = SealedText(help_text="What the client will try, in the client's words.")
    mode = models.CharField(max_length=10, choices=StepMode.choices, default=StepMode.INVITED)
    person = models.UUIDField(null=True, blank=True, help_text="Somebody of the inventory.")
    with_whom = SealedText()
    obstacle = SealedText(help_text="What could get in the way, and what then.")
    state = models.CharField(max_length=10, choices=StepState.choices, default=StepState.OPEN)
    how_it_went = SealedText()
    told_at = models.DateTimeField(null=True, blank=True, help_text="When somebody last said how it went.")
    version = models.PositiveIntegerField(default=1)

    PRIVACY = {field: Privacy.CLINICAL for field in ("mode", "person", "state", "told_at")} | {
        "version": Privacy.STATE
    }

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["agreed_in"],
                condition=models.Q(lesson=None, worksheet=None),
                name="one_step_a_session",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["client", "state"], name="step_by_client")]

    def __str__(self) -> str:
        return f"step of {self.created_at:%Y-%m-%d}"
