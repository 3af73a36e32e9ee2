"""Raising an alert, in the transaction of the answer that calls for it (S-41)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction

from kinweave.audit import actions as audit
from kinweave.audit.acts import Act
from kinweave.core import clock
from kinweave.people.models import Client, User
from kinweave.safety import tiers
from kinweave.safety.actions.steps import keep_steps, notify, step
from kinweave.safety.models import Alert, AlertStep, Kind, Safe, Tier
from kinweave.safety.queries.chain import Chains
from kinweave.web.prepared import Prepared

REPLY = "own-words-on-safety"
"""The flag of a client who says by themselves that they are not safe, or asks for their therapist."""

_TIER_OF_REPLY = {Safe.NO: Tier.NOW, Safe.UNSURE: Tier.TODAY, Safe.YES: Tier.NEXT_WORKING_DAY}


@transaction.atomic(savepoint=False)
def raise_alert(
    *,
    client: Client,
    flag_code: str,
    tier: str,
    source_type: str,
    source_id: UUID | str,
    by: User | None,
    summary: str,
    client_is_held: bool = False,
) -> Alert:
    """Give an answer that a person must look at its owner and its clock, or add it to the open alert of the same flag.

    Call it in the transaction of the answer: if it fails, the answer is not taken either. `tier` is a tier of the
    flag's definition. `summary` continues the client's name ("answered 2 on the safety item; it was 0 last week.").
    The source (type and id) says where it was answered; the same one again adds nothing, unless it now asks for a
    sooner answer. `client_is_held` says that this transaction has locked the client's row already.
    """
    if not client_is_held:
        _one_at_a_time(client)
    alert = next((each for each in _open_of(client.pk) if each.flag_code == flag_code), None)
    if alert is None:
        return _new(client, flag_code, Tier(tier), source_type, str(source_id), by, summary)
    alert.client = client
    return _add(alert, Tier(tier), source_type, str(source_id), by, summary)


_open_of = Prepared(
    lambda client_id: Alert.objects.open().filter(client=client_id).select_related("owner"), UUID
)


def _new(
    client: Client,
    flag_code: str,
    tier: Tier,
    source_type: str,
    source_id: str,
    by: User | None,
    summary: str,
) -> Alert:
    now = clock.now()
    chain = Chains(client.service, [client.pk])
    alert = Alert(
        service_id=client.service_id, client=client, created_at=now, created_by=by, flag_code=flag_code, tier=tier,
        summary=summary, source_type=source_type, source_id=source_id, raised_at=now, last_raised_at=now,
        owner=chain.owner(client.pk),
    )  # fmt: skip
    _start_clock(alert, now)
    alert.save(force_insert=True)
    raised = step(alert, Kind.RAISED, by=by, to=alert.owner, part="owner", note=summary)
    audit.record(Act.ALERT_RAISED, by=by, on=alert, reason=f"{flag_code}: answer {tier.label.lower()}")
    _tell_at_once(alert, chain, raised)
    return alert


def _start_clock(alert: Alert, now: datetime) -> None:
    hours = tiers.hours_of(alert.client.service)
    alert.due_at = tiers.due(alert.tier, now, hours)
    alert.contact_due_at = tiers.contact_due(alert.tier, now, hours)
    alert.next_step_at = tiers.next_pass_on(alert.tier, 0, alert.due_at, hours)
    alert.steps_taken = 0
    alert.acknowledged_at = alert.acknowledged_by = alert.snoozed_until = None


def _tell_at_once(alert: Alert, chain: Chains, first: AlertStep) -> None:
    """Keep the line that says why, and tell everybody concerned, each once."""
    told = {
        user: person
        for person in reversed(tiers.response(alert.tier).tell)
        for user in chain.people(alert.client_id, person)
        if user != alert.owner
    }
    others = [step(alert, Kind.TOLD, by=None, to=user, part=part) for user, part in reversed(told.items())]
    keep_steps([first, *others])
    notify(alert, *([alert.owner] if alert.owner else []), *(each.to for each in others if each.to))


def _add(alert: Alert, tier: Tier, source_type: str, source_id: str, by: User | None, summary: str) -> Alert:
    same = (alert.source_type, alert.source_id) == (source_type, source_id)
    if same and not tier.sooner_than(Tier(alert.tier)):
        return alert
    tell_again = _run_again(alert, tier)
    alert.summary, alert.source_type, alert.source_id = summary, source_type, source_id
    alert.merged_count += 1
    _keep_added(alert, Kind.ADDED, summary, by, tell_again)
    return alert


def _run_again(alert: Alert, tier: Tier) -> bool:
    """Let the clock run for a further answer. True when people have to be told anew."""
    now = clock.now()
    sooner = tier.sooner_than(Tier(alert.tier))
    anew = sooner or alert.acknowledged_at is not None or alert.decided_at is not None
    alert.tier = tier if sooner else alert.tier
    alert.last_raised_at = now
    alert.version += 1
    if anew:
        _start_clock(alert, now)
    return anew


def _keep_added(alert: Alert, kind: Kind, note: str, by: User | None, tell_again: bool) -> None:
    alert.save()
    added = step(alert, kind, by=by, to=alert.owner, part="owner", note=note)
    audit.record(Act.ALERT_ADDED_TO, by=by, on=alert, reason=f"answer {Tier(alert.tier).label.lower()}")
    if tell_again:
        _tell_at_once(alert, Chains(alert.client.service, [alert.client_id]), added)
    else:
        keep_steps([added])


@transaction.atomic
def record_reply(*, client: Client, safe: str, whereabouts: str, words: str, by: User) -> Alert:
    """Keep the client's own answer to "are you safe, and where are you?", and see that somebody answers it.

    It joins the latest open alert if there is one; "not sure" and "no" make it sooner.
    """
    reply = Safe(safe)
    _one_at_a_time(client)
    alert = Alert.objects.open().filter(client=client).order_by("-last_raised_at").first()
    said = f"was asked “Are you safe?” and answered “{reply.label}”."
    if alert is None:
        alert = _new(client, REPLY, _TIER_OF_REPLY[reply], "reply", str(uuid4()), by, said)
    alert.client = client
    alert.safe, alert.whereabouts = reply, whereabouts or alert.whereabouts
    note = "\n".join(part for part in (reply.label, words) if part)
    _keep_added(alert, Kind.SAID, note, by, _run_again(alert, _TIER_OF_REPLY[reply]))
    return alert


def _one_at_a_time(client: Client) -> None:
    """Two answers of one client at the same moment: the second waits for the first."""
    Client.objects.select_for_update().values_list("pk").get(pk=client.pk)
