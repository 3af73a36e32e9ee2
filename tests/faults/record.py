"""Joanna's and Callum's whole records in a service of their own, with a session for everyone. Run inside its process.

`python -m tests.faults.record` prints the sessions and ids.
"""

from __future__ import annotations

import json
from typing import Any

import django


def build() -> dict[str, Any]:
    """The cast and two whole records; answers what a test needs to go about in them."""
    from django.db import transaction

    from kinweave.core import clock
    from kinweave.vault import keys
    from tests.cast import PASSWORD, START, assemble
    from tests.faults.scene import signed_in
    from tests.record import HELD, callums, joannas, week

    with transaction.atomic(), keys.kept_open():
        with clock.at(START):
            cast = assemble()
        joanna, callum = joannas(cast), callums(cast)
        for user in (cast.joanna_user, cast.miriam):
            user.set_password(PASSWORD)
            user.save()
        with clock.at(week(HELD - 1)):
            sessions = {
                name: signed_in(getattr(cast, name))
                for name in ("joanna_user", "callum_user", "miriam", "colleague", "manager")
            }
    named = ("note", "amendment", "assignment", "open_session", "sheet", "person", "formulation")
    return {
        "sessions": sessions,
        "email": cast.joanna_user.email,
        "client": str(joanna.client.pk),
        "other": str(callum.client.pk),
        "phrases": [joanna.phrase, callum.phrase],
        "ids": {name: str(getattr(joanna, name).pk) for name in named},
    }


if __name__ == "__main__":
    django.setup()
    print(json.dumps(build()))
