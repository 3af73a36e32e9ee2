"""Writing, signing and amending notes. Nothing that somebody typed is ever thrown away."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from kinweave.audit import actions as audit
from kinweave.audit.acts import Act
from kinweave.core import clock
from kinweave.core.course import Attendance
from kinweave.people.actions import Refused
from kinweave.people.models import CareRelationship, Part, Role, User
from kinweave.safety.queries import undiscussed
from kinweave.treatment.models import (
    Amendment,
    Course,
    Disposition,
    NoteDraft,
    Parked,
    Session,
    SessionNote,
    StepMode,
)
from kinweave.treatment.queries import course as courses

TEXTS = (
    "since_last", "mood_words", "moment", "area_work", "steps_summary", "step_words", "step_with", "step_obstacle",
    "link_sentence", "plan_next", "disposition_words",
)  # fmt: skip
CHOICES = ("mood_now", "touched", "focus_worked", "step_mode", "disposition", "adherence", "next_on")
FIELDS = (*TEXTS, *CHOICES)
NEEDS_WORDS = frozenset(Disposition) - {Disposition.NOTHING_NEW}


@dataclass(frozen=True)
class Written:
    """The note as it now stands. `draft` is what was typed when it could not be taken: kept beside the note."""

    note: SessionNote
    draft: NoteDraft | None = None

    @property
    def taken(self) -> bool:
        return self.draft is None


@transaction.atomic
def write_note(*, session: Session, values: Mapping[str, Any], seen: int, page: UUID, by: User) -> Written:
    """Save what was typed. `seen` is the version the writer had before them (0: no note yet), `page` their page.

    A page may follow itself: when an answer was lost on the way and the words come again, they are taken.
    When somebody else (or another tab) has saved since, or the note was signed, the typed words are kept
    as a draft beside it and the note stays.
    """
    Session.objects.select_for_update().get(pk=session.pk)
    note = SessionNote.objects.select_for_update().filter(session=session).first() or _blank(session, by)
    if not note._state.adding:
        if _says_already(note, values):
            return Written(note)
        if note.is_signed or (seen != note.version and page != note.last_page):
            return Written(note, _keep_draft(note, values, seen, by))
    first_of_page = note.last_page != page
    note.version = 1 if note._state.adding else note.version + 1
    for field in FIELDS:
        if field in values:
            setattr(note, field, values[field])
    note.last_page, note.saved_at = page, clock.now()
    note.save()
    if first_of_page:  # once a page: the words themselves are in the note
        audit.record(Act.NOTE_SAVED, by=by, on=note)
    return Written(note)


@transaction.atomic
def sign_note(*, session: Session, by: User) -> SessionNote:
    """Make the note final. Raises Refused until it is said what became of the session and of safety."""
    locked = Session.objects.select_for_update().get(pk=session.pk)
    note = SessionNote.objects.select_for_update().filter(session=session).first()
    if note is not None and note.is_signed:
        return note
    if missing := missing_to_sign(locked, note):
        raise Refused(missing[0])
    assert note is not None  # noqa: S101 - missing_to_sign names a note that was not begun
    note.signed_at, note.signed_by = clock.now(), by
    note.needs_countersignature = by.has_role(Role.TRAINEE) and not by.has_role(Role.THERAPIST)
    note.save()
    locked.signed_at, locked.focus_worked = note.signed_at, note.focus_worked
    locked.save(update_fields=["signed_at", "focus_worked"])
    audit.record(Act.NOTE_SIGNED, by=by, on=note, final=True)
    return note


def missing_to_sign(session: Session, note: SessionNote | None) -> list[str]:
    """What still stands between this note and its signature, in plain words; empty when nothing does.

    An open safety alert is talked through and decided on first (S-45).
    """
    missing = []
    if undiscussed(session.client):
        missing.append("A safety answer is open. Write down what was decided about it first.")
    if session.attendance == Attendance.PLANNED:
        missing.append("Say first what became of this session: held, cancelled or missed.")
    if note is None:
        return [*missing, "There is no note yet. Write at least one line."]
    if not note.disposition:
        missing.append("Say what came of asking about safety. A note is not signed without it.")
    elif note.disposition in NEEDS_WORDS and not note.disposition_words.strip():
        missing.append("Say in a few words what was said about safety and what was done.")
    if not any(getattr(note, field).strip() for field in TEXTS):
        missing.append("The note is empty. Write at least one line.")
    return missing


@transaction.atomic
def amend_note(*, note: SessionNote, words: str, reason: str, by: User) -> Amendment:
    """Add words to a signed note, with the reason; the signed words stay as they are."""
    note = SessionNote.objects.select_for_update().get(pk=note.pk)
    if not note.is_signed:
        raise Refused("This note is not signed yet. Change it directly.")
    if not words.strip() or not reason.strip():
        raise Refused("Write both the addition and the reason for it.")
    number = Amendment.objects.filter(note=note).count() + 1
    amendment = Amendment.objects.create(
        **_row(note), note=note, number=number, words=words.strip(), reason=reason.strip(), created_by=by
    )
    Session.objects.filter(pk=note.session_id).update(amendments=number)
    audit.record(Act.NOTE_AMENDED, by=by, on=amendment, reason=f"amendment {number}", final=True)
    return amendment


@transaction.atomic
def countersign_note(*, note: SessionNote, by: User) -> SessionNote:
    """A supervisor of the case stands beside a trainee's signature."""
    note = SessionNote.objects.select_for_update().get(pk=note.pk)
    supervising = CareRelationship.objects.current().filter(
        staff=by, client_id=note.client_id, part=Part.SUPERVISOR
    )
    if not (by.has_role(Role.SUPERVISOR) and supervising.exists()):
        raise Refused("Only a supervisor of this case can countersign.")
    if not note.is_signed or not note.needs_countersignature:
        raise Refused("This note does not wait for a countersignature.")
    if note.countersigned_at is None:
        note.countersigned_at, note.countersigned_by = clock.now(), by
        note.save(update_fields=["countersigned_at", "countersigned_by"])
        audit.record(Act.NOTE_COUNTERSIGNED, by=by, on=note)
    return note


