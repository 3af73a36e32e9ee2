"""Filled-in worksheets for tests: any definition, any clean entry of it, and how a browser posts it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import QueryDict
from hypothesis import strategies as st

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
    if each.kind == "list":
        return st.lists(_words, min_size=1, max_size=min(4, each.max_rows))
    if each.kind == "people":
        return st.sets(st.sampled_from(["p1", "p2"]), min_size=1).map(sorted)
    if each.kind == "multi_choice":
        values = [choice.value for choice in each.choices]
        chosen = st.sets(st.sampled_from(values), min_size=1)
        return chosen.map(lambda some: [value for value in values if value in some])
    return _one(each)


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
        value = values.get(each.code)
        if value is None:
            continue
        if each.kind in ROWS:
            for place, row in enumerate(value):
                for column, cell in row.items():
                    post[f"{prefix}{each.code}.{place}.{column}"] = _sent(cell)
        elif each.kind == "list":
            for place, line in enumerate(value):
                post[f"{prefix}{each.code}.{place}"] = line
        elif isinstance(value, list):
            post.setlist(f"{prefix}{each.code}", value)
        else:
            post[f"{prefix}{each.code}"] = _sent(value)
    return post


def _sent(value: Any) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
