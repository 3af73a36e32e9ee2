"""Reading safety plans."""

from __future__ import annotations

from django.db.models import QuerySet

from kinweave.people.models import Client, User
from kinweave.safety.models import SafetyPlan
from kinweave.safety.plan import Plan


def latest_plan(client: Client) -> SafetyPlan | None:
    """The plan that holds, of a client the reader was already allowed to see; None when nothing was written."""
    return SafetyPlan.objects.filter(client=client).select_related("created_by").order_by("-version").first()


def plan_of(client: Client) -> Plan:
    """The six steps that hold, for showing at once in a crisis; empty steps when nothing was written."""
    row = latest_plan(client)
    return Plan.from_json(row.steps) if row is not None else Plan()


def plan_versions(user: User, client: Client) -> QuerySet[SafetyPlan]:
    """Every version that `user` may see, latest first."""
    return (
        SafetyPlan.objects.visible_to(user)
        .filter(client=client)
        .select_related("created_by")
        .order_by("-version")
    )
