"""The one setting of the access rules: Joanna's and Callum's whole records, built once a module."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.test import Client as Browser

from kinweave.core import clock
from kinweave.people.actions import invite
from kinweave.people.models import Role
from kinweave.shelf import actions as shelf
from kinweave.vault import keys
from tests.cast import START, Cast, assemble
from tests.record import HELD, WholeRecord, callums, joannas, week
from tests.rules.access import browsers, fingerprint, known_ids, rows_changed

NOW = week(HELD - 1) + timedelta(hours=2)


@dataclass(frozen=True)
class Stage:
    """Everybody, two whole records, and a browser each."""

    cast: Cast
    joanna: WholeRecord
    callum: WholeRecord
    browsers: dict[str, Browser]
    digest: str  # of everything but sessions and the audit
    known_ids: frozenset[str]  # hexadecimal, of every row there is

    def has_changed(self, rows_before: int | None) -> bool:
        """Whether the database differs from how it was set up; `rows_before` is what `rows_changed` said."""
        if rows_before is not None and rows_before == rows_changed():
            return False
        return fingerprint() != self.digest


@contextmanager
def set_up(blocker: Any) -> Iterator[Stage]:
    """Build everything in one transaction that is undone at the end of the module."""
    shelf.forget()
    with blocker.unblock(), transaction.atomic(), keys.kept_open():
        with clock.at(START):
            cast = assemble()
        joanna, callum = joannas(cast), callums(cast)
        with clock.at(NOW):
            _, secret = invite(
                service=cast.service, email="new@northgate.example", roles=[Role.THERAPIST], by=None
            )
            joanna.keep(invitation_secret=secret)
            signed_in = browsers(cast)
            yield Stage(cast, joanna, callum, signed_in, fingerprint(), known_ids())
        transaction.set_rollback(True)
    shelf.forget()


@contextmanager
def undone() -> Iterator[None]:
    """Whatever happens inside is taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
