"""The closeness circle as it was drawn on a day; the circle of now is the people's own rings and angles."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kinweave.people.models import ClientRecord
from kinweave.people.privacy import Privacy
from kinweave.treatment.models.inventory import Person
from kinweave.vault.fields import SealedText


class CircleMoment(models.TextChoices):
    """At which point of the course a circle was kept."""

    INITIAL = "initial", "at the start"
    MID = "mid", "half way"
    END = "end", "at the end"
    EXTRA = "extra", "in between"


class DrawnBy(models.TextChoices):
    """Who drew it."""

    CLIENT = "client", "on my own"
    TOGETHER = "together", "together, in a session"


class CircleVersion(ClientRecord):
    """One kept circle: who stood where. Never changed, never deleted; an empty one is a valid answer.

    `placements` is a list of {person_id, ring, angle or null, size 1 to 3, tie, line}, where `line` is solid,
    conflict, broken or wished; names are not in it.
    """

    moment = models.CharField(max_length=10, choices=CircleMoment.choices)
    drawn_by = models.CharField(max_length=10, choices=DrawnBy.choices)
    drawn_on = models.DateField()
    placements = models.JSONField(default=list)
    missing_people = SealedText(help_text="Who is not there and is missed.")
    change_wanted = SealedText(help_text="What the client would like to be different.")

    PRIVACY = {
        "moment": Privacy.CLINICAL,
        "drawn_by": Privacy.CLINICAL,
        "drawn_on": Privacy.CLINICAL,
        "placements": Privacy.CLINICAL,
    }

    class Meta:
        indexes: ClassVar = [models.Index(fields=["client", "created_at"], name="circle_by_client")]

    def __str__(self) -> str:
        return f"circle {self.moment} of {self.drawn_on:%Y-%m-%d}"


def placement(person: Person) -> dict[str, object]:
    """Where somebody stands, as a kept circle holds it."""
    return {
        "person_id": str(person.id),
        "ring": person.ring,
        "angle": person.angle,
        "size": person.importance,
        "tie": person.tie,
        "line": line_of(person),
    }


def line_of(person: Person) -> str:
    """The line of a tie in the terms of the clinical reference: solid, conflict, broken or wished."""
    if person.living in ("dead", "estranged"):
        return "broken"
    if person.tie in ("strain", "both"):
        return "conflict"
    return "wished" if person.ring_wished and person.ring_wished < person.ring else "solid"
