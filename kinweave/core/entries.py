"""Checking what somebody wrote on a worksheet, and saying in plain words what is wrong with it."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from kinweave.core.days import read_day
from kinweave.core.drawings import DrawingError, read_lines
from kinweave.core.worksheets import TURN, Column, WorksheetDefinition, WorksheetField

TEXT_LIMIT = 500
LONG_TEXT_LIMIT = 10_000
ENTRY_LIMIT_BYTES = 100_000
_REFERENCE = re.compile(r"[0-9A-Za-z-]{1,64}\Z")
_YES, _NO = {"yes", "true", "on", "1"}, {"no", "false", "off", "0"}

Cleaned = dict[str, Any]
"""Field code → str, int, bool, list of str, list of rows, or a drawing; fields left empty are absent.

A drawing is a mapping of `strokes` (see `kinweave.core.drawings`) and `words`, each only when there are any."""


@dataclass(frozen=True)
class EntryProblem:
    """One thing to put right. `path` is the field, or field.row.column with rows counted from 0."""

    path: str
    message: str


@dataclass(frozen=True)
class EntryProblems:
    """Everything wrong with an entry, in the order of the worksheet."""

    problems: tuple[EntryProblem, ...]

    def messages(self) -> dict[str, str]:
        """Path → first message for it."""
        return {each.path: each.message for each in reversed(self.problems)}


class _WrongError(Exception):
    """A value that cannot be kept; its text is shown to the person who wrote it."""


@dataclass
class _Sheet:
    """Problems gathered while one entry is read."""

    draft: bool
    problems: list[EntryProblem] = field(default_factory=list)

    def keep(self, path: str, read: Callable[[], Any]) -> Any:
        try:
            return read()
        except _WrongError as wrong:
            self.problems.append(EntryProblem(path, str(wrong)))
            return None


def check_entry(
    definition: WorksheetDefinition, values: Mapping[str, object], *, draft: bool = False
) -> Cleaned | EntryProblems:
    """Read raw answers (from a form or JSON) into clean values, or say everything that is wrong.

    `draft=True` lets required fields stay empty, so that half a worksheet can be saved. Whether a person
    or an event belongs to this client is for the caller to check: here they are only opaque references.
    """
    sheet = _Sheet(draft)
    known = {each.code for each in definition.fields}
    for name in values:
        if name not in known:
            sheet.problems.append(EntryProblem(str(name)[:80], "This worksheet has no such question."))
    cleaned = {each.code: _field(sheet, each, values.get(each.code)) for each in definition.fields}
    kept = {code: value for code, value in cleaned.items() if not _empty(value)}
    if not sheet.problems and len(json.dumps(kept, ensure_ascii=False).encode()) > ENTRY_LIMIT_BYTES:
        sheet.problems.append(
            EntryProblem("", "This is too long to save as one worksheet. Shorten it a little.")
        )
    return EntryProblems(tuple(sheet.problems)) if sheet.problems else kept


def failed_examples(definition: WorksheetDefinition) -> tuple[str, ...]:
    """Sentences about worked examples of the file that do not turn out as it says; empty when all do."""
    wrong = []
    for example in definition.examples:
        result = check_entry(definition, example.values)
        found = tuple(each.path for each in result.problems) if isinstance(result, EntryProblems) else ()
        if found != example.problems:
            wrong.append(f"example {example.name!r}: expected problems {example.problems}, found {found}")
    return tuple(wrong)


def _empty(value: object) -> bool:
    return value is None or value in ("", [], {})


def _field(sheet: _Sheet, each: WorksheetField, raw: object) -> Any:
    value = (
        _rows(sheet, each, raw)
        if each.kind in {"table", "dialogue"}
        else sheet.keep(each.code, lambda: _READERS[each.kind](each, raw))
    )
    answered_badly = any(problem.path.split(".")[0] == each.code for problem in sheet.problems)
    if each.required and _empty(value) and not sheet.draft and not answered_badly:
        sheet.problems.append(EntryProblem(each.code, f"Please answer: {each.label}"))
    return value


def _rows(sheet: _Sheet, each: WorksheetField, raw: object) -> list[dict[str, Any]]:
    if _empty(raw):
        return []
    if not isinstance(raw, list) or not all(isinstance(row, Mapping) for row in raw):
        sheet.problems.append(EntryProblem(each.code, "Please fill this in line by line."))
        return []
    filled = [(place, row) for place, row in enumerate(raw) if not all(map(_blank, row.values()))]
    if len(filled) > each.max_rows:
        sheet.problems.append(EntryProblem(each.code, _too_many(each)))
        return []
    return [_row(sheet, each, place, row) for place, row in filled]


def _too_many(each: WorksheetField) -> str:
    return f"Please keep to {each.max_rows} {'line' if each.max_rows == 1 else 'lines'} here."


def _blank(cell: object) -> bool:
    return _empty(cell) or (isinstance(cell, str) and not cell.strip())


def _row(sheet: _Sheet, each: WorksheetField, place: int, row: Mapping[str, object]) -> dict[str, Any]:
    columns = each.columns if each.kind == "table" else TURN
    known = {column.code for column in columns}
    for name in row:
        if name not in known:
            problem = EntryProblem(f"{each.code}.{place}", "One of the answers in this line has no question.")
            sheet.problems.append(problem)
    cells = {
        column.code: _cell(sheet, f"{each.code}.{place}.{column.code}", column, row) for column in columns
    }
    return {code: value for code, value in cells.items() if not _empty(value)}


def _cell(sheet: _Sheet, path: str, column: Column, row: Mapping[str, object]) -> Any:
    before = len(sheet.problems)
    value = sheet.keep(path, lambda: _READERS[column.kind](column, row.get(column.code)))
    if column.required and _empty(value) and not sheet.draft and len(sheet.problems) == before:
        sheet.problems.append(EntryProblem(path, f"Please answer: {column.label}"))
    return value


def _words(raw: object, limit: int) -> str:
    if raw is None:
        return ""
    if not isinstance(raw, str):
        raise _WrongError("Please write this in words.")
    words = raw.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "").strip()
    if any("\ud800" <= each <= "\udfff" for each in words):
        raise _WrongError("This holds a sign that cannot be saved. Delete the odd sign and try again.")
    if len(words) > limit:
        raise _WrongError(f"This is {len(words) - limit} letters too long. Please keep to {limit}.")
    return words


def _text(_: object, raw: object) -> str:
    return _words(raw, TEXT_LIMIT)


def _long_text(_: object, raw: object) -> str:
    return _words(raw, LONG_TEXT_LIMIT)


def _choice(each: Any, raw: object) -> str:
    value = _words(raw, TEXT_LIMIT)
    if value and value not in {choice.value for choice in each.choices}:
        raise _WrongError("Please choose one of the answers shown.")
    return value


def _many(raw: object) -> list[object]:
    if isinstance(raw, str | None):
        return [raw] if raw else []
    if not isinstance(raw, list):
        raise _WrongError("Please choose from the answers shown.")
    return [each for each in raw if not _blank(each)]


def _multi_choice(each: Any, raw: object) -> list[str]:
    chosen = [_choice(each, value) for value in _many(raw)]
    return [choice.value for choice in each.choices if choice.value in chosen]


def _scale(_: object, raw: object) -> int | None:
    if isinstance(raw, str):
        raw = int(raw) if re.fullmatch(r"[0-9]{1,2}", raw.strip()) else (raw.strip() or None)
    if raw is None:
        return None
    if isinstance(raw, bool) or not isinstance(raw, int) or not 0 <= raw <= 10:
        raise _WrongError("Please give a whole number from 0 to 10.")
    return raw


def _date(each: Any, raw: object) -> str:
    words = _words(raw.isoformat() if isinstance(raw, date) else raw, TEXT_LIMIT)
    if not words:
        return ""
    found = read_day(words)
    if getattr(each, "approximate", False):
        if found is None:
            raise _WrongError("Please give a date such as 12 March 2026, or only March 2026, or 2026.")
        return found.iso
    if found is None or found.precision != "day":
        raise _WrongError("Please give a date such as 12 March 2026.")
    return found.iso


def _reference(_: object, raw: object) -> str:
    words = _words(raw, TEXT_LIMIT)
    if words and not _REFERENCE.match(words):
        raise _WrongError("Please choose from the list.")
    return words


def _people(each: object, raw: object) -> list[str]:
    return list(dict.fromkeys(_reference(each, value) for value in _many(raw)))


def _yes_no(_: object, raw: object) -> bool | None:
    if raw is None or isinstance(raw, bool):
        return raw
    words = str(raw).strip().lower()
    if words in _YES | _NO:
        return words in _YES
    if words:
        raise _WrongError("Please answer yes or no.")
    return None


def _list(each: Any, raw: object) -> list[str]:
    lines = raw.splitlines() if isinstance(raw, str) else _many(raw)
    kept = [words for line in lines if (words := _words(line, TEXT_LIMIT))]
    if len(kept) > each.max_rows:
        raise _WrongError(_too_many(each))
    return kept


def _drawing(_: object, raw: object) -> dict[str, Any]:
    if raw is None or raw == "":
        return {}
    if not isinstance(raw, Mapping) or not set(raw) <= {"strokes", "words"}:
        raise _WrongError("Please draw this, or write down what it shows.")
    words = _words(raw.get("words"), LONG_TEXT_LIMIT)
    try:
        strokes = read_lines(raw.get("strokes"))
    except DrawingError as wrong:
        raise _WrongError(str(wrong)) from None
    return {name: value for name, value in (("strokes", strokes), ("words", words)) if value}


_READERS: dict[str, Callable[[Any, object], Any]] = {
    "text": _text, "long_text": _long_text, "choice": _choice, "multi_choice": _multi_choice,
    "scale": _scale, "date": _date, "person": _reference, "event": _reference, "people": _people,
    "yes_no": _yes_no, "list": _list, "drawing": _drawing,
}  # fmt: skip
