"""A database promises no order that was not asked for: in tests it really comes in none.

SQLite gives rows back as they were written, PostgreSQL mostly does too, until a row is changed. What counts on
that breaks on a busy day. Here every query without an order is shaken, by the name of the test, so that a
failure is there again when the test is run again.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from django.db.models import QuerySet

fetch, take, stream = QuerySet._fetch_all, QuerySet.__getitem__, QuerySet.iterator


def loose(rows: QuerySet[Any]) -> bool:
    """Whether nobody asked these rows to come in an order."""
    return not rows.ordered and not rows.query.is_sliced and not rows.query.combinator


@contextmanager
def shaken(seed: str) -> Iterator[None]:
    """Queries without an order answer in another one; the same seed gives the same one."""
    chance = random.Random(seed)

    def fetch_all(rows: QuerySet[Any]) -> None:
        fresh = rows._result_cache is None
        fetch(rows)
        if fresh and loose(rows) and isinstance(rows._result_cache, list):
            chance.shuffle(rows._result_cache)

    def getitem(rows: QuerySet[Any], key: int | slice) -> Any:
        shuffled = rows._result_cache is None and loose(rows)
        return take(rows.order_by("?") if shuffled else rows, key)

    def iterator(rows: QuerySet[Any], chunk_size: int | None = None) -> Iterator[Any]:
        found = stream(rows, chunk_size)
        if not loose(rows):
            return found
        shuffled = list(found)
        chance.shuffle(shuffled)
        return iter(shuffled)

    with (
        patch.object(QuerySet, "_fetch_all", fetch_all),
        patch.object(QuerySet, "__getitem__", getitem),
        patch.object(QuerySet, "iterator", iterator),
    ):
        yield