@transaction.atomic
def park(*, session: Session, words: str, by: User) -> Parked:
    """Set something aside; it waits until somebody brings it back."""
    if not words.strip():
        raise Refused("Write in a few words what you set aside.")
    item = Parked.objects.create(
        **_row(session), course_id=session.course_id, parked_in=session, words=words.strip(), created_by=by
    )
    audit.record(Act.PARKED, by=by, on=item)
    return item


@transaction.atomic
def bring_back(*, item: Parked, session: Session, by: User) -> Parked:
    """Take up again what was set aside, in this session."""
    item = Parked.objects.select_for_update().get(pk=item.pk)
    if item.course_id != session.course_id:
        raise Refused("This belongs to another course.")
    if item.brought_back_in_id is None:
        item.brought_back_in, item.brought_back_at = session, clock.now()
        item.save(update_fields=["brought_back_in", "brought_back_at"])
        audit.record(Act.BROUGHT_BACK, by=by, on=item)
    return item


def _blank(session: Session, by: User) -> SessionNote:
    course = Course.objects.get(pk=session.course_id)
    default = courses.protocol(course).steps.default
    return SessionNote(
        **_row(session), session=session, created_by=by, saved_at=clock.now(), step_mode=StepMode(default)
    )


def _row(of: Session | SessionNote) -> dict[str, Any]:
    return {"service_id": of.service_id, "client_id": of.client_id, "created_at": clock.now()}


def _says_already(note: SessionNote, values: Mapping[str, Any]) -> bool:
    return all(getattr(note, field) == values[field] for field in FIELDS if field in values)


def _keep_draft(note: SessionNote, values: Mapping[str, Any], seen: int, by: User) -> NoteDraft:
    written = {field: _plain(values[field]) for field in FIELDS if field in values}
    last = NoteDraft.objects.filter(note=note, created_by=by).order_by("-created_at").first()
    if last is not None and last.written == written:
        return last
    draft = NoteDraft.objects.create(
        **_row(note), note=note, seen_version=seen, written=written, created_by=by
    )
    audit.record(Act.NOTE_DRAFT_KEPT, by=by, on=note)
    return draft


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
