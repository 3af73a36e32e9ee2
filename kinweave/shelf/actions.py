"""Freezing: the only way a definition enters the database."""

from __future__ import annotations

from functools import cache
from uuid import UUID

from django.db import transaction

from kinweave.core import clock
from kinweave.core.definitions import Definition
from kinweave.core.library import definition_json, definition_sha256, kind_of
from kinweave.shelf.models import FrozenDefinition

_sha256 = cache(definition_sha256)
_known: dict[str, UUID] = {}
_fresh: set[str] = set()  # frozen by this process, perhaps in a transaction that is still to be undone


def freeze(definition: Definition) -> UUID:
    """Keep a definition word for word on its first use; the id of the kept copy every time after.

    Not an act on anybody's record, so it is not audited; the content names itself by its hash.
    """
    sha256 = _sha256(definition)
    if sha256 in _known:
        return _known[sha256]
    frozen, is_new = FrozenDefinition.objects.get_or_create(
        sha256=sha256,
        defaults={
            "kind": kind_of(type(definition)), "code": definition.code, "version": definition.version,
            "content": definition_json(definition), "frozen_at": clock.now(),
        },
    )  # fmt: skip
    if is_new:
        _fresh.add(sha256)
    if sha256 in _fresh:
        transaction.on_commit(lambda: _remember(sha256, frozen.id))
    else:
        _remember(sha256, frozen.id)
    return frozen.id


def _remember(sha256: str, kept: UUID) -> None:
    _known[sha256] = kept
    _fresh.discard(sha256)


def forget() -> None:
    """Forget which definitions are known to be kept (after the database was changed underneath)."""
    _known.clear()
    _fresh.clear()
