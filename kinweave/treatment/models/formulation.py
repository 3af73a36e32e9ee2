"""The formulation: a versioned statement of what this is about, with the client's own answer to it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kinweave.people.models import ClientRecord
from kinweave.people.privacy import Privacy
from kinweave.treatment.models.course import Course
from kinweave.treatment.models.timeline import LifeEvent
from kinweave.treatment.terms import Answer
from kinweave.vault.fields import SealedJSON, SealedText

AGREEING = frozenset({Answer.AGREES, Answer.AGREES_WITH_CHANGES})
"""Answers that make a version the agreed one."""


class Formulation(ClientRecord):
    """One version. It may be written in until the client answers; from then on it stays as it is."""

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField(help_text="1 for the first version.")
    reason = SealedText(help_text="Why there is another version; empty for the first.")
    areas = models.JSONField(default=list, help_text="Codes of the areas, two at most, main one first.")
    subtypes = models.JSONField(default=dict, help_text="Area code to the code of its narrower form.")
    why_these_areas = SealedText()
    weighing = SealedJSON(help_text="Area code to what was said for it and against it.")

    statement = SealedText(help_text="What is said to the client, in two to five plain sentences.")
    one_line = SealedText(help_text="One line in the client's words, for the top of later pages.")
    illness_sentence = SealedText()
    symptoms_own_words = SealedJSON(default=list)
    onset_event = models.ForeignKey(
        LifeEvent, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    onset = SealedText(help_text="When it began and what was happening then.")
    people = SealedJSON(default=list, help_text="Ids of people of the inventory.")
    how_linked = SealedText()
    vulnerability_background = SealedText()
    strengths_supports = SealedText()
    what_we_will_do = SealedText()
    sessions = models.PositiveSmallIntegerField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    hope_sentence = SealedText()

    shared_at = models.DateTimeField(null=True, blank=True, help_text="When it was shown to the client.")
    client_response = models.CharField(max_length=24, choices=Answer.choices, blank=True)
    client_said = SealedText(help_text="What the client said to it.")
    client_edit = SealedText(help_text="The statement as the client changed it.")
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey("people.User", null=True, on_delete=models.PROTECT, related_name="+")
    agreed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    PRIVACY = {
        field: Privacy.CLINICAL
        for field in (
            "number", "areas", "subtypes", "sessions", "ends_on", "shared_at",
            "client_response", "answered_at", "agreed_at",
        )
    } | {"version": Privacy.STATE}  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["course", "number"], name="formulation_number_once_a_course"),
            models.UniqueConstraint(
                fields=["course"],
                condition=models.Q(answered_at=None),
                name="one_open_formulation_a_course",
            ),
        ]

    def __str__(self) -> str:
        return f"formulation {self.number} of {self.client_id}"

    @property
    def is_answered(self) -> bool:
        return self.answered_at is not None

    @property
    def is_agreed(self) -> bool:
        return self.agreed_at is not None

    @property
    def words(self) -> str:
        """The statement as it stands between them: with the client's change where there is one."""
        return str(self.client_edit or self.statement)
