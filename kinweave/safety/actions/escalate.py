"""Passing on what nobody has answered in time (S-42), and finding an owner for what has lost its own (S-43)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from kinweave.audit import actions as audit
from kinweave.audit.acts import Act
from kinweave.core import clock
from kinweave.notices import actions as notices
from kinweave.people.models import CareRelationship, User
from kinweave.safety import tiers
from kinweave.safety.actions.steps import add_step, tell
from kinweave.safety.models import Alert, AlertStep, Kind
from kinweave.safety.queries.chain import Chains


def escalate_due(now: datetime | None = None) -> int:
    """Pass on every alert whose time has run out. Returns how many steps were taken.

    Each step is one transaction and can happen once only, so any number of workers may call this at any time.
    """
    moment = now or clock.now()
    due = (
        Alert.objects.open()
        .filter(next_step_at__lte=moment)
        .order_by("next_step_at")
        .values_list("pk", flat=True)
    )
    return sum(_pass_on_all(alert_id, moment) for alert_id in list(due))


def _pass_on_all(alert_id: UUID, now: datetime) -> int:
    """Every step that is overdue: more than one after the workers stood still."""
    steps = 0
    while _pass_on(alert_id, now):
        steps += 1
    return steps


@transaction.atomic
def _pass_on(alert_id: UUID, now: datetime) -> bool:
    alert = (
        Alert.objects.open()
        .filter(pk=alert_id, next_step_at__lte=now)
        .select_for_update(of=("self",))
        .select_related("service__duty_user", "owner")
        .first()
    )
    if alert is None or alert.next_step_at is None:
        return False
    part, user = _who(alert, tiers.person_of_step(alert.tier, alert.steps_taken))
    alert.steps_taken += 1
    # counted from the moment the time ran out: a late worker shortens the next wait, never adds to it
    alert.next_step_at = tiers.next_pass_on(
        alert.tier, alert.steps_taken, alert.next_step_at, tiers.hours_of(alert.service)
    )
    alert.save(update_fields=["steps_taken", "next_step_at"])
    number = AlertStep.objects.filter(alert=alert, escalation__isnull=False).count() + 1
    add_step(alert, Kind.ESCALATED, by=None, to=user, part=part, escalation=number)
    audit.record(
        Act.ALERT_ESCALATED,
        by=None,
        on=alert,
        reason=f"to {user.full_name}, {part}" if user else "nobody left",
    )
    if user is not None:
        notices.write(to=user, kind="passed-on", key=f"alert:{alert.pk}:passed-on:{number}")
    return True


def _who(alert: Alert, wanted: tiers.Person) -> tuple[str, User | None]:
    """The next person who was not passed it yet; when all were, its owner once more."""
    told = set(
        AlertStep.objects.filter(alert=alert, kind=Kind.ESCALATED, created_at__gte=alert.last_raised_at)
        .exclude(to=None)
        .values_list("to_id", flat=True)
    )
    if alert.owner_id:
        told.add(alert.owner_id)
    named = Chains(alert.service, [alert.client_id]).first(alert.client_id, wanted, told)
    return named if named else ("owner", alert.owner)


@transaction.atomic
def adopt_orphans() -> int:
    """Give every open alert whose owner has left, or has no part in the client's care any more, a new one."""
    treats = CareRelationship.objects.filter(staff=OuterRef("owner"), client=OuterRef("client"))
    left = Exists(treats.filter(ends_at__lte=clock.now())) & ~Exists(treats.current())
    orphans = Alert.objects.open().filter(Q(owner=None) | Q(owner__is_active=False) | left)
    in_turn = orphans.order_by("last_raised_at", "id")  # two workers lock them in the same order
    rows = in_turn.select_for_update(of=("self",)).select_related("service__duty_user")
    return sum(_adopt(alert) for alert in rows)


def _adopt(alert: Alert) -> bool:
    owner = Chains(alert.service, [alert.client_id]).owner(alert.client_id)
    if owner is None or owner.pk == alert.owner_id:
        return False
    alert.owner = owner
    alert.version += 1
    alert.save(update_fields=["owner", "version"])
    add_step(alert, Kind.REASSIGNED, by=None, to=owner)
    audit.record(Act.ALERT_REASSIGNED, by=None, on=alert, reason=f"to {owner.full_name}")
    tell(alert, owner, "owner")
    return True
