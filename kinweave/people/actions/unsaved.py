"""Keeping what is typed into a form before it is saved, and letting go of it."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from kinweave.core import clock
from kinweave.people.models import Client, UnsavedForm, User

Pairs = Sequence[tuple[str, str]]


@transaction.atomic
def keep_typed(*, client: Client, form: str, seen: int, typed: Pairs, by: User) -> UnsavedForm:
    """Keep these fields in place of those the same writer had in the same form of this client."""
    row, _ = UnsavedForm.objects.update_or_create(
        client=client, created_by=by, form=form,
        defaults={"seen": seen, "typed": [list(pair) for pair in typed], "kept_at": clock.now()},
        create_defaults={
            "service_id": client.service_id, "created_at": clock.now(), "seen": seen,
            "typed": [list(pair) for pair in typed], "kept_at": clock.now(),
        },
    )  # fmt: skip
    return row


def let_go(*, client: Client, form: str, by: User) -> None:
    """They are saved, or their writer leaves them."""
    UnsavedForm.objects.filter(client=client, created_by=by, form=form).delete()
