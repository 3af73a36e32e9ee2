"""Writing the safety plan."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from kinweave.audit import actions as audit
from kinweave.audit.acts import Act
from kinweave.core import clock
from kinweave.people.actions import Refused
from kinweave.people.models import Client, User
from kinweave.safety.models import SafetyPlan
from kinweave.safety.plan import Plan


class PlanChanged(Refused):
    """Somebody saved another version in the meantime; nothing was overwritten."""


def save_plan(*, client: Client, plan: Plan, seen_version: int, by: User) -> SafetyPlan:
    """Keep a new version of the plan. `seen_version` is the one that was changed, 0 for the first.

    Raises PlanChanged when another version was saved since; both are then shown to the writer.
    """
    latest = SafetyPlan.objects.filter(client=client).order_by("-version").first()
    if latest is not None and latest.steps == plan.to_json():
        return latest
    if (latest.version if latest else 0) != seen_version:
        raise PlanChanged(
            "This plan was changed while you were writing. Both are shown below; nothing is lost."
        )
    try:
        return _write(client, plan, seen_version + 1, by)
    except IntegrityError as error:
        raise PlanChanged(
            "This plan was changed at the same moment. Nothing is lost: send yours again."
        ) from error


@transaction.atomic
def _write(client: Client, plan: Plan, version: int, by: User) -> SafetyPlan:
    row = SafetyPlan.objects.create(
        service_id=client.service_id, client=client, created_at=clock.now(), created_by=by,
        version=version, steps=plan.to_json(),
    )  # fmt: skip
    audit.record(Act.SAFETY_PLAN_SAVED, by=by, on=row, reason=f"version {version}")
    return row
