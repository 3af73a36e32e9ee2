"""People and records the journeys begin with, made through the same actions as the pages use.

Run inside a service's own process: `python -m tests.journeys.scenes NAME`. The last line printed is what the
scene tells, as JSON.
"""

from __future__ import annotations

import json
import sys
from typing import Any

import django

PASSWORD = "a long walk by the river"


def staff() -> dict[str, Any]:
    """A service with a manager and two therapists, and another service with a therapist. No clients."""
    from kinweave.people import actions as people
    from kinweave.people.models import Role

    service = people.create_service(name="Northgate")
    elsewhere = people.create_service(name="Southgate")
    roles = {"miriam": Role.THERAPIST, "colleague": Role.THERAPIST, "manager": Role.MANAGER}
    for name, role in roles.items():
        _account(people, service, name, role)
    _account(people, elsewhere, "stranger", Role.THERAPIST)
    return {"password": PASSWORD}


def _account(people: Any, service: Any, name: str, role: Any) -> None:
    people.add_staff(
        service=service, email=f"{name}@{service.name.lower()}.example", name=name.capitalize(), roles=[role],
        password=PASSWORD,
    )  # fmt: skip


SCENES = {"staff": staff}


def main(name: str) -> None:
    django.setup()
    from django.db import transaction

    with transaction.atomic():
        told = SCENES[name]()
    print(json.dumps(told))


if __name__ == "__main__":
    main(sys.argv[1])
