"""Reading alerts: those of one client, and those that wait for one member of staff."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from kinweave.core import clock
from kinweave.people.models import Client, ContactDetails, Role, User
from kinweave.safety import tiers
from kinweave.safety.models import Alert, AlertStep, Tier
from kinweave.safety.queries.chain import Chains
from kinweave.vault import keys
from kinweave.web import words
from kinweave.web.prepared import Prepared

MARKS = {
    Tier.NOW: "is-now",
    Tier.TODAY: "is-today",
    Tier.NEXT_WORKING_DAY: "is-next",
    Tier.NEXT_SESSION: "is-next",
}


@dataclass(frozen=True)
class AlertRow:
    """One alert as a list shows it: who, what, by when, and who is next in line."""

    id: UUID
    client_id: UUID
    client_name: str
    client_code: str
    tier: str
    due_mark: str  # class of the mark of `.due`
    due_words: str  # "Today"
    by_words: str  # "by 11:20"; "outside hours: by tomorrow at 11:00"
    came_words: str  # "today at 9:20"
    summary: str
    safe_words: str  # the client's answer to "are you safe?", in their words; empty when not asked
    next_words: str  # "Goes to Adela Baptiste, supervisor, if nobody has taken it by 13:20."
    owner: str
    taken: bool
    mine: bool
    overdue: bool
    decided: bool


def open_alerts(client: Client) -> list[Alert]:
    """Open alerts of a client the reader was already allowed to see, the soonest first."""
    return _open(client.pk)


def _rows_of_open(client_id: UUID) -> QuerySet[Alert]:
    return Alert.objects.open().filter(client=client_id).select_related("owner").order_by("due_at")


_open = Prepared(_rows_of_open, UUID)


def undiscussed(client: Client) -> list[Alert]:
    """Open alerts whose latest answer no decision speaks of yet: a session's note cannot be signed before."""
    return list(Alert.objects.undiscussed().filter(client=client).order_by("due_at"))


def alert(user: User, alert_id: UUID) -> Alert:
    """One alert that concerns `user`, or 404."""
    rows = Alert.objects.visible_to(user).select_related(
        "client", "service__duty_user", "owner", "acknowledged_by", "decided_by"
    )
    return get_object_or_404(rows, pk=alert_id)


def alerts_of(user: User, client: Client) -> QuerySet[Alert]:
    """Every alert of one client that concerns `user`, latest first."""
    return Alert.objects.visible_to(user).filter(client=client).select_related("owner").order_by("-raised_at")


def history(alert: Alert) -> list[AlertStep]:
    """What happened with an alert the reader was already allowed to see, in order."""
    return list(
        AlertStep.objects.filter(alert=alert)
        .select_related("to", "created_by")
        .order_by("created_at", "escalation")
    )


def reach_of(alert: Alert) -> ContactDetails | None:
    """How to reach the client of an alert the reader was already allowed to see: a duty clinician calls too."""
    return ContactDetails.objects.filter(client=alert.client_id).first()


def open_alerts_for(user: User, now: datetime | None = None) -> list[AlertRow]:
    """What waits for an answer by `user`: the soonest first. A constant number of queries."""
    return _rows(user, Alert.objects.visible_to(user).open(), now or clock.now())


def _rows_of_marks(user_id: UUID, service_id: UUID, now: datetime) -> QuerySet[Any]:
    user = User(id=user_id, service_id=service_id, roles=[Role.THERAPIST.value], is_active=True)
    with clock.at(now):  # the rule of who may see asks the clock
        rows = Alert.objects.visible_to(user).open()
    return rows.order_by("-due_at").values_list("client_id", "tier")


_marks = Prepared(_rows_of_marks, UUID, UUID, datetime)


def marks_for(user: User) -> dict[UUID, str]:
    """The class of the mark of each client's soonest open alert that concerns `user`. One query."""
    if user.is_client or not user.is_clinical:
        return {}
    return {client: MARKS[Tier(tier)] for client, tier in _marks(user.id, user.service_id, clock.now())}


