"""Many clients with a form waiting, and afterwards what stands in the database. Run inside the service's process.

`python -m tests.faults.scene waiting COUNT` makes them and prints, for each, a session and a form to answer.
`python -m tests.faults.scene standing` prints what was kept of every form.
"""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from typing import Any

import django

NOW = datetime(2026, 11, 13, 10, 0, tzinfo=UTC)


def waiting(count: int) -> list[dict[str, str]]:
    """So many clients of one therapist, each signed in and with a PHQ-9 that was asked for."""
    from kinweave.core import clock
    from kinweave.people import actions as people
    from kinweave.people.models import Role

    with clock.at(NOW):
        service = people.create_service(name="Northgate")
        therapist = people.add_staff(
            service=service, email="miriam@northgate.example", name="Miriam", roles=[Role.THERAPIST]
        )
        return [_client(service, therapist, number) for number in range(count)]


def _client(service: Any, therapist: Any, number: int) -> dict[str, str]:
    from kinweave.measures import actions as measures
    from kinweave.people import actions as people
    from kinweave.people.models import Part, Role
    from kinweave.shelf.queries import library
    from tests.cast import account, course_for

    client = people.add_client(service=service, code=f"N-{number:05}", name=f"Client {number}", by=therapist)
    people.start_care(client=client, staff=therapist, part=Part.THERAPIST, by=None)
    user = account(service, f"client{number}", Role.CLIENT, client=client)
    course = course_for(client, therapist)
    asked = measures.ask(course=course, instrument=library().instrument("phq-9"), by=therapist)
    return {"session": signed_in(user), "assignment": str(asked.pk), "client": str(client.pk)}


def signed_in(user: Any) -> str:
    """The key of a new session of this account."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "kinweave.people.backends.AccountBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return str(session.session_key)


def standing() -> dict[str, dict[str, Any]]:
    """What was kept of every form: the answers, what was sent, scored and flagged, and the alerts of its client."""
    from kinweave.measures.models import Assignment, FlagRaised, Response, Score
    from kinweave.safety.models import Alert

    found: dict[str, dict[str, Any]] = {}
    for form in Assignment.objects.all():
        responses = Response.objects.filter(assignment=form)
        found[str(form.pk)] = {
            "answers": form.answers,
            "state": form.state,
            "responses": [row.answers for row in responses],
            "totals": [row.value for row in Score.objects.filter(response__in=responses, main=True)],
            "flags": FlagRaised.objects.filter(client=form.client_id).count(),
            "alerts": Alert.objects.filter(client=form.client_id, closed_at=None).count(),
        }
    return found


def main(scene: str, *words: str) -> None:
    django.setup()
    from django.db import transaction

    from kinweave.vault import keys

    with transaction.atomic(), keys.kept_open():
        told = waiting(int(words[0])) if scene == "waiting" else standing()
    print(json.dumps(told))


if __name__ == "__main__":
    main(*sys.argv[1:])
