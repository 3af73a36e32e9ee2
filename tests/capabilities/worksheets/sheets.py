"""Filled-in worksheets for tests: any definition, any clean entry of it, and how a browser posts it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.http import QueryDict
from hypothesis import strategies as st

from kinweave.core.drawings import HEIGHT, WIDTH
from kinweave.core.worksheets import Column, WorksheetDefinition, WorksheetField
from kinweave.shelf.queries import library
from kinweave.worksheets.forms import ROWS, Known

KNOWN = Known((("p1", "Isla"), ("p2", "Kate")), (("e1", "Moved to Norwich, 2026"),))
CODES = sorted(each.code for each in library().all(WorksheetDefinition))
_words = st.text(
    alphabet=st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=40
).map(str.strip).filter(bool)  # fmt: skip


def sheet(code: str) -> WorksheetDefinition:
    """A worksheet of the library."""
    return library().get(WorksheetDefinition, code)


def entries_of(definition: WorksheetDefinition) -> st.SearchStrategy[dict[str, Any]]:
    """Clean entries of a worksheet; any field may be left out."""
    return st.fixed_dictionaries(
        {}, optional={each.code: _field(definition, each) for each in definition.fields}
    )


def _field(definition: WorksheetDefinition, each: WorksheetField) -> st.SearchStrategy[Any]:
    if each.kind in ROWS:
        columns = definition.columns_of(each.code)
        row = st.fixed_dictionaries({}, optional={column.code: _one(column) for column in columns}).filter(
            bool
        )
        return st.lists(row, min_size=1, max_size=min(3, each.max_rows))
    if each.kind == "drawing":
        return drawings()
    if each.kind == "list":
        return st.lists(_words, min_size=1, max_size=min(4, each.max_rows))
    if each.kind == "people":
        return st.sets(st.sampled_from(["p1", "p2"]), min_size=1).map(sorted)
    if each.kind == "multi_choice":
        values = [choice.value for choice in each.choices]
        chosen = st.sets(st.sampled_from(values), min_size=1)
        return chosen.map(lambda some: [value for value in values if value in some])
    return _one(each)


def drawings() -> st.SearchStrategy[dict[str, Any]]:
    """Drawings with lines, with words, or with both."""
    point = st.tuples(st.integers(0, WIDTH), st.integers(0, HEIGHT))
    line = st.lists(point, min_size=1, max_size=6).map(
        lambda points: [part for one in points for part in one]
    )
    parts = {"strokes": st.lists(line, min_size=1, max_size=4), "words": _words}
    return st.fixed_dictionaries({}, optional=parts).filter(bool)


def _one(each: WorksheetField | Column) -> st.SearchStrategy[Any]:
    kinds: dict[str, st.SearchStrategy[Any]] = {
        "scale": st.integers(0, 10), "yes_no": st.booleans(), "person": st.sampled_from(["p1", "p2"]),
        "event": st.just("e1"), "date": st.dates(date(1950, 1, 1), date(2030, 1, 1)).map(date.isoformat),
    }  # fmt: skip
    if each.kind == "choice":
        return st.sampled_from([choice.value for choice in each.choices])
    return kinds.get(each.kind, _words)


def posted(definition: WorksheetDefinition, values: dict[str, Any], prefix: str = "") -> QueryDict:
    """The entry as a browser would send it back from our form."""
    post = QueryDict(mutable=True)
    for each in definition.fields:
        for name, sent in _names(each, values.get(each.code)):
            post.setlist(f"{prefix}{name}", sent if isinstance(sent, list) else [_sent(sent)])
    return post


def _names(each: WorksheetField, value: Any) -> Iterator[tuple[str, Any]]:
    """The names of the controls of one field, and what each sends."""
    if value is None:
        return
    if each.kind in ROWS:
        rows = enumerate(value)
        yield from (
            (f"{each.code}.{place}.{column}", cell) for place, row in rows for column, cell in row.items()
        )
    elif each.kind == "list":
        yield from ((f"{each.code}.{place}", line) for place, line in enumerate(value))
    elif each.kind == "drawing":
        yield from (
            (f"{each.code}.{part}", json.dumps(it) if part == "strokes" else it) for part, it in value.items()
        )
    else:
        yield each.code, value


def _sent(value: Any) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
