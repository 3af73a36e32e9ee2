"""What a client agrees to, and how they can be reached."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from kinweave.audit import actions as audit
from kinweave.audit.acts import Act
from kinweave.core import clock
from kinweave.people.actions.refused import Refused
from kinweave.people.models import Client, Consent, ConsentScope, ContactDetails, User


@transaction.atomic
def give_consent(*, client: Client, scope: ConsentScope, wording: str, by: User) -> Consent:
    """Record a consent with the version of the words that were shown."""
    now = clock.now()
    consent = Consent.objects.create(
        service_id=client.service_id,
        client=client,
        scope=scope,
        wording=wording,
        given_at=now,
        created_at=now,
        created_by=by,
    )
    audit.record(Act.CONSENT_GIVEN, by=by, on=consent, reason=scope)
    return consent


@transaction.atomic
def withdraw_consent(*, consent: Consent, by: User) -> Consent:
    """Take a consent back. What was done under it stays in the record; done twice, the first time counts."""
    row = Consent.objects.select_for_update().get(pk=consent.pk)
    if row.withdrawn_at is None:
        row.withdrawn_at = clock.now()
        row.save(update_fields=["withdrawn_at"])
        audit.record(Act.CONSENT_WITHDRAWN, by=by, on=row, reason=row.scope)
    return row


class ChangedMeanwhile(Refused):
    """The contact details were changed after the writer read them. `row` is as it stands; nothing was written."""

    def __init__(self, row: ContactDetails) -> None:
        super().__init__(
            "Somebody changed these details while you were writing. Both are below. "
            "Put together what is right, then save again."
        )
        self.row = row


@transaction.atomic
def save_contact_details(*, client: Client, values: Mapping[str, object], by: User) -> ContactDetails:
    """Record how to reach a client, or confirm it anew. `values` holds fields of ContactDetails."""
    return _write(_details(client, by), values, by)


@transaction.atomic
def change_contact_details(
    *, client: Client, values: Mapping[str, object], seen: int, by: User
) -> ContactDetails:
    """The same from a page that showed all of it: `seen` is the version read, raises ChangedMeanwhile otherwise."""
    row = _details(client, by)
    if row.version != seen:
        raise ChangedMeanwhile(row)
    return _write(row, values, by)


def _details(client: Client, by: User) -> ContactDetails:
    """The client's one row, locked; a new one of version 0 when there is none yet."""
    Client.objects.select_for_update().get(pk=client.pk)
    now: datetime = clock.now()
    return ContactDetails.objects.filter(client=client).first() or ContactDetails(
        service_id=client.service_id, client=client, created_at=now, created_by=by, version=0
    )


def _write(row: ContactDetails, values: Mapping[str, object], by: User) -> ContactDetails:
    for field, value in values.items():
        setattr(row, field, value)
    row.confirmed_at = clock.now()
    row.version += 1
    row.save()
    audit.record(Act.CONTACT_CHANGED, by=by, on=row)
    return row
