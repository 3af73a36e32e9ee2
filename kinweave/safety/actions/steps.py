"""Writing down what happens with an alert, and telling people of it."""

from __future__ import annotations

from kinweave.core import clock
from kinweave.notices import actions as notices
from kinweave.people.models import User
from kinweave.safety.models import Alert, AlertStep, Contact, Kind


def add_step(
    alert: Alert,
    kind: Kind,
    *,
    by: User | None,
    to: User | None = None,
    part: str = "",
    contact: Contact | None = None,
    note: str = "",
    escalation: int | None = None,
) -> AlertStep:
    """Add one line to an alert's history, in the transaction of the act itself."""
    return AlertStep.objects.create(
        service_id=alert.service_id, client_id=alert.client_id, created_at=clock.now(), created_by=by, alert=alert,
        kind=kind, to=to, part=part, contact=contact or "", note=note, escalation=escalation,
    )  # fmt: skip


def tell(alert: Alert, user: User, part: str) -> None:
    """Tell somebody at once that an answer is asked of them: a line in the history and a neutral notice."""
    add_step(alert, Kind.TOLD, by=None, to=user, part=part)
    notify(alert, user)


def notify(alert: Alert, user: User) -> None:
    """A neutral notice to somebody, once for each state of the alert."""
    notices.write(to=user, kind="needs-answer", key=f"alert:{alert.pk}:{alert.version}:{user.pk}")
