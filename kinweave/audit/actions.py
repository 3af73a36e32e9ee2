"""The only writer of the audit."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Protocol
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Model

from kinweave.audit import chain
from kinweave.audit.acts import Act
from kinweave.audit.models import Event
from kinweave.core import clock
from kinweave.web.prepared import Prepared

origin: ContextVar[str] = ContextVar("origin", default="")
_waiting: ContextVar[list[Event] | None] = ContextVar("waiting", default=None)

_CHAIN_LOCK = 0x4B57_0001  # PostgreSQL's advisory lock; SQLite's write lock does the same


class Actor(Protocol):
    """Whoever acts: an account, or the software itself (None)."""

    id: UUID
    service_id: UUID

    @property
    def full_name(self) -> str: ...


def record(
    act: Act,
    *,
    by: Actor | None,
    on: Model | None = None,
    client_id: UUID | None = None,
    service_id: UUID | None = None,
    reason: str = "",
    final: bool = False,
) -> Event:
    """Append one event, in the transaction of the act itself.

    `client_id` says whose record it is; without it, it is taken from `on`. With `final` the event also holds the
    print of the fields that `on` names in SIGNED, so that a later change of them shows.
    """
    event = Event(
        at=clock.now(),
        act=act,
        actor_id=by.id if by else None,
        actor_name=by.full_name if by else "Kinweave",
        service_id=service_id or (by.service_id if by else getattr(on, "service_id", None)),
        client_id=client_id or getattr(on, "client_id", None),
        object_type=on._meta.label_lower if on is not None else "",
        object_id=str(on.pk) if on is not None else "",
        reason=reason[:300],
        origin=origin.get(),
        stands=chain.print_of(on) if final and on is not None else None,
    )
    if (waiting := _waiting.get()) is not None:
        waiting.append(event)
    else:
        _append([event])
    return event


@contextmanager
def together() -> Iterator[None]:
    """One transaction whose events join the chain at its end, all at once and in their order.

    An act of several parts then reads the end of the chain once. If anything fails, neither the acts nor their
    events are kept; so nothing inside may undo a part of it and go on. A block inside a block joins it.
    """
    if _waiting.get() is not None:
        yield
        return
    events: list[Event] = []
    token = _waiting.set(events)
    try:
        with transaction.atomic():
            yield
            _append(events)
    finally:
        _waiting.reset(token)


def _append(events: list[Event]) -> None:
    if not events:
        return
    with transaction.atomic():
        before = _last_seal()
        for event in events:
            before = event.seal = chain.seal(event, before)
        Event.objects.bulk_create(events)


def _last_seal() -> bytes:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_CHAIN_LOCK])
    last = next(iter(_last()), None)
    return bytes(last[0]) if last is not None else chain.FIRST


_last = Prepared(lambda: Event.objects.order_by("-id").values_list("seal")[:1])
