"""The people in every test: a client, her therapist, and everyone who must not see her record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from kinweave.core.protocols import Protocol
from kinweave.people import actions as people
from kinweave.people.models import Client, Part, Role, Service, User
from kinweave.shelf.queries import library
from kinweave.treatment.actions.course import open_course
from kinweave.treatment.models import Course

PASSWORD = "a long walk by the river"
START = datetime(2026, 11, 13, 10, 0, tzinfo=UTC)  # a Friday


@dataclass(frozen=True)
class Cast:
    """Two services; in the first a client in care and people at every distance from her."""

    service: Service
    elsewhere: Service
    joanna: Client  # the client
    joanna_user: User
    callum: Client  # another client of the same therapist
    callum_user: User
    miriam: User  # her therapist
    adela: User  # supervisor of her case
    colleague: User  # a therapist in the same service without a part in her care
    former: User  # was her therapist until START
    manager: User
    stranger: User  # a therapist in another service
    course: Course  # Joanna's


def account(service: Service, name: str, *roles: Role, client: Client | None = None) -> User:
    """An open account; a client's is tied to their record."""
    user = people.add_staff(
        service=service,
        email=f"{name.lower()}@{service.name.lower()}.example",
        name="" if client else name,
        roles=list(roles),
        password=None,
    )
    if client is not None:
        client.user = user
        client.save(update_fields=["user"])
    return user


def course_for(client: Client, by: User) -> Course:
    """An open course of the reference protocol, nothing done yet."""
    return open_course(client=client, protocol=library().get(Protocol, "ipt"), by=by)


REACH = {
    "telephone": "0117 496 0017", "address": "Flat 2, 8 Mill Lane", "emergency_name": "Isla Hale",
    "emergency_telephone": "0117 496 0018", "gp": "Dr Amis, Mill Lane Surgery",
}  # fmt: skip


def reachable(client: Client, by: User) -> None:
    """It is written down how to reach the client, as a first session asks (S-44)."""
    people.save_contact_details(client=client, values=REACH, by=by)


def assemble() -> Cast:
    """Write the whole cast into the database."""
    service = people.create_service(name="Northgate")
    elsewhere = people.create_service(name="Southgate")
    miriam = account(service, "Miriam", Role.THERAPIST)
    adela = account(service, "Adela", Role.SUPERVISOR)
    former = account(service, "Former", Role.THERAPIST)
    joanna = people.add_client(service=service, code="N-001", name="Joanna Hale", by=miriam)
    callum = people.add_client(service=service, code="N-002", name="Callum Pryce", by=miriam)
    old = people.start_care(client=joanna, staff=former, part=Part.THERAPIST, by=None)
    people.end_care(care=old, by=None)
    for client in (joanna, callum):
        people.start_care(client=client, staff=miriam, part=Part.THERAPIST, by=None)
    people.start_care(client=joanna, staff=adela, part=Part.SUPERVISOR, by=None)
    return Cast(
        service=service,
        elsewhere=elsewhere,
        joanna=joanna,
        joanna_user=account(service, "Joanna", Role.CLIENT, client=joanna),
        callum=callum,
        callum_user=account(service, "Callum", Role.CLIENT, client=callum),
        miriam=miriam,
        adela=adela,
        colleague=account(service, "Colleague", Role.THERAPIST),
        former=former,
        manager=account(service, "Manager", Role.MANAGER),
        stranger=account(elsewhere, "Stranger", Role.THERAPIST),
        course=course_for(joanna, miriam),
    )
