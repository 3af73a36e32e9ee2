"""The master key, each client's key, and how long they stay open in memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from uuid import UUID

from django.conf import settings

from kinweave.core import key_files
from kinweave.vault import crypto
from kinweave.vault.models import Canary, ClientKey
from kinweave.web.prepared import Prepared

WAITING = "vault.key.new"
"""The file of the master key that is about to take the place of vault.key."""

_open: ContextVar[dict[UUID, bytes] | None] = ContextVar("open", default=None)
_masters: dict[Path, bytes] = {}
_row = Prepared(lambda client_id: ClientKey.objects.filter(pk=client_id), UUID)


class KeyDestroyed(crypto.Unreadable):
    """The client's key is gone; their words cannot be read by anyone any more."""


def master() -> bytes:
    """The service's master key, read once from its file."""
    folder = settings.KEYS_DIR
    if folder not in _masters:
        _masters[folder] = key_files.require(folder, "vault.key")
    return _masters[folder]


def renewed_master() -> bytes:
    """The master key that opens the canary now, which a change of key may have put in place of the one in memory.

    While a change is under way, or was killed half-way, the right key may still be in the file that waits.
    Raises crypto.Unreadable when neither file holds it.
    """
    folder, canary = settings.KEYS_DIR, Canary.objects.first()
    for name in ("vault.key", WAITING, "vault.key"):  # it may move while we look
        key = key_files.read(folder, name)
        if key is not None and (canary is None or _opens(canary, key)):
            _masters[folder] = key
            return key
    raise crypto.Unreadable(
        "vault.key is not the key these records were sealed with. Put the right key back."
    )


def forget_master() -> None:
    """Read the master key again at the next use (after it was changed)."""
    _masters.clear()


@contextmanager
def kept_open() -> Iterator[None]:
    """Within the block each client's key is fetched and unwrapped once. A block inside a block joins it."""
    opened = _open.get()
    token = _open.set({} if opened is None else opened)
    try:
        yield
    finally:
        _open.reset(token)


def of(client_id: UUID) -> bytes:
    """The data key of one client. Raises KeyDestroyed."""
    opened = _open.get()
    if opened is not None and client_id in opened:
        return opened[client_id]
    row = next(iter(_row(client_id)), None)
    if row is None:
        raise KeyDestroyed("There is no key for these words.")
    key = _unwrapped(row)
    if opened is not None:
        opened[client_id] = key
    return key


def _unwrapped(row: ClientKey) -> bytes:
    """Open a client's key, also when the master key was changed since this process read it."""
    try:
        return unwrap(row.client_id, row.wrapped, master())
    except crypto.Unreadable:
        fresh = ClientKey.objects.get(pk=row.pk)
        return unwrap(fresh.client_id, fresh.wrapped, renewed_master())


def open_for(client_ids: Iterable[UUID]) -> None:
    """Fetch the keys of many clients in one query; of use only within `kept_open`."""
    opened = _open.get()
    if opened is None:
        return
    missing = [client_id for client_id in client_ids if client_id not in opened]
    if missing:
        for row in ClientKey.objects.filter(pk__in=missing):
            opened[row.client_id] = _unwrapped(row)


def wrap(client_id: UUID, key: bytes, master_key: bytes) -> bytes:
    """Seal a client's key under the master key, bound to that client."""
    return crypto.seal(master_key, key, b"client-key:" + client_id.bytes)


def unwrap(client_id: UUID, wrapped: bytes | memoryview[int], master_key: bytes) -> bytes:
    """Open a client's key. Raises crypto.Unreadable under the wrong master key."""
    return crypto.unseal(master_key, wrapped, b"client-key:" + client_id.bytes)


def canary_sings() -> bool:
    """True when the master key opens the canary, or there is no canary yet."""
    canary = Canary.objects.first()
    return canary is None or _opens(canary, master())


def standing_master() -> bytes:
    """The master key to wrap a new key with. Within a transaction nobody can change it any more."""
    canary = Canary.objects.first()
    return master() if canary is None or _opens(canary, master()) else renewed_master()


def _opens(canary: Canary, key: bytes) -> bool:
    try:
        return crypto.unseal(key, canary.sealed, b"canary") == b"kinweave"
    except crypto.Unreadable:
        return False
