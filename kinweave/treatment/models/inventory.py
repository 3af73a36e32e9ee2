"""The interpersonal inventory: the people in a client's life, as the client tells of them.

Fields and their values are those of the clinical reference (inventory.json, "person"). People in an
inventory did not agree to be written about: a nickname is enough, and every word is sealed.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kinweave.people.models import ClientRecord
from kinweave.people.privacy import Privacy
from kinweave.treatment.models.inventory_terms import (
    Contactable,
    Direction,
    DisputeStage,
    Frequency,
    Living,
    Place,
    Relation,
    TieKind,
)
from kinweave.vault.fields import SealedJSON, SealedText

CLINICAL_FIELDS = (
    "relation", "living", "died_on", "ring", "ring_wished", "ring_at_onset", "angle", "importance", "tie",
    "frequency", "contact_modes", "support_from", "support_to", "support_wished", "can_confide", "can_ask",
    "conflict_level", "conflict_stage", "problem_rating", "problem_rank", "knows_about_illness",
    "may_be_contacted", "contact_agreed_at", "part_in_focus", "changed", "changed_on", "change_direction",
    "change_mood",
)  # fmt: skip
SEALED_FIELDS = (
    "name", "who", "age_or_stage", "shared_activities", "i_expect", "they_expect", "good", "hard",
    "wished_in_me", "wished_in_them", "conflict_topics", "conflict_ends", "change_what", "story",
    "client_words", "archive_reason",
)  # fmt: skip


class Person(ClientRecord):
    """One person of the inventory. What only the therapist may read is in `PrivateSide`, never here."""

    name = SealedText(help_text="A first name or a nickname.")
    relation = models.CharField(max_length=20, choices=Relation.choices, default=Relation.OTHER)
    who = SealedText(help_text="The relation in the client's own words: daughter, friend in Sheffield.")
    living = models.CharField(max_length=10, choices=Living.choices, default=Living.ALIVE)
    died_on = models.DateField(null=True, blank=True)
    age_or_stage = SealedText()

    ring = models.PositiveSmallIntegerField(choices=Place.choices, default=Place.IN_MY_LIFE)
    ring_wished = models.PositiveSmallIntegerField(choices=Place.choices, null=True, blank=True)
    ring_at_onset = models.PositiveSmallIntegerField(choices=Place.choices, null=True, blank=True)
    angle = models.FloatField(
        null=True, blank=True, help_text="Degrees clockwise from the top; none: the drawing decides."
    )
    importance = models.PositiveSmallIntegerField(default=2, help_text="1 to 3: how large the mark is.")
    tie = models.CharField(max_length=10, choices=TieKind.choices, default=TieKind.UNSAID)

    frequency = models.CharField(max_length=10, choices=Frequency.choices, blank=True, default="")
    contact_modes = models.JSONField(default=list)
    shared_activities = SealedJSON(default=list)
    support_from = models.JSONField(default=list, help_text="Kinds of support this person gives.")
    support_to = models.JSONField(
        default=list, help_text="Kinds of support this person gets from the client."
    )
    support_wished = models.JSONField(default=list, help_text="Kinds of support the client wishes for.")
    can_confide = models.PositiveSmallIntegerField(null=True, blank=True, help_text="0 to 10.")
    can_ask = models.PositiveSmallIntegerField(null=True, blank=True, help_text="0 to 10.")

    i_expect = SealedJSON(default=list, help_text="List of {text, met 0 to 10 or null, spoken}.")
    they_expect = SealedJSON(default=list, help_text="List of {text, met, spoken, source told or guessed}.")
    good = SealedJSON(default=list)
    hard = SealedJSON(default=list)
    wished_in_me = SealedJSON(default=list)
    wished_in_them = SealedJSON(default=list)

    conflict_level = models.PositiveSmallIntegerField(null=True, blank=True, help_text="0 to 10.")
    conflict_stage = models.CharField(max_length=16, choices=DisputeStage.choices, blank=True, default="")
    conflict_topics = SealedJSON(default=list)
    conflict_ends = SealedText(help_text="How quarrels end.")
    problem_rating = models.PositiveSmallIntegerField(null=True, blank=True, help_text="0 to 10.")
    problem_rank = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="1 is the first to work on."
    )

    changed = models.BooleanField(null=True, blank=True, help_text="Did anything change around the onset?")
    changed_on = models.DateField(null=True, blank=True)
    change_direction = models.CharField(max_length=12, choices=Direction.choices, blank=True, default="")
    change_mood = models.SmallIntegerField(
        null=True, blank=True, help_text="−5 to 5: what it did to the mood."
    )
    change_what = SealedText()

    knows_about_illness = models.BooleanField(null=True, blank=True)
    may_be_contacted = models.CharField(max_length=15, choices=Contactable.choices, default=Contactable.NO)
    contact_agreed_at = models.DateTimeField(null=True, blank=True, help_text="When the client last said so.")
    part_in_focus = models.CharField(
        max_length=10, default="none", help_text="none, focus, support or obstacle."
    )
    story = SealedText()
    client_words = SealedText()

    archived_at = models.DateTimeField(null=True, blank=True)
    archive_reason = SealedText()
    version = models.PositiveIntegerField(default=1)

    PRIVACY = dict.fromkeys(CLINICAL_FIELDS, Privacy.CLINICAL) | {
        "archived_at": Privacy.STATE, "version": Privacy.STATE,
    }  # fmt: skip

    class Meta:
        indexes: ClassVar = [models.Index(fields=["client", "archived_at"], name="person_by_client")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(ring__range=(1, 4)), name="person_ring_1_to_4"),
            models.CheckConstraint(
                condition=models.Q(importance__range=(1, 3)), name="person_importance_1_to_3"
            ),
        ]

    def __str__(self) -> str:
        return f"person {self.pk}"


class PersonVersion(ClientRecord):
    """A person as they stood in the inventory before a change. Never changed, never deleted."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    content = SealedJSON(help_text="Every field of the person at that version.")

    PRIVACY = {"number": Privacy.STATE}

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "number"], name="person_version_once")
        ]

    def __str__(self) -> str:
        return f"version {self.number} of person {self.person_id}"


class PrivateSide(ClientRecord):
    """What a clinician keeps about one person that the client's own pages and shared views never show.

    The safety flag is asked for alone, face to face (Stith et al. 2011); all of it is sealed.
    """

    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="+")
    safety = SealedText(help_text="none, fear, violence, control or unknown.")
    note = SealedText()
    earlier = SealedJSON(default=list, help_text="List of {at, by, safety, note} that this replaced.")
    version = models.PositiveIntegerField(default=1)

    PRIVACY = {"version": Privacy.STATE}

    def __str__(self) -> str:
        return f"private side of person {self.person_id}"
