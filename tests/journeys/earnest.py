"""A service that is no demonstration: staff need a second step before anything else. Run inside its own process.

`python -m tests.journeys.earnest` adds Northgate and its people. The last line printed is what the scene tells, as JSON.
"""

from __future__ import annotations

import json
from typing import Any

import django

from tests.journeys.scenes import PASSWORD


def people() -> dict[str, Any]:
    """A service with a therapist and a manager, and a client of hers with a course."""
    from kinweave.core.protocols import Protocol
    from kinweave.people import actions as people
    from kinweave.people.invitations import open_invitation
    from kinweave.people.models import Role
    from kinweave.shelf.queries import library
    from kinweave.treatment.actions import newcomers

    service = people.create_service(name="Northgate")
    miriam, _ = (
        people.add_staff(
            service=service, email=f"{name}@northgate.example", name=name.capitalize(), roles=[role], password=PASSWORD
        )
        for name, role in (("miriam", Role.THERAPIST), ("noor", Role.MANAGER))
    )  # fmt: skip
    taken = newcomers.take_on(
        name="Rosa Lind", code="N-101", email="rosa@example.org", protocol=library().get(Protocol, "ipt"), by=miriam
    )  # fmt: skip
    people.accept_invitation(invitation=open_invitation(taken.secret), password=PASSWORD)
    return {"client_id": str(taken.client.pk)}


def main() -> None:
    django.setup()
    from django.db import transaction

    from kinweave.vault import keys

    with transaction.atomic(), keys.kept_open():
        told = people()
    print(json.dumps(told))


if __name__ == "__main__":
    main()
