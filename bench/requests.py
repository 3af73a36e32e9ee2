"""What a request costs: storing one PHQ-9 with scores, flags, alert, sealed words and audit.

``python -m bench.requests [RESPONSES]`` (300 unless told otherwise) prints CPU and queries for each, on a
throw-away SQLite file with synchronous=FULL, or on the PostgreSQL of ``DATABASE_URL``.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kinweave.people.models import User
    from kinweave.treatment.models import Course

MOST_MILLISECONDS, MOST_QUERIES = 5.0, 15


@dataclass(frozen=True)
class Cost:
    """What one kind of store costs."""

    name: str
    milliseconds: float  # median CPU of this process
    slow: float  # the slowest of twenty
    queries: int


@contextmanager
def throw_away_service() -> Iterator[None]:
    """A service with fresh keys and tables, gone afterwards; a database named by DATABASE_URL stays."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("KINWEAVE_DATA_DIR", folder)
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kinweave.config.settings")
        import django

        from kinweave.core import key_files

        key_files.create(Path(folder) / "keys")
        django.setup()
        from django.core.management import call_command

        from kinweave.config.warm import warm

        call_command("migrate", run_syncdb=True, verbosity=0)
        warm()
        yield


def store(responses: int, item9: int, *, saved_first: bool = False, anew: bool = False) -> Cost:
    """Store that many PHQ-9 of one client, each with this answer to item 9, perhaps saved by itself before.

    `anew`: each is the first of another client's course, so that it also raises a new alert and completes the
    course's first check: the dearest there is.
    """
    from django.db import connection, reset_queries
    from django.test.utils import CaptureQueriesContext

    from kinweave.measures import actions
    from kinweave.shelf.queries import library
    from kinweave.vault import keys
    from tests.statements import CONTROL

    instrument = library().instrument("phq-9")
    answers = {str(item): 1 for item in range(1, 9)} | {"9": item9, "difficulty": 1}
    course, staff = beginning()
    spent, asked = [], 0
    for turn in range(2 * responses):
        if anew:
            course, staff = beginning()
        assignment = actions.ask(course=course, instrument=instrument, by=staff)
        if saved_first:
            actions.save_items(assignment=assignment, answers=answers, by=staff)
        with keys.kept_open():
            if turn % 2:
                reset_queries()  # Django keeps the last 9,000 only, and counts from where a capture began
                with CaptureQueriesContext(connection) as captured:
                    actions.record_response(assignment=assignment, answers=answers, by=staff)
                statements = (each["sql"] for each in captured.captured_queries)
                asked = max(asked, sum(not sql.startswith(CONTROL) for sql in statements))
            else:
                started = time.process_time()
                actions.record_response(assignment=assignment, answers=answers, by=staff)
                spent.append((time.process_time() - started) * 1000)
    return Cost(
        "item 9, answer saved before" if saved_first else _NAMES[bool(item9), anew],
        statistics.median(spent),
        statistics.quantiles(spent, n=20)[-1],
        asked,
    )


_NAMES = {
    (False, False): "no flag",
    (False, True): "no flag, first of a course",
    (True, False): "item 9, alert already raised",
    (True, True): "item 9, first of a course, new alert",
}


def beginning() -> tuple[Course, User]:
    """A new service with one client, whose course has just begun, and their therapist."""
    from kinweave.core.protocols import Protocol
    from kinweave.people import actions as people
    from kinweave.people.models import Part, Role
    from kinweave.shelf.queries import library
    from kinweave.treatment.actions.course import open_course

    tag = f"{time.time_ns()}"
    service = people.create_service(name="Bench")
    staff = people.add_staff(
        service=service, email=f"t{tag}@bench.example", name="Therapist", roles=[Role.THERAPIST], by=None
    )
    client = people.add_client(service=service, code=tag, name="Client", by=staff)
    people.start_care(client=client, staff=staff, part=Part.THERAPIST, by=None)
    course = open_course(client=client, protocol=library().get(Protocol, "ipt"), by=staff)
    return course, staff


def main(responses: int = 300) -> None:
    """Print what storing costs, beside the most it may cost."""
    with throw_away_service():
        costs = [
            store(responses, 0),
            store(responses, 1, saved_first=True),
            store(responses, 1),
            store(max(20, responses // 10), 2, anew=True),
        ]
    print(
        f"Store, score, check, seal and audit one PHQ-9 (at most {MOST_MILLISECONDS} ms, {MOST_QUERIES} queries)"
    )
    for cost in costs:
        share = cost.milliseconds / MOST_MILLISECONDS
        print(f"  {cost.name:38} {cost.milliseconds:5.2f} ms (95 %: {cost.slow:5.2f})", end="")
        print(f"  {cost.queries:2} queries  {share:4.0%} of the time allowed")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 300)
