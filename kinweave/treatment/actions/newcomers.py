"""A new client: record, key, therapist, episode, course and invitation, all or nothing."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from kinweave.core.protocols import Protocol
from kinweave.people import actions as people
from kinweave.people.actions import Refused
from kinweave.people.models import Client, Part, Role, User
from kinweave.treatment.actions.course import open_course
from kinweave.treatment.models import Course


@dataclass(frozen=True)
class Newcomer:
    """What came of taking on a client; the secret goes into the link and is kept nowhere."""

    client: Client
    course: Course
    secret: str


@transaction.atomic
def take_on(*, name: str, code: str, email: str, protocol: Protocol, by: User, reason: str = "") -> Newcomer:
    """Open a record and a course for a new client of this therapist, and invite the client.

    Raises Refused when the number or the address is already known here.
    """
    if Client.objects.filter(service_id=by.service_id, code=code).exists():
        raise Refused(f"The number {code} already belongs to somebody in this service. Use another one.")
    if User.objects.filter(email__iexact=email).exists():
        raise Refused("There is already an account with this e-mail address.")
    client = people.add_client(service=by.service, code=code, name=name, by=by)
    people.start_care(client=client, staff=by, part=Part.THERAPIST, by=by)
    course = open_course(client=client, protocol=protocol, by=by, reason=reason)
    _, secret = people.invite(service=by.service, email=email, roles=[Role.CLIENT], client=client, by=by)
    return Newcomer(client=client, course=course, secret=secret)
