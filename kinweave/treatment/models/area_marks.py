"""Where the work on a problem area stands, as somebody said on some day. Each mark is kept; the latest holds."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kinweave.people.models import ClientRecord
from kinweave.people.privacy import Privacy
from kinweave.vault.fields import SealedText


class AreaMark(ClientRecord):
    """One mark: the stage an area is in, or that a marker of progress is there (or gone again)."""

    class Kind(models.TextChoices):
        STAGE = "stage", "stage"
        PROGRESS = "progress", "progress"

    course = models.ForeignKey("treatment.Course", on_delete=models.PROTECT, related_name="area_marks")
    area = models.CharField(max_length=80)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    code = models.CharField(max_length=300, help_text="Code of the stage, or the marker's own sentence.")
    holds = models.BooleanField(default=True)
    words = SealedText(help_text="How one can tell.")

    PRIVACY = {field: Privacy.CLINICAL for field in ("area", "kind", "code", "holds")}

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["course", "area", "created_at"], name="area_mark_by_course")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.code} of {self.area}"
