"""Answering an alert: taking it, reaching the client, deciding, closing. Taking is not closing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import transaction

from kinweave.audit import actions as audit
from kinweave.audit.acts import Act
from kinweave.core import clock
from kinweave.people.actions import Refused
from kinweave.people.models import Role, User
from kinweave.safety import tiers
from kinweave.safety.actions.steps import add_step
from kinweave.safety.models import Alert, AlertStep, Contact, Disposition, Kind, Tier


class Changed(Refused):
    """Somebody else has written in this alert since the reader opened it."""


@contextmanager
def _opened(alert: Alert, version: int | None = None) -> Iterator[Alert]:
    """The alert as it is now, locked; saved when the block ends."""
    with transaction.atomic():
        fresh = Alert.objects.select_for_update().get(pk=alert.pk)
        if not fresh.is_open:
            raise Refused("This alert is closed. A new answer opens a new one.")
        if version is not None and version != fresh.version:
            raise Changed(
                "Somebody else has written here since you opened this page. Read it, then send yours again."
            )
        yield fresh
        fresh.version += 1
        fresh.save()


def acknowledge(*, alert: Alert, by: User) -> Alert:
    """Take an alert: from now on it is `by` who answers it. Taking it twice changes nothing."""
    if Alert.objects.open().filter(pk=alert.pk, acknowledged_by=by).exists():
        return alert
    with _opened(alert) as fresh:
        fresh.acknowledged_at, fresh.acknowledged_by, fresh.owner = clock.now(), by, by
        # the clock of reaching the client runs on; where there is none, nothing more is passed on
        fresh.next_step_at = None if _contacts(fresh) else fresh.contact_due_at
        add_step(fresh, Kind.ACKNOWLEDGED, by=by)
        audit.record(Act.ALERT_ACKNOWLEDGED, by=by, on=fresh)
    return fresh


def _contacts(alert: Alert) -> bool:
    """Whether somebody has tried to reach the client since the last answer."""
    return AlertStep.objects.filter(
        alert=alert, kind=Kind.CONTACT, created_at__gte=alert.last_raised_at
    ).exists()


def log_contact(*, alert: Alert, contact: str, note: str, by: User) -> Alert:
    """Write down an attempt to reach the client: how it went, and what was said."""
    with _opened(alert) as fresh:
        if fresh.acknowledged_at is not None:
            fresh.next_step_at = None
        add_step(fresh, Kind.CONTACT, by=by, contact=Contact(contact), note=note)
        audit.record(Act.ALERT_CONTACT, by=by, on=fresh, reason=Contact(contact).label)
    return fresh


def record_disposition(
    *, alert: Alert, disposition: str, formulation: str, plan: str, by: User, version: int | None = None
) -> Alert:
    """Write down what is going on and what was decided. A session's note can be signed after this, not before."""
    if not formulation.strip() or not plan.strip():
        raise Refused("Write what is going on, and who does what by when. One sentence each is enough.")
    with _opened(alert, version) as fresh:
        fresh.disposition, fresh.formulation, fresh.plan = Disposition(disposition), formulation, plan
        fresh.decided_at, fresh.decided_by = clock.now(), by
        if fresh.acknowledged_at is None:
            fresh.acknowledged_at, fresh.acknowledged_by, fresh.owner = clock.now(), by, by
        fresh.next_step_at = None
        note = f"{Disposition(disposition).label}\n{formulation}\n{plan}"
        add_step(fresh, Kind.DISPOSITION, by=by, note=note)
        audit.record(Act.ALERT_DECIDED, by=by, on=fresh, reason=Disposition(disposition).label)
    return fresh


def missing_before_closing(alert: Alert) -> list[str]:
    """What has still to be written before the alert can be closed, in words for staff."""
    missing = []
    if not _contacts(alert):
        missing.append("an attempt to reach the client, or the talk you had")
    if alert.needs_decision:
        missing.append("what is going on and what was decided")
    return missing


def close(*, alert: Alert, by: User) -> Alert:
    """Close an alert that was talked through. Raises Refused, naming what is missing."""
    if not by.has_role(Role.THERAPIST, Role.SUPERVISOR):
        raise Refused("A trainee’s alert is closed by the supervisor. Everything you wrote is kept.")
    with _opened(alert) as fresh:
        if missing := missing_before_closing(fresh):
            raise Refused(f"Before this can be closed, write down {' and '.join(missing)}.")
        fresh.closed_at, fresh.closed_by, fresh.next_step_at = clock.now(), by, None
        add_step(fresh, Kind.CLOSED, by=by)
        audit.record(Act.ALERT_CLOSED, by=by, on=fresh)
    return fresh


def snooze(*, alert: Alert, until: datetime, reason: str, by: User) -> Alert:
    """Put an alert off, once, with a reason, to the end of the next working day at the latest."""
    if not reason.strip():
        raise Refused("Write why this can wait.")
    with _opened(alert) as fresh:
        if fresh.snoozed_until is not None:
            raise Refused("This was put off once already. Somebody must answer it now.")
        if fresh.tier == Tier.NOW:
            raise Refused("This asks for an answer now; it cannot be put off.")
        hours = tiers.hours_of(fresh.service)
        if not clock.now() < until <= hours.end_of_next_working_day(clock.now()):
            raise Refused("It can be put off to the end of the next working day at the latest.")
        fresh.snoozed_until, fresh.due_at = until, until
        fresh.next_step_at = until
        add_step(fresh, Kind.SNOOZED, by=by, note=reason)
        audit.record(Act.ALERT_SNOOZED, by=by, on=fresh)
    return fresh
