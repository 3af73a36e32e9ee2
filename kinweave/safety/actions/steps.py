"""Writing down what happens with an alert, and telling people of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict, Unpack

from kinweave.core import clock
from kinweave.notices import actions as notices
from kinweave.people.models import User
from kinweave.safety.models import Alert, AlertStep, Contact, Kind


class About(TypedDict, total=False):
    """What may be said of a step besides its kind and who took it."""

    to: User | None
    part: str
    contact: Contact | None
    note: str
    escalation: int | None


def add_step(alert: Alert, kind: Kind, *, by: User | None, **about: Unpack[About]) -> AlertStep:
    """Add one line to an alert's history, in the transaction of the act itself."""
    row = step(alert, kind, by=by, **about)
    row.save(force_insert=True)
    return row


def step(alert: Alert, kind: Kind, *, by: User | None, **about: Unpack[About]) -> AlertStep:
    """One line of an alert's history, not yet kept."""
    return AlertStep(
        service_id=alert.service_id, client_id=alert.client_id, created_at=clock.now(), created_by=by, alert=alert,
        kind=kind, **(about | {"contact": about.get("contact") or ""}),
    )  # fmt: skip


def tell(alert: Alert, user: User, part: str) -> None:
    """Tell somebody at once that an answer is asked of them: a line in the history and a neutral notice."""
    add_step(alert, Kind.TOLD, by=None, to=user, part=part)
    notify(alert, user)


def keep_steps(steps: Sequence[AlertStep]) -> None:
    """Add several lines at once, in their order."""
    AlertStep.objects.bulk_create(steps)


def notify(alert: Alert, *users: User) -> None:
    """A neutral notice to each, once for each state of the alert."""
    keys = {f"alert:{alert.pk}:{alert.version}:{user.pk}": user for user in users}
    notices.write_all(to=keys, kind="needs-answer")
