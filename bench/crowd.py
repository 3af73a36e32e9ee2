"""Many clients at once, by bulk insert: each with a key, a course, sessions and a score a session."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

if TYPE_CHECKING:
    from tests.cast import Cast


def crowd(cast: Cast, count: int, *, sessions: int, mine: bool, start: int = 0) -> None:
    """`count` more clients of the service; Miriam's own when `mine`, else nobody's.

    Their rows are as valid as those the actions write, each under a key of their own; nothing is audited.
    """
    from kinweave.core import clock
    from kinweave.core.course import Attendance, Stage
    from kinweave.measures.models import Response, Score
    from kinweave.people.models import CareRelationship, Client, Part
    from kinweave.shelf import actions as shelf
    from kinweave.shelf.queries import library
    from kinweave.treatment.models import Course, Episode, Session
    from kinweave.vault import crypto, keys
    from kinweave.vault.models import ClientKey

    now, base = clock.now(), {"service_id": cast.service.id, "created_at": clock.now()}
    phq = shelf.freeze(library().instrument("phq-9"))
    kind = "M" if mine else "X"
    ids = [uuid4() for _ in range(count)]
    ClientKey.objects.bulk_create(
        ClientKey(client_id=one, service_id=cast.service.id, wrapped=keys.wrap(one, crypto.new_key(), keys.master()))
        for one in ids
    )  # fmt: skip
    keys.open_for(ids)
    clients = [
        Client(id=one, service_id=cast.service.id, code=f"{kind}-{start + number}", created_at=now)
        for number, one in enumerate(ids)
    ]
    for number, client in enumerate(clients):
        client.name = f"Client {number:05}" if mine else ""
    Client.objects.bulk_create(clients)
    if mine:
        CareRelationship.objects.bulk_create(
            CareRelationship(service_id=cast.service.id, client=one, staff=cast.miriam, part=Part.THERAPIST, starts_at=now)
            for one in clients
        )  # fmt: skip
    episodes = [Episode(id=uuid4(), client=one, opened_at=now, **base) for one in clients]
    Episode.objects.bulk_create(episodes)
    courses = [
        Course(
            id=uuid4(), client=episode.client, episode=episode, protocol_id=cast.course.protocol_id,
            protocol_code="ipt", stage=Stage.STARTED, opened_on=now.date(), planned_sessions=16, **base,
        )
        for episode in episodes
    ]  # fmt: skip
    Course.objects.bulk_create(courses)
    held = [
        Session(
            id=uuid4(), client_id=course.client_id, course=course, number=number + 1, attendance=Attendance.ATTENDED,
            starts_at=now + timedelta(weeks=number), signed_at=now, **base,
        )
        for course in courses for number in range(sessions)
    ]  # fmt: skip
    Session.objects.bulk_create(held, batch_size=500)
    responses = [
        Response(
            id=uuid4(), client_id=one.client_id, course_id=one.course_id, session=one, instrument_id=phq, code="phq-9",
            answered_by="client", answered_at=one.starts_at, **base,
        )
        for one in held
    ]  # fmt: skip
    Response.objects.bulk_create(responses, batch_size=500)
    Score.objects.bulk_create(
        (
            Score(
                id=uuid4(), client_id=one.client_id, course_id=one.course_id, response=one, code="phq-9", scale="total",
                main=True, value=17 - (number % sessions) // 2, complete=True, answered_at=one.answered_at, **base,
            )
            for number, one in enumerate(responses)
        ),
        batch_size=500,
    )  # fmt: skip
