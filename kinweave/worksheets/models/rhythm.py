"""The daily rhythm log a client keeps in a course: one row a day, and what a day said before."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kinweave.people.models import ClientRecord
from kinweave.people.privacy import Privacy
from kinweave.vault.fields import SealedJSON, SealedText


class RhythmDiary(ClientRecord):
    """That a daily rhythm log is kept in a course, by which definition, from when until when."""

    course = models.ForeignKey("treatment.Course", on_delete=models.PROTECT, related_name="+")
    definition = models.ForeignKey("shelf.FrozenDefinition", on_delete=models.PROTECT, related_name="+")
    begun_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True, help_text="Empty while it is kept.")

    PRIVACY = dict.fromkeys(("begun_on", "ended_on"), Privacy.CLINICAL)

    class Meta:
        verbose_name_plural = "daily rhythm logs"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["course"], name="one_rhythm_diary_a_course"),
        ]

    def __str__(self) -> str:
        return f"rhythm log from {self.begun_on:%Y-%m-%d}"


class RhythmDay(ClientRecord):
    """One day of the log. It belongs to the date on which it began, also when bedtime was after midnight.

    `times` holds anchor code to "07:10", only what happened; `company` anchor code to who was there.
    """

    diary = models.ForeignKey(RhythmDiary, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    times = SealedJSON()
    company = SealedJSON()
    note = SealedText()
    version = models.PositiveIntegerField(default=1)

    PRIVACY = {"on": Privacy.CLINICAL, "version": Privacy.STATE}

    class Meta:
        verbose_name_plural = "days of the daily rhythm"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["diary", "on"], name="one_row_a_rhythm_day"),
        ]

    def __str__(self) -> str:
        return f"rhythm of {self.on:%Y-%m-%d}"


class RhythmDayVersion(ClientRecord):
    """What a day of the log said before a change. Written once."""

    day = models.ForeignKey(RhythmDay, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    content = SealedJSON()

    PRIVACY = {"number": Privacy.STATE}

    class Meta:
        verbose_name_plural = "days of the daily rhythm before a change"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["day", "number"], name="rhythm_day_version_once"),
        ]

    def __str__(self) -> str:
        return f"version {self.number} of {self.day_id}"
