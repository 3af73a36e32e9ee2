"""Reading what was written about sessions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from kinweave.core.course import Attendance
from kinweave.people.models import CareRelationship, Part, Role, User
from kinweave.treatment.models import Amendment, Course, NoteDraft, Parked, Session, SessionNote


@dataclass(frozen=True)
class Touch:
    """One session in which a strategy was touched."""

    session_id: UUID
    number: int | None
    at: datetime


def note_of(session: Session) -> SessionNote | None:
    """The note of a session the reader was already allowed to see, if it has been begun."""
    return SessionNote.objects.filter(session=session).select_related("signed_by", "countersigned_by").first()


def note(user: User, session_id: UUID) -> SessionNote:
    """The note of a session `user` may see, with session, client and course, or 404."""
    rows = SessionNote.objects.visible_to(user).select_related(
        "session", "session__course", "client", "signed_by", "countersigned_by"
    )
    return get_object_or_404(rows, session_id=session_id)


def of_course(course: Course) -> QuerySet[SessionNote]:
    """Notes of a course the reader was already allowed to see, newest session first."""
    return (
        SessionNote.objects.filter(session__course=course)
        .select_related("session", "signed_by", "countersigned_by")
        .prefetch_related("amendments__created_by")
        .order_by("-session__starts_at")
    )


def amendments(note: SessionNote) -> QuerySet[Amendment]:
    """What was added after signing, in order."""
    return Amendment.objects.filter(note=note).select_related("created_by").order_by("number")


def drafts(note: SessionNote) -> QuerySet[NoteDraft]:
    """What was typed over a note that had changed underneath, newest first."""
    return NoteDraft.objects.filter(note=note).select_related("created_by").order_by("-created_at")


def touched_strategies(course: Course) -> dict[str, tuple[Touch, ...]]:
    """ "area:strategy" → the attended sessions whose note marks it, in order. One query."""
    rows = (
        SessionNote.objects.filter(session__course=course, session__attendance=Attendance.ATTENDED)
        .order_by("session__starts_at")
        .values_list("session_id", "session__number", "session__starts_at", "touched")
    )
    found: defaultdict[str, list[Touch]] = defaultdict(list)
    for session_id, number, at, codes in rows:
        for code in codes:
            found[code].append(Touch(session_id, number, at))
    return {code: tuple(touches) for code, touches in found.items()}


def parked(course: Course) -> list[Parked]:
    """Things set aside and not yet brought back, oldest first. One query."""
    return list(
        Parked.objects.filter(course=course, brought_back_in=None)
        .select_related("parked_in")
        .order_by("created_at")
    )


def parked_or_back(course: Course, session: Session) -> list[Parked]:
    """Things still parked, and those brought back in this session; oldest first."""
    waiting = Parked.objects.filter(course=course, brought_back_in=None)
    back = Parked.objects.filter(course=course, brought_back_in=session)
    return list((waiting | back).select_related("parked_in").order_by("created_at"))


def last_note(course: Course, before: Session | None = None) -> SessionNote | None:
    """The note of the latest attended session (before another, when given)."""
    rows = SessionNote.objects.filter(session__course=course, session__attendance=Attendance.ATTENDED)
    if before is not None:
        rows = rows.filter(session__starts_at__lt=before.starts_at)
    return rows.select_related("session").order_by("-session__starts_at").first()


def unsigned_notes(user: User) -> QuerySet[Session]:
    """Attended sessions of clients whom `user` treats whose note is not signed, oldest first.

    The session is what is missing a note: one may not even be begun (`hasattr(session, "note")`).
    """
    mine = CareRelationship.objects.current().filter(staff=user, part=Part.THERAPIST).values("client")
    return (
        Session.objects.visible_to(user)
        .filter(client__in=mine, attendance=Attendance.ATTENDED, signed_at=None)
        .select_related("client", "course", "note")
        .order_by("starts_at")
    )


def waiting_for_countersignature(user: User) -> QuerySet[SessionNote]:
    """Signed notes of trainees in cases that `user` supervises, oldest first."""
    if not user.has_role(Role.SUPERVISOR):
        return SessionNote.objects.none()
    mine = CareRelationship.objects.current().filter(staff=user, part=Part.SUPERVISOR).values("client")
    return (
        SessionNote.objects.visible_to(user)
        .filter(client__in=mine, needs_countersignature=True, countersigned_at=None, signed_at__isnull=False)
        .select_related("session", "client", "signed_by")
        .order_by("signed_at")
    )


def key_of(area: str, strategy: str) -> str:
    """How a strategy of an area is named among the touched ones."""
    return f"{area}:{strategy}"


def untouched(keys: Sequence[str], touches: dict[str, tuple[Touch, ...]]) -> tuple[str, ...]:
    """Those of `keys` that no session has touched."""
    return tuple(key for key in keys if key not in touches)
