"""A service for measuring: many clients by bulk insert, their rows as valid as those the acts write.

Each client has a key of their own, sealed words, a therapist, an episode and a course, and an act in the
audit chain; each session held a PHQ-9 that was asked, answered and scored by the definition. The ninth
answer is always 0: a positive one would need the alert that only the acts make.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from datetime import time as hour
from itertools import islice

import numpy as np
from django.db import connection, transaction

from kinweave.commands.demo import bulk_rows as rows
from kinweave.commands.demo.bulk_insert import fast_writing, insert
from kinweave.commands.demo.staff import PASSWORD
from kinweave.core import clock
from kinweave.core.protocols import Protocol
from kinweave.people import actions as people
from kinweave.people.models import Role, Service, User
from kinweave.shelf import actions as shelf
from kinweave.shelf.queries import library

SERVICE = "Measured Service"
CASELOAD = 50
BATCH = 5_000
MANY = 100_000
EMAIL = "t{number:06}@measured.example"


def is_there() -> bool:
    """Whether this data folder already holds a service for measuring."""
    return Service.objects.filter(name=SERVICE).exists()


def sessions_for(clients: int) -> int:
    """Sessions of each client unless told otherwise: fewer when there are very many, for the room they take."""
    return 10 if clients < MANY else 2


def make(*, clients: int, sessions: int, seed: int, tell: Callable[[str], None] = lambda words: None) -> None:
    """Make the service with that many clients. One that is there already stays as it is."""
    if is_there():
        tell(f"The service for measuring is there already. Sign in as {EMAIL.format(number=1)}, {PASSWORD}.")
        return
    started, now = time.monotonic(), clock.now()
    rows.at.cache_clear()
    with transaction.atomic():
        service = _service(math.ceil(clients / CASELOAD), now - timedelta(days=200))
    about = rows.About(
        service=service.id.hex, protocol=shelf.freeze(library().get(Protocol, "ipt")).hex,
        instrument=library().instrument("phq-9"), frozen=shelf.freeze(library().instrument("phq-9")).hex,
        sessions=sessions, now=now, first=_first_session(now, sessions),
    )  # fmt: skip
    staff = iter(_therapists(service))
    chance = np.random.default_rng(seed)
    with fast_writing(connection):
        for start in range(0, clients, BATCH):
            count = min(BATCH, clients - start)
            theirs = list(islice(staff, math.ceil(count / CASELOAD)))
            with transaction.atomic():
                for table, lines in rows.batch(about, chance, start, count, theirs, CASELOAD):
                    insert(connection, table, lines)
            if (start // BATCH) % 10 == 9:
                tell(f"{start + count:,} clients after {time.monotonic() - started:.0f} seconds")
    tell(
        f"{clients:,} clients with {sessions} sessions each in {time.monotonic() - started:.0f} seconds. "
        f"Sign in as {EMAIL.format(number=1)}, {PASSWORD}."
    )


def _first_session(now: datetime, sessions: int) -> datetime:
    """So long ago that the last session was a week before today's date, at ten."""
    day = now.date() - timedelta(weeks=sessions)
    return datetime.combine(day, hour(10), tzinfo=now.tzinfo)


def _service(therapists: int, since: datetime) -> Service:
    with clock.at(since):
        service = people.create_service(name=SERVICE)
        first = people.add_staff(
            service=service, email="manager@measured.example", name="Manager", roles=[Role.MANAGER], password=PASSWORD
        )  # fmt: skip
        User.objects.bulk_create(
            (
                User(
                    service=service, email=EMAIL.format(number=number), name=f"Therapist {number}",
                    roles=[Role.THERAPIST.value], password=first.password, created_at=since,
                )
                for number in range(1, therapists + 1)
            ),
            batch_size=1_000,
        )  # fmt: skip
    return service


def _therapists(service: Service) -> list[tuple[str, str]]:
    """Id and name of every therapist, in order."""
    found = User.objects.filter(service=service, email__startswith="t").order_by("email")
    return [(key.hex, name) for key, name in found.values_list("id", "name")]
