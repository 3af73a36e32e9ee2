"""An instrument that somebody is asked to answer, with the answers given so far."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from kinweave.people.models import ClientRecord
from kinweave.people.privacy import Privacy


class State(models.TextChoices):
    """How far an assignment has got."""

    DUE = "due", "not begun"
    STARTED = "started", "begun"
    DONE = "done", "answered"
    SKIPPED = "skipped", "not this time"
    WITHDRAWN = "withdrawn", "no longer asked"


OPEN = (State.DUE, State.STARTED)


class Why(models.TextChoices):
    """What made it due."""

    PROTOCOL = "protocol", "the protocol asks for it before this session"
    ASKED = "asked", "the therapist asked for it"
    ENTERED = "entered", "the therapist wrote it in"


class Assignment(ClientRecord):
    """One instrument, asked once. `answers` grows item by item and stays as it was when it is sent."""

    instrument = models.ForeignKey("shelf.FrozenDefinition", on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=80)
    course = models.ForeignKey("treatment.Course", null=True, on_delete=models.PROTECT, related_name="+")
    session = models.ForeignKey(
        "treatment.Session", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    before_number = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Before which session of the agreement it was due."
    )
    due_at = models.DateTimeField()
    why = models.CharField(max_length=12, choices=Why.choices)
    state = models.CharField(max_length=12, choices=State.choices, default=State.DUE)
    answers = models.JSONField(default=dict, help_text="Item code to chosen value, saved one by one.")
    saved_at = models.DateTimeField(null=True, blank=True, help_text="When the last single answer was saved.")
    closed_at = models.DateTimeField(null=True, blank=True)

    PRIVACY = {
        field: Privacy.CLINICAL for field in ("code", "before_number", "due_at", "why", "state", "answers")
    } | {"saved_at": Privacy.STATE, "closed_at": Privacy.STATE}

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["session", "code"],
                condition=Q(why=Why.PROTOCOL, session__isnull=False),
                name="asked_once_a_session",
            ),
            models.UniqueConstraint(
                fields=["course", "code", "before_number"],
                condition=Q(why=Why.PROTOCOL, session__isnull=True),
                name="asked_once_before_a_date_is_set",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["client", "state", "due_at"], name="assignment_by_state"),
            models.Index(fields=["course", "code"], name="assignment_by_course"),
        ]

    def __str__(self) -> str:
        return f"{self.code}, {self.state}"

    @property
    def is_open(self) -> bool:
        """Whether somebody is still asked."""
        return self.state in OPEN

    @property
    def may_answer(self) -> bool:
        """Whether answers may still be given; a form that was set aside may be taken up again."""
        return self.state not in (State.DONE, State.WITHDRAWN)

    @property
    def is_done(self) -> bool:
        """Whether the answers were sent."""
        return self.state == State.DONE
