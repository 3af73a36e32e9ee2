"""Goals of the agreement, rated over time."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kinweave.people.models import ClientRecord
from kinweave.people.privacy import Privacy
from kinweave.treatment.models.agreement import Agreement
from kinweave.treatment.models.course import Course
from kinweave.vault.fields import SealedText

MOST = 10
"""Ratings go from 0, not at all reached, to this, fully reached."""


class Goal(ClientRecord):
    """One goal in the client's words. Its words never change; another wording is another goal."""

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="+")
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="+")
    place = models.PositiveSmallIntegerField()
    text = SealedText()
    measure = SealedText(help_text="How both will know.")
    closed_on = models.DateField(null=True, blank=True, help_text="Day of the change that took it out.")

    PRIVACY = {"place": Privacy.STATE, "closed_on": Privacy.CLINICAL}

    class Meta:
        indexes: ClassVar = [models.Index(fields=["course", "place"], name="goal_by_course")]

    def __str__(self) -> str:
        return f"goal {self.place} of {self.client_id}"


class GoalRating(ClientRecord):
    """How far a goal was reached on one day, as the client said."""

    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="+")
    rating = models.PositiveSmallIntegerField()
    note = SealedText()
    rated_at = models.DateTimeField()

    PRIVACY = {"rating": Privacy.CLINICAL, "rated_at": Privacy.CLINICAL}

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(rating__lte=MOST), name="goal_rating_from_0_to_10"),
        ]
        indexes: ClassVar = [models.Index(fields=["goal", "rated_at"], name="rating_by_goal")]

    def __str__(self) -> str:
        return f"{self.rating} on {self.rated_at:%Y-%m-%d}"
