"""What is written about a session: a note that is signed once, and amendments after it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar, NoReturn

from django.db import models

from kinweave.people.models import ClientRecord, ClientRecordQuerySet
from kinweave.people.privacy import Privacy
from kinweave.treatment.models.course import Session
from kinweave.vault.fields import SealedJSON, SealedText

COUNTERSIGNING = frozenset({"countersigned_at", "countersigned_by"})


class SignedNoteError(Exception):
    """Somebody tried to change what is signed. Add an amendment instead."""


class Disposition(models.TextChoices):
    """What came of asking about safety. It says what was heard and what was done, never a level of risk."""

    NOTHING_NEW = "nothing-new", "Asked; nothing new was said"
    TALKED_THROUGH = "talked-through", "Thoughts were said; talked through together"
    PLAN_REVIEWED = "plan-reviewed", "Thoughts were said; safety plan read and changed where needed"
    OTHERS_TOLD = "others-told", "Others were told today (doctor, duty team, family)"
    URGENT_HELP = "urgent-help", "Urgent help was called during the session"
    NOT_ASKED = "not-asked", "Not asked today, and why is written below"


class StepMode(models.TextChoices):
    """How a step between sessions is put to the client."""

    NONE = "none", "No step this time"
    INVITED = "invited", "Invited: the client may try it"
    ASSIGNED = "assigned", "Agreed as a task"


class NoteQuerySet(ClientRecordQuerySet["SessionNote"]):
    """Notes. What is signed is neither changed nor deleted in bulk."""

    def update(self, **kwargs: Any) -> int:
        if set(kwargs) - COUNTERSIGNING and self.filter(signed_at__isnull=False).exists():
            raise SignedNoteError("A signed note stays as it is.")
        return super().update(**kwargs)

    def delete(self) -> NoReturn:
        raise SignedNoteError("Notes are never deleted one by one.")


class SessionNote(ClientRecord):  # type: ignore[django-manager-missing, unused-ignore]
    """The note of one session. Drafts carry a version; a signed note never changes."""

    session = models.OneToOneField(Session, on_delete=models.PROTECT, related_name="note")
    since_last = SealedText(help_text="How things have been since the last session.")
    mood_now = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="0 to 10, as asked in the room."
    )
    mood_words = SealedText()
    moment = SealedText(help_text="The one charged moment that was worked on.")
    area_work = SealedText(help_text="What was worked on inside the agreed area.")
    touched = models.JSONField(default=list, help_text="Strategies touched, each as area:strategy.")
    focus_worked = models.BooleanField(null=True, blank=True)
    steps_summary = SealedText(help_text="What became of the step agreed last time.")
    step_mode = models.CharField(max_length=10, choices=StepMode.choices, default=StepMode.INVITED)
    step_words = SealedText(help_text="What the client will try, in the client's words.")
    step_with = SealedText()
    step_obstacle = SealedText(help_text="What could get in the way, and what then.")
    link_sentence = SealedText(help_text="One sentence that links mood and event.")
    plan_next = SealedText()
    disposition = models.CharField(max_length=20, choices=Disposition.choices, blank=True)
    disposition_words = SealedText(help_text="What was asked about safety, and what was said.")
    adherence = models.JSONField(default=list, help_text="Codes of what was done in the session.")
    next_on = models.DateField(null=True, blank=True)
    last_page = models.UUIDField(null=True, blank=True, help_text="The page that saved last.")
    saved_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)
    signed_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.ForeignKey(
        "people.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    needs_countersignature = models.BooleanField(default=False)
    countersigned_at = models.DateTimeField(null=True, blank=True)
    countersigned_by = models.ForeignKey(
        "people.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = NoteQuerySet.as_manager()  # type: ignore[misc]
    PRIVACY = {
        field: Privacy.CLINICAL
        for field in ("mood_now", "touched", "focus_worked", "step_mode", "disposition", "adherence", "next_on", "signed_at")
    } | {
        field: Privacy.STATE
        for field in ("last_page", "saved_at", "version", "needs_countersignature", "countersigned_at")
    }  # fmt: skip

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["client", "-created_at"], name="note_by_client"),
            models.Index(fields=["created_by"], condition=models.Q(signed_at=None), name="note_unsigned"),
        ]

    # What a signature stands for, sealed with the act (audit.chain.print_of). Never take a name away or add one:
    # prints of notes that are signed would no longer fit.
    SIGNED: ClassVar = (
        "client_id", "session_id", "since_last", "mood_now", "mood_words", "moment", "area_work", "touched",
        "focus_worked", "steps_summary", "step_mode", "step_words", "step_with", "step_obstacle", "link_sentence",
        "plan_next", "disposition", "disposition_words", "adherence", "next_on", "signed_at", "signed_by_id",
    )  # fmt: skip

    def __str__(self) -> str:
        return f"note of {self.session_id}"

    @property
    def is_signed(self) -> bool:
        return self.signed_at is not None

    @property
    def standing(self) -> str:
        """How far the note has got, in words."""
        if not self.is_signed:
            return "draft"
        waits = self.needs_countersignature and self.countersigned_at is None
        return "waiting for countersignature" if waits else "signed"

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        fields = None if update_fields is None else set(update_fields)
        changes = not self._state.adding and (fields is None or fields - COUNTERSIGNING)
        if changes and SessionNote.objects.filter(pk=self.pk, signed_at__isnull=False).exists():
            raise SignedNoteError("A signed note stays as it is. Add an amendment instead.")
        super().save(*args, update_fields=update_fields, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise SignedNoteError("Notes are never deleted one by one.")


class _WrittenOnce(ClientRecord):
    """A row that is written once and then stays."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise SignedNoteError("This stays as it was written.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise SignedNoteError("This stays as it was written.")


class Amendment(_WrittenOnce):
    """Words added to a signed note, with the reason. Each follows the one before it."""

    note = models.ForeignKey(SessionNote, on_delete=models.PROTECT, related_name="amendments")
    number = models.PositiveSmallIntegerField()
    words = SealedText()
    reason = SealedText()

    PRIVACY = {"number": Privacy.STATE}

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["note", "number"], name="amendment_number_once_a_note")
        ]

    SIGNED: ClassVar = (
        "client_id",
        "note_id",
        "number",
        "words",
        "reason",
        "created_at",
        "created_by_id",
    )

    def __str__(self) -> str:
        return f"amendment {self.number} of {self.note_id}"


class NoteDraft(_WrittenOnce):
    """What somebody typed over a note that had changed underneath. Kept, so that nothing is lost."""

    note = models.ForeignKey(SessionNote, on_delete=models.PROTECT, related_name="drafts")
    seen_version = models.PositiveIntegerField(help_text="The version the writer had before them.")
    written = SealedJSON(help_text="Every field as it was typed.")

    PRIVACY = {"seen_version": Privacy.STATE}

    def __str__(self) -> str:
        return f"draft beside {self.note_id}"


class Parked(ClientRecord):
    """Something set aside in a session, so that it is not lost. It may be brought back in a later one."""

    course = models.ForeignKey("treatment.Course", on_delete=models.PROTECT, related_name="parked")
    parked_in = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="parked")
    words = SealedText()
    brought_back_in = models.ForeignKey(
        Session, null=True, blank=True, on_delete=models.PROTECT, related_name="brought_back"
    )
    brought_back_at = models.DateTimeField(null=True, blank=True)

    PRIVACY = {"brought_back_at": Privacy.CLINICAL}

    class Meta:
        indexes: ClassVar = [models.Index(fields=["course", "created_at"], name="parked_by_course")]

    def __str__(self) -> str:
        return f"parked in {self.parked_in_id}"
