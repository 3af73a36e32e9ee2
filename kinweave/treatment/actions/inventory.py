"""The only writers of the inventory. Every change keeps a copy of what it replaced."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction

from kinweave.audit import actions as audit
from kinweave.audit.acts import Act
from kinweave.core import clock
from kinweave.people.actions import Refused
from kinweave.people.models import Client, User
from kinweave.treatment.actions.course import mark_done
from kinweave.treatment.models import CircleVersion, Course, Person, PersonVersion, PrivateSide
from kinweave.treatment.models.inventory import CLINICAL_FIELDS, SEALED_FIELDS
from kinweave.treatment.queries.inventory import content, plain

FIELDS = (*CLINICAL_FIELDS, *SEALED_FIELDS)
MOST_PEOPLE = 200


@dataclass(frozen=True)
class Clash:
    """A field that two people changed at the same time: what it says now, and what was to be written."""

    field: str
    theirs: Any
    mine: Any


class ChangedMeanwhile(Refused):
    """Somebody else changed the same words after they were shown. Nothing was written, nothing is lost."""

    def __init__(self, clashes: tuple[Clash, ...], version: int) -> None:
        super().__init__(
            "Somebody changed this while you were writing. Both are shown below, and nothing is lost."
        )
        self.clashes = clashes
        self.version = version


def add_person(*, client: Client, values: Mapping[str, Any], by: User | None) -> Person:
    """Add somebody to a client's inventory. `values` holds fields of Person; `name` must not be empty."""
    if not str(values.get("name", "")).strip():
        raise Refused("Please write what you call them. A first name or a nickname is enough.")
    return _add_person(client, values, by)


@transaction.atomic
def _add_person(client: Client, values: Mapping[str, Any], by: User | None) -> Person:
    if Person.objects.filter(client=client, archived_at=None).count() >= MOST_PEOPLE:
        raise Refused(
            f"There are {MOST_PEOPLE} people here already. Take somebody out before adding another."
        )
    person = Person(service_id=client.service_id, client=client, created_at=clock.now(), created_by=by)
    _set(person, values)
    person.save(force_insert=True)
    audit.record(Act.PERSON_ADDED, by=by, on=person)
    return person


def change_person(
    *, person: Person, values: Mapping[str, Any], seen: int, by: User | None, act: Act = Act.PERSON_CHANGED
) -> Person:
    """Change fields of a person, starting from version `seen`.

    Fields that somebody else changed since then stay as they are; if both changed the same field to
    something different, ChangedMeanwhile says what both wrote and nothing is changed.
    """
    try:
        return _change_person(person, values, seen, by, act)
    except IntegrityError:  # another writer kept the same version's copy a moment ago
        return _change_person(person, values, seen, by, act)


@transaction.atomic
def _change_person(person: Person, values: Mapping[str, Any], seen: int, by: User | None, act: Act) -> Person:
    person = Person.objects.select_for_update().get(pk=person.pk)
    if person.archived_at is not None:
        raise Refused("This person was taken out. Bring them back first.")
    mine = merged(content(person), _content_at(person, seen), values, person.version)
    if not mine:
        return person
    _keep_copy(person, by)
    _set(person, mine)
    person.version += 1
    person.save()
    audit.record(act, by=by, on=person)
    return person


def merged(
    now: Mapping[str, Any], seen: Mapping[str, Any] | None, values: Mapping[str, Any], version: int
) -> dict[str, Any]:
    """Those of `values` to write: what the writer changed. Raises ChangedMeanwhile where others did too.

    `now` and `seen` are contents as `plain` gives them; `seen` is None when no such version exists;
    then everything that differs counts as changed by others.
    """
    mine = {field: value for field, value in values.items() if seen is None or plain(value) != seen[field]}
    mine = {field: value for field, value in mine.items() if plain(value) != now[field]}
    clashes = tuple(
        Clash(field, now[field], value)
        for field, value in mine.items()
        if seen is None or now[field] != seen[field]
    )
    if clashes:
        raise ChangedMeanwhile(clashes, version)
    return mine


def _content_at(person: Person, version: int) -> dict[str, Any] | None:
    if version == person.version:
        return content(person)
    kept = PersonVersion.objects.filter(person=person, number=version).first()
    return kept.content if kept else None


def _keep_copy(person: Person, by: User | None) -> None:
    PersonVersion.objects.create(
        service_id=person.service_id,
        client_id=person.client_id,
        person=person,
        number=person.version,
        content=content(person),
        created_at=clock.now(),
        created_by=by,
    )


def _set(person: Person, values: Mapping[str, Any]) -> None:
    for field, value in values.items():
        if field not in FIELDS:
            raise ValueError(f"Person has no field {field!r} that may be written")
        setattr(person, field, value)
    if "may_be_contacted" in values:
        person.contact_agreed_at = clock.now()


@transaction.atomic
def archive_person(*, person: Person, reason: str, by: User | None) -> Person:
    """Take somebody out of the inventory, with a reason. They stay in kept circles and can come back."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    if person.archived_at is None:
        _keep_copy(person, by)
        person.archived_at, person.archive_reason = clock.now(), reason
        person.version += 1
        person.save()
        audit.record(Act.PERSON_ARCHIVED, by=by, on=person)
    return person


@transaction.atomic
def bring_back(*, person: Person, by: User | None) -> Person:
    """Bring somebody back who was taken out. The reason stays in the kept copy."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    if person.archived_at is not None:
        _keep_copy(person, by)
        person.archived_at, person.archive_reason = None, ""
        person.version += 1
        person.save()
        audit.record(Act.PERSON_BROUGHT_BACK, by=by, on=person)
    return person


@transaction.atomic
def write_private_side(*, person: Person, safety: str, note: str, seen: int, by: User) -> PrivateSide:
    """Write what only clinicians read about a person. `seen` is 0 when there was nothing yet.

    Raises Refused for a client's account, and ChangedMeanwhile when a colleague wrote first.
    """
    if not by.is_clinical:
        raise Refused("Only a clinician can write here.")
    side = PrivateSide.objects.select_for_update().filter(person=person).first()
    if side is None:
        side = PrivateSide(
            service_id=person.service_id,
            client_id=person.client_id,
            person=person,
            created_at=clock.now(),
            created_by=by,
            version=0,
            safety="unknown",
        )
    if side.version != seen and (side.safety, side.note) != (safety, note):
        raise ChangedMeanwhile(
            (Clash("safety", side.safety, safety), Clash("note", side.note, note)), side.version
        )
    if side.version:
        replaced = {"at": clock.now().isoformat(), "by": str(by.id), "safety": side.safety, "note": side.note}
        side.earlier = [*side.earlier, replaced]
    side.safety, side.note, side.version = safety, note, side.version + 1
    side.save()
    audit.record(Act.PRIVATE_SIDE_WRITTEN, by=by, on=side)
    return side


def complete_inventory(*, course: Course, by: User) -> None:
    """Note that the inventory was taken, with its first circle. Raises Refused before a circle was kept."""
    if not CircleVersion.objects.filter(client_id=course.client_id).exists():
        raise Refused("Keep the first circle before you mark the inventory as taken. An empty one counts.")
    mark_done(course=course, check="inventory_taken", by=by)
