"""Clients with a PHQ-9 waiting, and what the database holds of their answers. Run in the service's own process.

`python -m tests.faults.checkins make N` prints one line of JSON: for each client the address of the form and a
session key. `python -m tests.faults.checkins look` prints what is stored of each form.
"""

from __future__ import annotations

import json
import sys
from typing import Any

import django


def make(count: int) -> list[dict[str, str]]:
    """`count` clients, each with an open course, a PHQ-9 to answer, and somebody signed in on their phone."""
    from kinweave.core.protocols import Protocol
    from kinweave.measures import actions as measures
    from kinweave.people import actions as people
    from kinweave.people.models import Part, Role
    from kinweave.shelf.queries import library
    from kinweave.treatment.actions.course import open_course

    service = people.create_service(name="Northgate")
    miriam = people.add_staff(service=service, email="m@example.org", name="Miriam", roles=[Role.THERAPIST])
    made = []
    for number in range(count):
        client = people.add_client(service=service, code=f"K-{number}", name=f"Client {number}", by=miriam)
        user = people.add_staff(service=service, email=f"c{number}@example.org", name="", roles=[Role.CLIENT])
        client.user = user
        client.save(update_fields=["user"])
        people.start_care(client=client, staff=miriam, part=Part.THERAPIST, by=miriam)
        course = open_course(client=client, protocol=library().get(Protocol, "ipt"), by=miriam)
        form = measures.ask(course=course, instrument=library().instrument("phq-9"), by=miriam)
        made.append({"form": str(form.id), "client": str(client.id), "session": _signed_in(user)})
    return made


def _signed_in(user: Any) -> str:
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "kinweave.people.backends.AccountBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return str(session.session_key)


def look() -> dict[str, Any]:
    """What is there: answers by form, clients with an open alert, and whether database and chain are whole."""
    from django.db import connection

    from kinweave.audit import chain
    from kinweave.audit.queries import whole_chain
    from kinweave.measures.models import Assignment, Response
    from kinweave.safety.models import Alert

    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        whole = cursor.fetchone()[0]
    return {
        "answers": {str(form.id): form.answers for form in Assignment.objects.all()},
        "responses": list(Response.objects.values_list("assignment_id", flat=True)),
        "alerts": [str(client) for client in Alert.objects.values_list("client_id", flat=True)],
        "integrity": whole,
        "breaks": [each.event_id for each in chain.breaks(whole_chain())],
    }


if __name__ == "__main__":
    django.setup()
    print(json.dumps(make(int(sys.argv[2])) if sys.argv[1] == "make" else look(), default=str))
