"""Writing many rows at once: prepared statements on SQLite, COPY on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper


@dataclass(frozen=True)
class Table:
    """A table and the fields that each row of an insert holds, in order. Every field but a counted id is there."""

    model: type[models.Model]
    fields: tuple[str, ...]

    def __post_init__(self) -> None:
        wanted = {
            each.name
            for each in self.model._meta.concrete_fields
            if not isinstance(each, models.AutoField | models.BigAutoField)
        }
        if wanted != set(self.fields):
            raise ValueError(
                f"{self.model.__name__} has the fields {sorted(wanted)}, not {sorted(self.fields)}"
            )

    @property
    def name(self) -> str:
        return self.model._meta.db_table

    @property
    def columns(self) -> list[str]:
        return [str(self.model._meta.get_field(field).column) for field in self.fields]  # type: ignore[union-attr]


def insert(connection: BaseDatabaseWrapper, table: Table, rows: Iterable[tuple[Any, ...]]) -> None:
    """Write `rows` as they are: values as the database keeps them, in the order of the table's fields."""
    quoted = ", ".join(connection.ops.quote_name(column) for column in table.columns)
    name = connection.ops.quote_name(table.name)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {name} ({quoted}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            return
        marks = ", ".join(["?"] * len(table.columns))
        sql = f"INSERT INTO {name} ({quoted}) VALUES ({marks})"  # noqa: S608 - names of our own tables
        cursor.cursor.connection.executemany(sql, rows)


@contextmanager
def fast_writing(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """On SQLite, leave safety against power cuts and the check of references aside while a service is made.

    Neither can be changed inside a transaction; there, both stay.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous=OFF")
        cursor.execute("PRAGMA cache_size=-400000")
        cursor.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA foreign_keys=ON")
            cursor.execute("PRAGMA cache_size=-32000")
            cursor.execute("PRAGMA synchronous=FULL")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
