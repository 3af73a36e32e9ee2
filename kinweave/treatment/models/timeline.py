"""The timeline: what happened, how the mood was, when it began, what was tried, and what belongs together."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kinweave.people.models import ClientRecord
from kinweave.people.privacy import Privacy
from kinweave.treatment.models.inventory import Person
from kinweave.treatment.models.inventory_terms import TieKind
from kinweave.treatment.models.timeline_terms import (
    Confidence,
    EventKind,
    Helped,
    Precision,
    Standing,
    Strand,
)
from kinweave.vault.fields import SealedJSON, SealedText


class TimelineRow(ClientRecord):
    """What every row of the timeline has besides its date: it can be corrected and taken off, never lost."""

    archived_at = models.DateTimeField(null=True, blank=True)
    archive_reason = SealedText()
    version = models.PositiveIntegerField(default=1)

    ROW_PRIVACY = {"archived_at": Privacy.STATE, "version": Privacy.STATE}

    class Meta:
        abstract = True


class LifeEvent(TimelineRow):
    """Something that happened, to a day, a month or a year. Client and therapist both see it."""

    on = models.DateField(help_text="The day; the first of the month or year when that is all that is known.")
    precision = models.CharField(max_length=6, choices=Precision.choices, default=Precision.DAY)
    kind = models.CharField(max_length=10, choices=EventKind.choices)
    mood_at = models.SmallIntegerField(null=True, blank=True, help_text="−5 lowest, 0 neither, 5 best.")
    title = SealedText()
    text = SealedText()

    PRIVACY = (
        dict.fromkeys(("on", "precision", "kind", "mood_at"), Privacy.CLINICAL) | TimelineRow.ROW_PRIVACY
    )

    class Meta:
        indexes: ClassVar = [models.Index(fields=["client", "on"], name="event_by_client")]

    def __str__(self) -> str:
        return f"{self.kind} on {self.on:%Y-%m-%d}"


class EventPerson(ClientRecord):
    """That somebody of the inventory belongs to an event, and what they brought to it."""

    event = models.ForeignKey(LifeEvent, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    brought = models.CharField(max_length=10, choices=TieKind.choices, default=TieKind.UNSAID)

    PRIVACY = {"brought": Privacy.CLINICAL}

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["event", "person"], name="person_once_an_event")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} at {self.event_id}"


class SymptomStretch(TimelineRow):
    """A time in which symptoms were there: from, worst, until; with a score when one is known."""

    strand = models.CharField(max_length=10, choices=Strand.choices, default=Strand.MOOD)
    starts_on = models.DateField()
    peaks_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    scale = models.CharField(max_length=80, blank=True, default="", help_text="Code of an instrument.")
    score = models.FloatField(null=True, blank=True)
    text = SealedText()

    PRIVACY = (
        dict.fromkeys(("strand", "starts_on", "peaks_on", "ends_on", "scale", "score"), Privacy.CLINICAL)
        | TimelineRow.ROW_PRIVACY
    )

    def __str__(self) -> str:
        return f"symptoms from {self.starts_on:%Y-%m-%d}"


class OnsetMarker(ClientRecord):
    """When this episode began, as far as is known. A better answer is a new row; the latest one holds."""

    on = models.DateField()
    precision = models.CharField(max_length=6, choices=Precision.choices, default=Precision.MONTH)
    confidence = models.CharField(max_length=10, choices=Confidence.choices)
    text = SealedText(help_text="How the client tells it.")

    PRIVACY = dict.fromkeys(("on", "precision", "confidence"), Privacy.CLINICAL)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["client", "-created_at"], name="onset_by_client")]

    def __str__(self) -> str:
        return f"onset {self.on:%Y-%m-%d}"


class PastTreatment(TimelineRow):
    """What was tried before, when, and whether it helped."""

    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    helped = models.CharField(max_length=10, choices=Helped.choices, default=Helped.UNSURE)
    what = SealedText()

    PRIVACY = dict.fromkeys(("starts_on", "ends_on", "helped"), Privacy.CLINICAL) | TimelineRow.ROW_PRIVACY

    def __str__(self) -> str:
        return f"treatment from {self.starts_on:%Y-%m-%d}"


class MoodRecall(TimelineRow):
    """How the mood was on a past day, as recalled later: 0 lowest to 10 best, as the mood rating has it."""

    on = models.DateField()
    mood = models.PositiveSmallIntegerField(help_text="0 to 10.")
    text = SealedText()

    PRIVACY = dict.fromkeys(("on", "mood"), Privacy.CLINICAL) | TimelineRow.ROW_PRIVACY

    class Meta:
        indexes: ClassVar = [models.Index(fields=["client", "on"], name="recall_by_client")]

    def __str__(self) -> str:
        return f"mood {self.mood} on {self.on:%Y-%m-%d}"


class Moment(TimelineRow):
    """Something between people, written down by the client close to when it happened."""

    happened_at = models.DateTimeField()
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    who = SealedText(help_text="Somebody who is not in the inventory.")
    said = SealedText(help_text="What was said or done.")
    left_me = SealedText(help_text="How it left the client.")
    mood = models.PositiveSmallIntegerField(null=True, blank=True, help_text="0 to 10.")
    standing = models.CharField(max_length=10, choices=Standing.choices, default=Standing.NOTED)

    PRIVACY = dict.fromkeys(("happened_at", "mood", "standing"), Privacy.CLINICAL) | TimelineRow.ROW_PRIVACY

    class Meta:
        indexes: ClassVar = [models.Index(fields=["client", "happened_at"], name="moment_by_client")]

    def __str__(self) -> str:
        return f"moment on {self.happened_at:%Y-%m-%d}"


class Link(ClientRecord):
    """That things belong together: an event or moment, a mood on a day, a person; at least two of them.

    The mood is named by its day and value, so that a recalled mood and one rated on the phone link alike.
    """

    event = models.ForeignKey(LifeEvent, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    moment = models.ForeignKey(Moment, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    mood_on = models.DateField(null=True, blank=True)
    mood = models.FloatField(null=True, blank=True, help_text="0 to 10, when known.")
    sentence = SealedText()
    undone_at = models.DateTimeField(null=True, blank=True)

    PRIVACY = {"mood_on": Privacy.CLINICAL, "mood": Privacy.CLINICAL, "undone_at": Privacy.STATE}

    class Meta:
        indexes: ClassVar = [models.Index(fields=["client", "undone_at"], name="link_by_client")]

    def __str__(self) -> str:
        return f"link {self.pk}"


class TimelineVersion(ClientRecord):
    """A row of the timeline as it stood before a change. Never changed, never deleted."""

    of_type = models.CharField(max_length=30)
    of_id = models.UUIDField()
    number = models.PositiveIntegerField()
    content = SealedJSON()

    PRIVACY = {"of_type": Privacy.STATE, "of_id": Privacy.STATE, "number": Privacy.STATE}

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["of_id", "number"], name="timeline_version_once")
        ]

    def __str__(self) -> str:
        return f"version {self.number} of {self.of_type} {self.of_id}"
