"""Reading the inventory, the reader first. A stranger gets 404; a client never gets the private side."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from kinweave.people.models import Client, User
from kinweave.treatment import reading_aids
from kinweave.treatment.models import Course, Person, PersonVersion, PrivateSide
from kinweave.treatment.models.inventory import CLINICAL_FIELDS, SEALED_FIELDS
from kinweave.treatment.models.inventory_terms import (
    Direction,
    Living,
    PartInFocus,
    Place,
    Relation,
    SafetyFlag,
)


def people_of(user: User, client: Client) -> list[Person]:
    """Everybody in a client's inventory now, from the inside of the circle outwards, then by name."""
    rows = Person.objects.visible_to(user).filter(client=client, archived_at=None)
    return sorted(rows, key=lambda person: (person.ring, person.name.casefold()))


def people_in(course: Course) -> list[Person]:
    """The same, for a course the reader was already allowed to see."""
    rows = Person.objects.filter(client_id=course.client_id, archived_at=None)
    return sorted(rows, key=lambda person: (person.ring, person.name.casefold()))


def taken_out(user: User, client: Client) -> list[Person]:
    """People who were taken out of the inventory, the latest first."""
    return list(
        Person.objects.visible_to(user)
        .filter(client=client, archived_at__isnull=False)
        .order_by("-archived_at")
    )


def person(user: User, person_id: UUID, *, client_id: UUID | None = None) -> Person:
    """One person whose client `user` may see, or 404; of `client_id` only, when that is given."""
    return _one(Person.objects.visible_to(user), person_id, client_id)


def writable_person(user: User, person_id: UUID, *, client_id: UUID | None = None) -> Person:
    """One person whose client's record `user` may write, or 404."""
    return _one(Person.objects.writable_by(user), person_id, client_id)


def _one(rows: QuerySet[Person], person_id: UUID, client_id: UUID | None) -> Person:
    if client_id is not None:
        rows = rows.filter(client_id=client_id)
    return get_object_or_404(rows.select_related("client"), pk=person_id)


def earlier_versions(user: User, person: Person) -> list[PersonVersion]:
    """What stood here before, the latest first."""
    return list(
        PersonVersion.objects.visible_to(user)
        .filter(person=person)
        .select_related("created_by")
        .order_by("-number")
    )


def private_sides(user: User, client: Client) -> dict[UUID, PrivateSide]:
    """The private side of each person, by person; empty for everyone but clinicians of this client."""
    if not user.is_clinical:
        return {}
    rows = PrivateSide.objects.visible_to(user).filter(client=client)
    return {side.person_id: side for side in rows}


def private_side(user: User, person: Person) -> PrivateSide | None:
    """The private side of one person, for clinicians of the client only."""
    if not user.is_clinical:
        return None
    return PrivateSide.objects.visible_to(user).filter(person=person).first()


def safety_unasked(user: User, client: Client) -> list[Person]:
    """People with whom there is strain or conflict and for whom nobody has asked about safety yet."""
    return unasked(people_of(user, client), private_sides(user, client))


def unasked(people: Iterable[Person], sides: Mapping[UUID, PrivateSide]) -> list[Person]:
    """The same, from people and private sides that were already read."""
    return [
        person
        for person in people
        if (person.tie in ("strain", "both") or person.conflict_stage not in ("", "none"))
        and (person.id not in sides or sides[person.id].safety == SafetyFlag.UNKNOWN)
    ]


def safety_words(side: PrivateSide | None) -> str:
    """What is known about safety with somebody, for clinicians: "not asked yet", "fear"."""
    return str(SafetyFlag(side.safety if side else SafetyFlag.UNKNOWN).label)


def part_in_focus_words(person: Person) -> str:
    """The person's part in the problem area; empty for none."""
    return "" if person.part_in_focus == "none" else str(PartInFocus(person.part_in_focus).label)


def content(person: Person) -> dict[str, Any]:
    """Every field of a person, as a kept copy holds it."""
    return {field: plain(getattr(person, field)) for field in (*CLINICAL_FIELDS, *SEALED_FIELDS)}


def plain(value: Any) -> Any:
    """A field's value as JSON can say it."""
    if isinstance(value, UUID):
        return str(value)
    return value.isoformat() if isinstance(value, date | datetime) else value


@dataclass(frozen=True)
class NetworkCounts:
    """How many people stand where: a description, not a score."""

    rings: tuple[int, int, int, int]
    people: int
    confidants: int  # can be told anything (reading aid `confidant`)
    contacts_a_week: float

    @property
    def sentence(self) -> str:
        """The counts in words."""
        if not self.people:
            return "Nobody is in the circle now."
        parts = [f"{count} {Place(ring).label}" for ring, count in enumerate(self.rings, start=1) if count]
        whom = "1 person" if self.people == 1 else f"{self.people} people"
        return f"{whom}: {', '.join(parts)}."


def network_counts(people: list[Person]) -> NetworkCounts:
    """Count people per ring, confidants and contacts a week. Those who have died count on their ring only."""
    alive = [
        person for person in people if person.living != Living.DEAD and person.relation != Relation.DECEASED
    ]
    confidant = reading_aids.threshold(reading_aids.CONFIDANT)
    rings = [sum(person.ring == ring for person in people) for ring in Place.values]
    return NetworkCounts(
        rings=(rings[0], rings[1], rings[2], rings[3]),
        people=len(people),
        confidants=sum((person.can_confide or 0) >= confidant for person in alive),
        contacts_a_week=sum(reading_aids.contacts_a_week(person.frequency) for person in alive),
    )


def in_own_words(person: Person) -> str:
    """What somebody is to the client: in their own words, else by kind."""
    return person.who or Relation(person.relation).label


def change_in_words(person: Person) -> str:
    """What changed around the onset, as one sentence; empty when it was not asked."""
    if person.changed is None:
        return ""
    if not person.changed:
        return "Nothing changed around the time it began"
    return Direction(person.change_direction).label if person.change_direction else "Something changed"
