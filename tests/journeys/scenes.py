"""People and records the journeys begin with, made through the same actions as the pages use.

Run inside a service's own process: `python -m tests.journeys.scenes NAME`. The last line printed is what the
scene tells, as JSON.
"""

from __future__ import annotations

import json
import sys
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import uuid4

import django

PASSWORD = "a long walk by the river"
BEGAN = datetime(2026, 11, 13, 10, 0, tzinfo=UTC)  # a Friday; sessions are on the Fridays after it
HELD = 3


def staff() -> dict[str, Any]:
    """A service with a manager and two therapists, and another service with a therapist. No clients."""
    from kinweave.core import clock
    from kinweave.people import actions as people
    from kinweave.people.models import Role

    with clock.at(BEGAN):
        service = people.create_service(name="Northgate")
        elsewhere = people.create_service(name="Southgate")
        roles = {"miriam": Role.THERAPIST, "colleague": Role.THERAPIST, "manager": Role.MANAGER}
        for name, role in roles.items():
            _account(service, name, role)
        _account(elsewhere, "stranger", Role.THERAPIST)
    return {"password": PASSWORD}


def under_way() -> dict[str, Any]:
    """The same staff; Rosa's course of twelve sessions agreed, three of them held, four people in her circle."""
    from kinweave.core import clock
    from kinweave.people.models import User

    staff()
    miriam = User.objects.get(email="miriam@northgate.example")
    with clock.at(BEGAN):
        course, rosa = _client(miriam)
        _assess(course, miriam, rosa)
    for number in range(1, HELD + 1):
        with clock.at(BEGAN + timedelta(weeks=number)):
            _hold(course, miriam, number)
    return {"client_id": str(course.client_id), "course_id": str(course.id)}


def _account(service: Any, name: str, role: Any) -> Any:
    from kinweave.people import actions as people

    return people.add_staff(
        service=service, email=f"{name}@{service.name.lower()}.example", name=name.capitalize(), roles=[role],
        password=PASSWORD,
    )  # fmt: skip


def _client(miriam: Any) -> tuple[Any, Any]:
    from kinweave.core.protocols import Protocol
    from kinweave.people import actions as people
    from kinweave.people import texts
    from kinweave.people.invitations import open_invitation
    from kinweave.shelf.queries import library
    from kinweave.treatment.actions import intake, inventory, newcomers
    from tests.cast import REACH

    taken = newcomers.take_on(
        name="Rosa Lind", code="N-101", email="rosa@example.org", protocol=library().get(Protocol, "ipt"), by=miriam
    )  # fmt: skip
    rosa = people.accept_invitation(invitation=open_invitation(taken.secret), password=PASSWORD)
    text = texts.consent_text(miriam.service)
    intake.agree(client=taken.client, scopes=[each.code for each in text.scopes], stamp=text.stamp, by=rosa)
    people.save_contact_details(client=taken.client, values=REACH | {"telephone": "07700 900123"}, by=rosa)
    intake.finish(client=taken.client, by=rosa)
    for name, ring, tie in (
        ("Ana", 1, "support"),
        ("Tom", 2, "both"),
        ("Bea", 4, "support"),
        ("Mr Kay", 4, "strain"),
    ):
        inventory.add_person(client=taken.client, values={"name": name, "ring": ring, "tie": tie}, by=rosa)
    return taken.course, rosa


def _assess(course: Any, miriam: Any, rosa: Any) -> None:
    from kinweave.treatment.actions import agreement, formulation, suitability
    from kinweave.treatment.models import Answer, SuitabilityChoice
    from kinweave.treatment.suitability import screens

    asked = {"screens": {screen.code: {"state": "nothing"} for screen in screens()}}
    reviewed = suitability.save_review(course=course, values=asked, seen=0, by=miriam)
    suitability.decide(
        course=course, choice=SuitabilityChoice.START, reason="Depression that came with a change.", by=miriam,
        seen=reviewed.version,
    )  # fmt: skip
    course.refresh_from_db()
    row = formulation.start_version(course=course, by=miriam)
    said = {
        "areas": ["role-transition"], "why_these_areas": "It began weeks after the move.",
        "statement": "Since the move you have lost the roles in which you knew who you were.",
        "one_line": "I lost who I was when we moved",
    }  # fmt: skip
    row = formulation.write(formulation=row, values=said, seen=row.version, by=miriam)
    row = formulation.share(formulation=row, seen=row.version, by=miriam)
    formulation.answer(formulation=row, seen=row.version, response=Answer.AGREES, said="", by=rosa)
    course.refresh_from_db()
    terms = {
        "sessions": 12, "starts_on": date(2026, 11, 20), "starts_at": time(10), "minutes": 50, "mode": "in_person",
        "without_sessions": [], "confidentiality_explained": True, "missed_session_rule": "It is not used up.",
        "nonresponse_plan": "Half way we look and decide.", "between_session_contact": "Not for emergencies.",
        "goals": [{"text": goal, "measure": "We see it", "start": 2} for goal in ("Speak to Tom", "See a friend")],
    }  # fmt: skip
    first = agreement.start_version(course=course, by=miriam, values=terms)
    first = agreement.sign(agreement=first, seen=first.version, by=miriam)
    agreement.sign(agreement=first, seen=first.version, by=rosa)
    course.refresh_from_db()


def _hold(course: Any, miriam: Any, number: int) -> None:
    from kinweave.core import clock
    from kinweave.measures import actions as measures
    from kinweave.shelf.queries import library
    from kinweave.treatment.actions import notes, sessions
    from kinweave.treatment.models import Session

    answers = {str(item): 1 + (item <= 5 - number) for item in range(1, 9)} | {"9": 0, "difficulty": 1}
    measures.enter_response(
        course=course, instrument=library().instrument("phq-9"), answers=answers, at=clock.now(), by=miriam
    )
    planned = Session.objects.filter(course=course, attendance="planned").order_by("starts_at")[0]
    session = sessions.begin(session=planned, by=miriam)
    words = {
        "since_last": f"Week {number}.",
        "disposition": "nothing-new",
        "touched": ["role-transition:link"],
    }
    notes.write_note(session=session, values=words, seen=0, page=uuid4(), by=miriam)
    notes.sign_note(session=session, by=miriam)
    course.refresh_from_db()


SCENES = {"staff": staff, "under_way": under_way}


def main(name: str) -> None:
    django.setup()
    from django.db import transaction

    from kinweave.vault import keys

    with transaction.atomic(), keys.kept_open():
        told = SCENES[name]()
    print(json.dumps(told))


if __name__ == "__main__":
    main(sys.argv[1])
