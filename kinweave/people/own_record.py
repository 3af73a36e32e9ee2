"""Everything of a client's own record in one go, for them to take along (S-56).

Every model of a record is in it unless it is named below, so that a new one cannot be forgotten. What a
field's PRIVACY table calls SECRET never leaves.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models

from kinweave.core import clock
from kinweave.people.models import Client, ClientRecord, User
from kinweave.people.privacy import Privacy

NOTES = "Notes your therapist keeps of the sessions. You can ask your therapist to read them with you."
OTHERS = "What your therapist keeps apart to protect you or somebody else. Ask your therapist about it."
BEHIND = "How the service itself worked on an answer of yours. Ask your therapist about it."
DRAFTS = "What your therapist is still writing and has not shown you yet."
WITHHELD = {
    "Session notes": NOTES,
    "What was said in confidence about other people": OTHERS,
    "Steps the service took behind an answer": BEHIND,
    "Drafts": DRAFTS,
}
"""What is not in the file, and why, as the client reads it."""

WITHHELD_MODELS = {
    "treatment.SessionNote", "treatment.Amendment", "treatment.NoteDraft", "treatment.Parked",
    "treatment.AreaMark", "treatment.PrivateSide", "treatment.CarerTalk", "safety.AlertStep", "worksheets.EntryVersion",
    "people.UnsavedForm",
}  # fmt: skip
WITHHELD_FIELDS = {
    "safety.Alert": {"formulation", "plan", "disposition"},
    "treatment.Formulation": {"weighing", "vulnerability_background"},
    "treatment.SuitabilityReview": {"home_words", "seen_alone", "screens", "findings", "records", "safety_words"},
    "treatment.SuitabilityDecision": {"reason", "rules", "review", "offered", "offered_to"},
}  # fmt: skip
SHOWN_IF: dict[str, tuple[str, ...]] = {
    "treatment.Formulation": ("shared_at",),
    "treatment.Psychoeducation": ("client_sees",),
    "worksheets.WorksheetEntry": ("shared_at", "by_client"),
}
"""Rows of which at least one of these fields must be set: before that they are the therapist's own drafts."""
LEFT_OUT = {"service", "client"}  # the same on every row


@dataclass(frozen=True)
class PartOfRecord:
    """All rows of one kind, oldest first, each as field name to plain value."""

    code: str  # such as treatment.Person
    title: str
    rows: tuple[dict[str, Any], ...]


@dataclass(frozen=True)
class OwnRecord:
    """What the client takes along."""

    made_at: datetime
    about: dict[str, Any]
    parts: tuple[PartOfRecord, ...]

    def as_json(self) -> dict[str, Any]:
        """The whole as plain JSON values."""
        return {
            "format": "kinweave own record 1",
            "made_at": self.made_at.isoformat(),
            "about": self.about,
            "parts": [
                {"kind": part.code, "title": part.title, "rows": list(part.rows)} for part in self.parts
            ],
            "not_in_it": [{"what": what, "why": why} for what, why in WITHHELD.items()],
        }


def own_record(client: Client) -> OwnRecord:
    """Collect a client's own record. The reader was already allowed to have it. One query a kind of row."""
    names = {user.pk: user.full_name for user in User.objects.filter(service_id=client.service_id)}
    if client.user_id:
        names[client.user_id] = "you"
    parts = (_part(model, client, names) for model in record_models())
    return OwnRecord(
        made_at=clock.now(),
        about={
            "name": client.name,
            "pronouns": client.pronouns,
            "birth_date": client.birth_date.isoformat() if client.birth_date else None,
            "number": client.code,
            "service": client.service.name,
            "email": client.user.email if client.user else None,
        },
        parts=tuple(part for part in parts if part.rows),
    )


def record_models() -> Iterator[type[ClientRecord]]:
    """Every kind of row a record may hold that is not withheld, by name."""
    found = [model for model in apps.get_models() if issubclass(model, ClientRecord)]
    return (
        model for model in sorted(found, key=lambda each: each._meta.label)
        if model._meta.label not in WITHHELD_MODELS
    )  # fmt: skip


def _part(model: type[ClientRecord], client: Client, names: dict[UUID, str]) -> PartOfRecord:
    label = model._meta.label
    rows = model.objects.filter(client=client).order_by("created_at")
    told = SHOWN_IF.get(label, ())
    shown = [row for row in rows if not told or any(getattr(row, field) for field in told)]
    title = str(model._meta.verbose_name_plural).capitalize()
    return PartOfRecord(label, title, tuple(_row(row, label, names) for row in shown))


def _row(row: ClientRecord, label: str, names: dict[UUID, str]) -> dict[str, Any]:
    privacy: dict[str, Privacy] = getattr(row, "PRIVACY", {})
    withheld = WITHHELD_FIELDS.get(label, set()) | LEFT_OUT
    return {
        field.name: _plain(row, field, names)
        for field in row._meta.concrete_fields
        if field.name not in withheld and privacy.get(field.name) is not Privacy.SECRET
    }


def _plain(row: ClientRecord, field: models.Field[Any, Any], names: dict[UUID, str]) -> Any:
    value = getattr(row, field.attname)
    if isinstance(field, models.ForeignKey) and field.related_model is User:
        return names.get(value, "somebody of the service") if value else None
    if field.choices and value not in (None, ""):
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value
