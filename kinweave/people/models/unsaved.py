"""What somebody typed into a form and has not saved yet."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kinweave.people.models.record import ClientRecord
from kinweave.people.privacy import Privacy
from kinweave.vault.fields import SealedJSON


class UnsavedForm(ClientRecord):
    """The words of one writer in one form, as they were typed; theirs alone until they save them."""

    form = models.CharField(max_length=40)
    seen = models.PositiveIntegerField(help_text="The version the writer had before them; 0 for none.")
    typed = SealedJSON(default=list, help_text="Field names and values, as the form would send them.")
    kept_at = models.DateTimeField()

    PRIVACY = dict.fromkeys(("form", "seen", "kept_at"), Privacy.STATE)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["client", "created_by", "form"], name="unsaved_once_a_writer")
        ]

    def __str__(self) -> str:
        return f"unsaved {self.form} of {self.client_id}"
