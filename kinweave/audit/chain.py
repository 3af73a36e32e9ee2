"""The chain of seals: each event's seal is an HMAC over its own fields and the seal before it."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db.models import Model

from kinweave.audit.models import Event
from kinweave.core import key_files

FIRST = b"\0" * 32
_FIELDS = (
    "act", "actor_id", "actor_name", "service_id", "client_id", "object_type", "object_id", "reason", "origin",
)  # fmt: skip


@dataclass(frozen=True)
class Break:
    """Where the chain does not hold."""

    event_id: int
    why: str


@cache
def _key(folder: Path) -> bytes:
    return key_files.require(folder, "audit.key")


def seal(event: Event, before: bytes) -> bytes:
    """The seal of `event` (32 bytes), given the seal of the event before it."""
    content = [event.at.isoformat()] + [str(getattr(event, field) or "") for field in _FIELDS]
    if event.stands is not None:
        content.append(bytes(event.stands).hex())
    message = before + json.dumps(content, ensure_ascii=False).encode()
    return hmac.new(_key(settings.KEYS_DIR), message, hashlib.sha256).digest()


def print_of(row: Model) -> bytes:
    """The print (32 bytes) of a row as it stands in the database: an HMAC over the fields it names in SIGNED."""
    stored = type(row)._base_manager.get(pk=row.pk)
    content = {name: getattr(stored, name) for name in type(row).SIGNED}  # type: ignore[attr-defined]
    message = json.dumps(content, ensure_ascii=False, sort_keys=True, default=str).encode()
    return hmac.new(_key(settings.KEYS_DIR), b"print:" + message, hashlib.sha256).digest()


def breaks(events: Iterable[Event], *, before: bytes = FIRST) -> Iterable[Break]:
    """Walk `events` in order of id and yield each place where one was changed, added or taken out.

    A tail that was cut off leaves no trace here: compare the last seal with a head kept elsewhere.
    """
    for event in events:
        if bytes(event.seal) != seal(event, before):
            yield Break(event.id, "it was changed, or the one before it is missing")
        before = bytes(event.seal)