def row_of(user: User, alert: Alert, now: datetime | None = None) -> AlertRow:
    """One alert as a list shows it."""
    return _rows(user, Alert.objects.filter(pk=alert.pk), now or clock.now())[0]


def unanswered_in_service(user: User) -> QuerySet[Alert]:
    """Open alerts of the reader's service, for its managers: state and times, and no words of anyone."""
    if not user.has_role(Role.MANAGER):
        return Alert.objects.none()
    rows = Alert.objects.open().filter(service_id=user.service_id).order_by("due_at")
    return rows.defer("summary", "formulation", "plan", "whereabouts").select_related("client", "owner")


def _rows(user: User, alerts: QuerySet[Alert], now: datetime) -> list[AlertRow]:
    found = list(alerts.select_related("client", "owner").order_by("due_at", "raised_at"))
    if not found:
        return []
    keys.open_for({each.client_id for each in found})
    chains = Chains(user.service, [each.client_id for each in found])
    told: dict[UUID, set[UUID]] = {}
    steps = AlertStep.objects.filter(
        alert__in=[each.pk for each in found], escalation__isnull=False, to__isnull=False
    )
    for alert_id, staff_id in steps.values_list("alert_id", "to_id"):
        if staff_id is not None:
            told.setdefault(alert_id, set()).add(staff_id)
    zone = ZoneInfo(user.service.time_zone)
    return [_row(user, each, chains, told.get(each.pk, set()), now, zone) for each in found]


def _row(
    user: User, alert: Alert, chains: Chains, told: set[UUID], now: datetime, zone: ZoneInfo
) -> AlertRow:
    tier = Tier(alert.tier)
    here = now.astimezone(zone)
    return AlertRow(
        id=alert.pk,
        client_id=alert.client_id,
        client_name=alert.client.name,
        client_code=alert.client.code,
        tier=tier,
        due_mark=MARKS[tier],
        due_words=tier.label,
        by_words=due_by(tier, alert.due_at.astimezone(zone), here),
        came_words=words.moment_in_words(alert.last_raised_at.astimezone(zone), here),
        summary=alert.summary,
        safe_words=alert.get_safe_display() if alert.safe else "",
        next_words=next_words(alert, chains, told, here, zone),
        owner=alert.owner.full_name if alert.owner else "nobody yet",
        taken=alert.acknowledged_at is not None,
        mine=alert.owner_id == user.pk,
        overdue=alert.acknowledged_at is None and alert.due_at <= now,
        decided=not alert.needs_decision,
    )


def due_by(tier: str, due: datetime, here: datetime) -> str:
    """Until when. An answer due today that came when the service is closed is due after it opens again: say why."""
    later = tier == Tier.TODAY and due.date() > here.date()
    return f"{'outside hours: ' if later else ''}by {by_words(due, here)}"


def by_words(at: datetime, here: datetime) -> str:
    """The clock today, else day and clock."""
    if at.date() == here.date():
        return words.clock(at)
    return f"{words.day_in_words(at.date(), here.date())} at {words.clock(at)}"


def next_words(alert: Alert, chains: Chains, told: set[UUID], here: datetime, zone: ZoneInfo) -> str:
    """Who is told next, and when, if nobody acts; empty when nothing is passed on any more."""
    if alert.next_step_at is None:
        return ""
    known = told | ({alert.owner_id} if alert.owner_id else set())
    named = chains.first(alert.client_id, tiers.person_of_step(alert.tier, alert.steps_taken), known)
    when = by_words(alert.next_step_at.astimezone(zone), here)
    done = "tried to reach the client" if alert.acknowledged_at else "taken it"
    if named is None:
        return f"Nobody else can be told. It must be answered by {when}."
    return f"Goes to {named[1].full_name}, {_PARTS[named[0]]}, if nobody has {done} by {when}."


_PARTS = {
    "therapist": "therapist",
    "duty": "on duty",
    "supervisor": "supervisor",
    "manager": "service manager",
}
