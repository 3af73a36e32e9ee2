"""Setting up a service, and what it says of itself."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db import transaction

from kinweave.audit import actions as audit
from kinweave.audit.acts import Act
from kinweave.core import clock
from kinweave.core.crisis_lines import CrisisLines, lines_for
from kinweave.people.actions.refused import Refused
from kinweave.people.models import Service, User
from kinweave.shelf.queries import library
from kinweave.vault import actions as vault


@transaction.atomic
def create_service(
    *, name: str, country: str = "GB", time_zone: str = "Europe/London", by: User | None = None
) -> Service:
    """Set up a service (tenant), and the proof of the master key with the first one."""
    vault.hatch_canary()
    service = Service.objects.create(name=name, country=country, time_zone=time_zone)
    audit.record(Act.SERVICE_CREATED, by=by, on=service, service_id=service.id)
    return service


@transaction.atomic
def change_service(*, service: Service, values: Mapping[str, object], by: User) -> None:
    """Set what a service says of itself. `values` holds fields of Service.

    In another country other numbers are shown: nobody has confirmed those yet.
    """
    before = Service.objects.select_for_update().values_list("country", flat=True).get(pk=service.pk)
    changed = dict(values)
    if changed.get("country", before) != before:
        changed |= {"crisis_lines_confirmed_on": None, "crisis_lines_confirmed": ""}
    for field, value in changed.items():
        setattr(service, field, value)
    service.save(update_fields=list(changed))
    audit.record(
        Act.SERVICE_CHANGED, by=by, on=service, service_id=service.id, reason=", ".join(sorted(changed))
    )


@transaction.atomic
def confirm_crisis_lines(*, service: Service, on: date, by: User, seen: str | None = None) -> None:
    """Note the day on which somebody rang the country's crisis lines and found them right, and which these were.

    `seen` is the mark of the list they rang from. Raises Refused for a day to come, and for a list that has changed.
    """
    if on > clock.today(service.zone):
        raise Refused("This day lies ahead. Give the day on which the lines were rung.")
    numbers = lines_for(library().all(CrisisLines), service.country).numbers
    if seen is not None and seen != numbers:
        raise Refused("The numbers have changed since you opened this page. Look at the list again.")
    service.crisis_lines_confirmed_on, service.crisis_lines_confirmed = on, numbers
    service.save(update_fields=["crisis_lines_confirmed_on", "crisis_lines_confirmed"])
    audit.record(
        Act.SERVICE_CHANGED, by=by, on=service, service_id=service.id, reason="crisis lines confirmed"
    )
