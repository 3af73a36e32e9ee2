"""One filled-in worksheet of one client, and what it said before."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kinweave.people.models import ClientRecord
from kinweave.people.privacy import Privacy
from kinweave.vault.fields import SealedJSON


class Standing(models.TextChoices):
    """How far a worksheet has got."""

    DRAFT = "draft", "with the therapist"
    SHARED = "shared", "open on both sides"
    DONE = "done", "finished"


class WorksheetEntry(ClientRecord):  # type: ignore[django-manager-missing, unused-ignore]
    """A worksheet and what was written on it. Either side may write until it is finished.

    `values` holds clean values only (see `kinweave.core.entries`), private fields among them: hand them
    to a client's page through `core.worksheets.shared_values`.
    """

    course = models.ForeignKey("treatment.Course", on_delete=models.PROTECT, related_name="+")
    session = models.ForeignKey(
        "treatment.Session", null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        help_text="The session it was made or worked on in.",
    )  # fmt: skip
    definition = models.ForeignKey("shelf.FrozenDefinition", on_delete=models.PROTECT, related_name="+")
    definition_code = models.CharField(max_length=80)
    area = models.CharField(max_length=80, blank=True, help_text="The problem area it was given for.")
    standing = models.CharField(max_length=10, choices=Standing.choices, default=Standing.DRAFT)
    values = SealedJSON()
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey("people.User", null=True, on_delete=models.PROTECT, related_name="+")
    by_client = models.BooleanField(default=False, help_text="The client has written on it.")
    shared_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    last_page = models.UUIDField(null=True, blank=True, help_text="The page that saved last.")
    version = models.PositiveIntegerField(default=1)

    PRIVACY = {
        field: Privacy.CLINICAL
        for field in ("definition_code", "area", "standing", "by_client", "shared_at", "done_at")
    } | {field: Privacy.STATE for field in ("changed_at", "last_page", "version")}

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["client", "-changed_at"], name="worksheet_by_client"),
            models.Index(fields=["course", "area"], name="worksheet_by_area"),
        ]

    def __str__(self) -> str:
        return f"{self.definition_code} of {self.client_id}"

    @property
    def is_done(self) -> bool:
        return self.standing == Standing.DONE

    @property
    def is_with_client(self) -> bool:
        """Whether the client sees it, finished or not."""
        return self.standing == Standing.SHARED or self.shared_at is not None


class Kept(models.TextChoices):
    """Why an earlier text of a worksheet was kept."""

    OTHER_HAND = "other-hand", "before somebody else wrote on it"
    REFUSED = "refused", "typed over a sheet that had changed underneath"
    FINISHED = "finished", "as it stood when finished"


class EntryVersion(ClientRecord):
    """What a worksheet said at some moment. Written once."""

    entry = models.ForeignKey(WorksheetEntry, on_delete=models.PROTECT, related_name="versions")
    version = models.PositiveIntegerField()
    kept = models.CharField(max_length=12, choices=Kept.choices)
    values = SealedJSON()

    PRIVACY = {"version": Privacy.STATE, "kept": Privacy.STATE}

    class Meta:
        indexes: ClassVar = [models.Index(fields=["entry", "-created_at"], name="entry_version_by_entry")]

    def __str__(self) -> str:
        return f"version {self.version} of {self.entry_id}"
