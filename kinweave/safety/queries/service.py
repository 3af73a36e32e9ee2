"""Alerts as a service's managers see them: whose turn it is and since when, and no word or name of a client."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from kinweave.core import clock
from kinweave.people.models import User
from kinweave.safety.models import Alert, AlertStep, Kind, Tier
from kinweave.safety.queries.alert import MARKS, due_by, next_words, unanswered_in_service
from kinweave.safety.queries.chain import Chains
from kinweave.web import words


@dataclass(frozen=True)
class WaitingAlert:
    """One open alert: who answers it, since when, by when, and to whom it was passed on."""

    due_mark: str  # class of the mark of `.due`
    due_words: str  # "Today"
    by_words: str  # "by 11:20"
    came_words: str  # "today at 9:20"
    owner: str
    owner_id: UUID | None
    taken_words: str  # when somebody took it; empty while nobody has
    overdue: bool
    passed_on: tuple[str, ...]  # "to Adela Baptiste, supervisor, today at 11:20"
    next_words: str


@dataclass(frozen=True)
class WaitingCount:
    """How many alerts nobody has taken yet, and for how many of them the time has run out."""

    waiting: int
    overdue: int


def count_waiting(user: User) -> WaitingCount:
    """For a service manager; nought for anyone else. One query."""
    rows = unanswered_in_service(user).filter(acknowledged_at=None)
    due = list(rows.order_by().values_list("due_at", flat=True))
    return WaitingCount(len(due), sum(at <= clock.now() for at in due))


def waiting_alerts(user: User) -> tuple[WaitingAlert, ...]:
    """Every open alert of the manager's service: those that nobody has taken first, then by when they are due.

    A constant number of queries; none for whoever is no manager.
    """
    found = sorted(
        unanswered_in_service(user), key=lambda each: (each.acknowledged_at is not None, each.due_at)
    )
    if not found:
        return ()
    zone = ZoneInfo(user.service.time_zone)
    here = clock.now().astimezone(zone)
    chains = Chains(user.service, [each.client_id for each in found])
    told, passed = _told(found, zone, here)
    return tuple(_row(each, chains, told[each.pk], tuple(passed[each.pk]), zone, here) for each in found)


def _told(
    found: list[Alert], zone: ZoneInfo, here: datetime
) -> tuple[dict[UUID, set[UUID]], dict[UUID, list[str]]]:
    told: dict[UUID, set[UUID]] = {each.pk: set() for each in found}
    passed: dict[UUID, list[str]] = {each.pk: [] for each in found}
    steps = AlertStep.objects.filter(
        alert__in=[each.pk for each in found], kind=Kind.ESCALATED, to__isnull=False
    )
    for step in steps.defer("note").select_related("to").order_by("created_at"):
        if step.to is not None:
            told[step.alert_id].add(step.to.pk)
            when = words.moment_in_words(step.created_at.astimezone(zone), here)
            passed[step.alert_id].append(f"to {step.to.full_name}, {step.part}, {when}")
    return told, passed


def _row(
    alert: Alert, chains: Chains, told: set[UUID], passed: tuple[str, ...], zone: ZoneInfo, here: datetime
) -> WaitingAlert:
    tier, taken = Tier(alert.tier), alert.acknowledged_at
    return WaitingAlert(
        due_mark=MARKS[tier],
        due_words=tier.label,
        by_words=due_by(tier, alert.due_at.astimezone(zone), here),
        came_words=words.moment_in_words(alert.last_raised_at.astimezone(zone), here),
        owner=alert.owner.full_name if alert.owner else "nobody yet",
        owner_id=alert.owner_id,
        taken_words=words.moment_in_words(taken.astimezone(zone), here) if taken else "",
        overdue=taken is None and alert.due_at <= here,
        passed_on=passed,
        next_words=next_words(alert, chains, told, here, zone),
    )
