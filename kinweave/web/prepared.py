"""A query that every page asks is written out in SQL once for each process, and only run after that.

Building a query and writing its SQL takes Django several times as long as running it. The shape of a
prepared query never changes; the values in it do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import connection, models
from django.db.models.query import ModelIterable, get_related_populators

_UUID = "7e3f0c52-1d5a-4b0e-9d0c-{:012x}"
_DAY = datetime(1007, 1, 1, tzinfo=UTC)
_IDS, _TIMES = models.UUIDField[Any, Any](), models.DateTimeField[Any, Any]()
Value = UUID | datetime


@dataclass(frozen=True)
class _Written:
    """A query in SQL, with the places of its values and the ways to read a row."""

    sql: str
    params: tuple[Any, ...]
    places: dict[Any, int]  # what stands for a value, as the database takes it, to the value's place
    read: Callable[[Iterable[Any]], Iterator[Any]]


class Prepared:
    """`Prepared(build, UUID, datetime)(client_id, now)` gives the rows of `build(client_id, now)`.

    `build` must make the same query whatever the values are, and use each value unchanged. Its rows are
    models (also with `select_related`, `defer` and annotations) or tuples of `values_list`.
    """

    def __init__(self, build: Callable[..., models.QuerySet[Any, Any]], *kinds: type[Value]) -> None:
        self._build, self._kinds = build, kinds
        self._written: dict[str, _Written] = {}

    def __call__(self, *values: Value) -> list[Any]:
        vendor = connection.vendor
        written = self._written.get(vendor) or self._written.setdefault(vendor, self._write())
        given = [_adapted(kind, value) for kind, value in zip(self._kinds, values, strict=True)]
        params = [given[written.places[one]] if one in written.places else one for one in written.params]
        with connection.cursor() as cursor:
            cursor.execute(written.sql, params)
            return list(written.read(cursor.fetchall()))

    def _write(self) -> _Written:
        stand_ins = [_stand_in(kind, number) for number, kind in enumerate(self._kinds)]
        rows = self._build(*stand_ins)
        compiler = rows.query.get_compiler(using=rows.db)
        sql, params = compiler.as_sql()
        adapted = [_adapted(kind, one) for kind, one in zip(self._kinds, stand_ins, strict=True)]
        return _Written(
            sql, tuple(params), {one: place for place, one in enumerate(adapted)}, _reader(rows, compiler)
        )


def _stand_in(kind: type[Value], number: int) -> Value:
    return UUID(_UUID.format(number)) if kind is UUID else _DAY.replace(day=number + 1)


def _adapted(kind: type[Value], value: Value) -> Any:
    """The value as a field of its kind gives it to the database."""
    return (_IDS if kind is UUID else _TIMES).get_db_prep_value(value, connection)


def _reader(rows: models.QuerySet[Any, Any], compiler: Any) -> Callable[[Iterable[Any]], Iterator[Any]]:
    select = compiler.select[0 : compiler.col_count]
    converters = compiler.get_converters([column[0] for column in select])

    def converted(rows: Iterable[Any]) -> Iterable[Any]:
        return compiler.apply_converters(rows, converters) if converters else rows

    if rows._iterable_class is not ModelIterable:
        return lambda rows: map(tuple, converted(rows))
    return _models(compiler, converted)


def _models(
    compiler: Any, converted: Callable[[Iterable[Any]], Iterable[Any]]
) -> Callable[[Iterable[Any]], Iterator[Any]]:
    """Rows into models, as `ModelIterable` does it."""
    info, database = compiler.klass_info, compiler.using or "default"
    columns = info["select_fields"]
    first, last = columns[0], columns[-1] + 1
    names = [column[0].target.attname for column in compiler.select[first:last]]
    populators = get_related_populators(info, compiler.select, database)  # type: ignore[call-arg]

    def read(rows: Iterable[Any]) -> Iterator[Any]:
        for row in converted(rows):
            made = info["model"].from_db(database, names, row[first:last])
            for populator in populators:
                populator.populate(row, made)
            for name, place in compiler.annotation_col_map.items():
                setattr(made, name, row[place])
            yield made

    return read
