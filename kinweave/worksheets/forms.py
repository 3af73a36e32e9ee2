"""One form for every worksheet: reads what was posted, checks it, and lays out its fields for a template.

Names in the form: `code` for one answer, `code.0` for a line of a list, `code.0.column` for a cell,
`code.strokes` and `code.words` for a drawing. Rows are counted from 0 and may have gaps; the server takes
any number up to the field's own limit.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from kinweave.core.entries import Cleaned, EntryProblem, EntryProblems, check_entry
from kinweave.core.worksheets import WorksheetDefinition, WorksheetField

ROWS = frozenset({"table", "dialogue"})
MANY = frozenset({"multi_choice", "people"})
MOST_ROWS_READ = 200
Named = tuple[str, str]
"""A reference and what is read for it: (id, name)."""


@dataclass(frozen=True)
class Known:
    """What references on a worksheet may point to: people of the inventory, events of the timeline."""

    people: tuple[Named, ...] = ()
    events: tuple[Named, ...] = ()

    def of(self, kind: str) -> tuple[Named, ...]:
        """The references a field of that kind may hold."""
        return self.events if kind == "event" else self.people if kind in {"person", "people"} else ()


def read_post(
    definition: WorksheetDefinition, post: QueryDict, *, private: bool, prefix: str = ""
) -> dict[str, Any]:
    """Raw answers as posted. Private fields are read only from a page that may show them.

    `prefix` stands before every name when the sheet is part of a larger form.
    """
    fields = definition.fields if private else definition.shown_to_client()
    own = post if not prefix else _without_prefix(post, prefix)
    return {each.code: _read(definition, each, own) for each in fields}


def _without_prefix(post: QueryDict, prefix: str) -> QueryDict:
    own = QueryDict(mutable=True)
    for name in post:
        if name.startswith(prefix):
            own.setlist(name.removeprefix(prefix), post.getlist(name))
    return own


def without_row(raw: dict[str, Any], named: str) -> dict[str, Any]:
    """The answers without one row, named as the button that removes it: "turns.2"."""
    code, _, place = named.partition(".")
    rows = raw.get(code)
    if not isinstance(rows, list) or not place.isdigit() or int(place) >= len(rows):
        return raw
    return {**raw, code: [row for number, row in enumerate(rows) if number != int(place)]}


def check(
    definition: WorksheetDefinition,
    raw: Mapping[str, Any],
    known: Known,
    stored: Mapping[str, Any],
    *,
    draft: bool = True,
) -> Cleaned | EntryProblems:
    """Clean values, or everything that is wrong. A reference must be known, or have stood there before."""
    cleaned = check_entry(definition, raw, draft=draft)
    if isinstance(cleaned, EntryProblems):
        return cleaned
    strange = _strange(definition, cleaned, known, _references(definition, stored))
    return EntryProblems(tuple(strange)) if strange else cleaned


def _strange(
    definition: WorksheetDefinition, values: Cleaned, known: Known, before: Collection[str]
) -> list[EntryProblem]:
    return [
        EntryProblem(path, "Please choose from the list.")
        for path, kind, value in _referring(definition, values)
        if value not in before and value not in {each for each, _ in known.of(kind)}
    ]


def _references(definition: WorksheetDefinition, values: Mapping[str, Any]) -> set[str]:
    return {value for _, _, value in _referring(definition, values)}


def _referring(definition: WorksheetDefinition, values: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """Every reference in an entry: its path, the kind of field, and the reference."""
    found: list[tuple[str, str, str]] = []
    for each in definition.fields:
        value = values.get(each.code)
        if each.kind in {"person", "event"} and value:
            found.append((each.code, each.kind, str(value)))
        elif each.kind == "people":
            found += [(each.code, "people", str(one)) for one in value or ()]
        elif each.kind in ROWS:
            for place, row in enumerate(value or ()):
                found += [
                    (f"{each.code}.{place}.{column.code}", column.kind, str(row[column.code]))
                    for column in definition.columns_of(each.code)
                    if column.kind in {"person", "event"} and row.get(column.code)
                ]
    return found


def _read(definition: WorksheetDefinition, each: WorksheetField, post: QueryDict) -> Any:
    if each.kind in MANY:
        return post.getlist(each.code)
    if each.kind == "drawing":
        return {part: post.get(f"{each.code}.{part}", "") for part in ("strokes", "words")}
    if each.kind == "list":
        return [post.get(f"{each.code}.{place}", "") for place in _places(post, each.code, "")]
    if each.kind in ROWS:
        columns = [column.code for column in definition.columns_of(each.code)]
        return [
            {column: post.get(f"{each.code}.{place}.{column}", "") for column in columns}
            for place in _places(post, each.code, r"\.[a-z0-9_]+")
        ]
    return post.get(each.code, "")


def _places(post: QueryDict, code: str, rest: str) -> list[int]:
    pattern = re.compile(rf"{re.escape(code)}\.([0-9]{{1,4}}){rest}\Z")
    found = {int(match.group(1)) for name in post if (match := pattern.match(name))}
    return sorted(found)[:MOST_ROWS_READ]
