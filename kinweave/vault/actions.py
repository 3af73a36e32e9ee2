"""Making, re-wrapping and destroying keys. What calls these records the act."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from django.db import transaction

from kinweave.vault import crypto, keys
from kinweave.vault.models import Canary, ClientKey

_BATCH = 2_000


@transaction.atomic
def create_key(*, client_id: UUID, service_id: UUID) -> None:
    """Give a new client a key of their own, in the transaction that adds the client."""
    ClientKey.objects.create(
        client_id=client_id,
        service_id=service_id,
        wrapped=keys.wrap(client_id, crypto.new_key(), keys.standing_master()),
    )


def hatch_canary() -> None:
    """Leave the proof of the master key, once, when the service is set up."""
    if not Canary.objects.exists():
        Canary.objects.create(sealed=crypto.seal(keys.master(), b"kinweave", b"canary"))


@transaction.atomic
def rewrap(*, old: bytes, new: bytes) -> int:
    """Put every client's key under a new master key; all or nothing. Returns how many."""
    count = 0
    for batch in _batches():
        for row in batch:
            row.wrapped = keys.wrap(row.client_id, keys.unwrap(row.client_id, row.wrapped, old), new)
        count += ClientKey.objects.bulk_update(batch, ["wrapped"])
    Canary.objects.update_or_create(pk=1, defaults={"sealed": crypto.seal(new, b"kinweave", b"canary")})
    return count


def _batches() -> Iterator[list[ClientKey]]:
    last: UUID | None = None
    while True:
        rows = ClientKey.objects.order_by("client_id")
        batch = list((rows.filter(client_id__gt=last) if last else rows)[:_BATCH])
        if not batch:
            return
        last = batch[-1].client_id
        yield batch


def destroy_key(*, client_id: UUID) -> None:
    """Destroy a client's key; nothing sealed under it can be read again."""
    ClientKey.objects.filter(pk=client_id).delete()
