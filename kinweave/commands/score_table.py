"""Reading a table of past scores: long (a row a score) or wide (a row a client, a column a point in time)."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from kinweave.core.instruments import Instrument
from kinweave.core.library import NotInLibraryError
from kinweave.shelf.queries import library

CLIENT = ("client", "code", "client_code", "subject", "id", "participant")
DAY = ("date", "day", "answered_on")
POINT = ("time", "month", "months", "visit")
EMPTY = frozenset({"", "na", "nan", "n/a", "null", "none", "."})
LARGEST = 50_000_000  # bytes
_LABEL = re.compile(
    r"(?:(?P<start>pre|baseline|start|0)|(?P<number>\d{1,3})\s*(?P<unit>d|w|m|y)?)\Z", re.IGNORECASE
)
_WIDE = re.compile(r"(?P<name>.+?)[._\- ](?P<label>pre|baseline|start|\d{1,3}\s*[dwmy]?)\Z", re.IGNORECASE)


@dataclass(frozen=True)
class Cell:
    """One score of the file, not yet tied to a client."""

    place: str
    client: str
    instrument: Instrument
    on: date
    total: float | None = None
    answers: dict[str, int | None] | None = None


@dataclass
class Table:
    """What was read: scores, empty cells, and everything that is wrong, with its row and column."""

    cells: list[Cell] = field(default_factory=list)
    empty: int = 0
    rows: int = 0
    problems: list[str] = field(default_factory=list)
    shape: str = ""


class UnreadableTable(Exception):
    """The file as a whole cannot be read; the text says what to do."""


def read_table(path: Path, *, instrument: Instrument | None, start: date | None, today: date) -> Table:
    """Read a whole file. Rows that cannot be read are named in `problems`. Raises UnreadableTable for the file."""
    reader = csv.reader(io.StringIO(_text(path)), delimiter=_delimiter(path), strict=True)
    try:
        header = [name.strip().lower() for name in next(reader, [])]
        lines = [(reader.line_num, row) for row in reader if any(cell.strip() for cell in row)]
    except csv.Error as error:
        raise UnreadableTable(f"Line {reader.line_num} of {path.name} is not CSV: {error}.") from error
    reading = _Reading(header, instrument, start, today, Table(rows=len(lines)))
    reading.find_columns(path.name)
    for number, row in lines:
        reading.read(number, row)
    return reading.table


def _text(path: Path) -> str:
    if not path.is_file():
        raise UnreadableTable(f"There is no file {path}.")
    if path.stat().st_size > LARGEST:
        raise UnreadableTable(
            f"{path.name} is larger than {LARGEST // 1_000_000} MB. Split it into several files."
        )
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableTable(
            f"{path.name} is not UTF-8 text. Save it as “CSV UTF-8” and try again."
        ) from error
    if "\0" in text or not text.strip():
        raise UnreadableTable(f"{path.name} is {'not a text file' if text.strip() else 'empty'}.")
    return text


def _delimiter(path: Path) -> str:
    first = _text(path).lstrip().splitlines()[0]
    return max(",;\t", key=first.count)


@dataclass
class _Reading:
    """Which column is what, and the table as it grows."""

    header: list[str]
    instrument: Instrument | None
    start: date | None
    today: date
    table: Table
    client: int = -1
    day: int = -1
    point: int = -1
    which: int = -1
    total: int = -1
    points: dict[int, tuple[Instrument, date]] = field(default_factory=dict)

    def find_columns(self, name: str) -> None:
        self.client = self._first(CLIENT)
        if self.client < 0:
            raise UnreadableTable(f"{name} has no column for the client. Name it “client”. {self._there()}")
        if len(set(self.header)) != len(self.header):
            twice = next(each for each in self.header if self.header.count(each) > 1)
            raise UnreadableTable(f"{name} has two columns named “{twice}”. Name each once.")
        self.day, self.point, self.which = self._first(DAY), self._first(POINT), self._first(("instrument",))
        if self.day >= 0 or self.point >= 0:
            self._find_long()
        else:
            self._find_wide()

    def _find_long(self) -> None:
        self.table.shape = "long"
        if self.which < 0 and self.instrument is None:
            raise UnreadableTable(
                "Say which instrument these are: a column “instrument”, or --instrument bdi-ii."
            )
        names = ["total", "score", "value"]
        if self.instrument is not None:
            names += [self.instrument.code, self.instrument.code.split("-")[0]]
        self.total = self._first(tuple(names))
        if self.day < 0:
            self._needs_start()

    def _find_wide(self) -> None:
        self.table.shape = "wide"
        for place, name in enumerate(self.header):
            found = _WIDE.match(name)
            if found is None or place == self.client:
                continue
            self._needs_start()
            named = self.instrument or _named(found["name"])
            if named is None:
                raise UnreadableTable(
                    f"There is no instrument “{found['name']}”. Say which with --instrument bdi-ii."
                )
            days = _after(self.start or self.today, found["label"])
            if days is not None:
                self.points[place] = (named, days)
        if not self.points:
            raise UnreadableTable(
                "No column says when. A long table has a column “date”; a wide one has columns such as "
                f"“bdi.pre”, “bdi.2m”. {self._there()}"
            )

    def _needs_start(self) -> None:
        if self.start is None:
            raise UnreadableTable(
                "The times in this table are counted from a start. Say the day with --start 2026-01-15."
            )

    def _first(self, names: Sequence[str]) -> int:
        return next((self.header.index(name) for name in names if name in self.header), -1)

    def _there(self) -> str:
        return f"The columns are: {', '.join(self.header[:20]) or 'none'}."

    def read(self, number: int, row: list[str]) -> None:
        if len(row) != len(self.header):
            self._wrong(
                number, "", f"it has {len(row)} cells, and the first line names {len(self.header)} columns"
            )
            return
        client = row[self.client].strip()
        if client.lower() in EMPTY:
            self._wrong(number, self.header[self.client], "the client’s number is missing")
        elif self.table.shape == "wide":
            for place, (instrument, on) in self.points.items():
                self._total(number, row, place, client, instrument, on)
        else:
            self._long(number, row, client)

    def _long(self, number: int, row: list[str], client: str) -> None:
        instrument, on = self._instrument(number, row), self._on(number, row)
        if instrument is None or on is None:
            return
        items = [item.code for item in instrument.items if item.code.lower() in self.header]
        if items and (self.total < 0 or row[self.total].strip().lower() in EMPTY):
            self._items(number, row, client, instrument, on, items)
        elif self.total >= 0:
            self._total(number, row, self.total, client, instrument, on)
        else:
            self._wrong(number, "total", f"there is neither a total nor an item of {instrument.title}")

    def _instrument(self, number: int, row: list[str]) -> Instrument | None:
        if self.which < 0:
            return self.instrument
        code = row[self.which].strip().lower()
        found = _named(code)
        if found is None:
            self._wrong(number, "instrument", f"there is no instrument “{code}” in the library")
        return found

    def _on(self, number: int, row: list[str]) -> date | None:
        if self.day < 0:
            words = row[self.point].strip()
            found = _after(self.start or self.today, words)
            wanted = "a time such as pre, 2m or 8w"
        else:
            words = row[self.day].strip()
            found = _day(words)
            wanted = "a date such as 2026-03-12"
        column = self.header[self.point if self.day < 0 else self.day]
        if found is None:
            self._wrong(number, column, f"“{words}” is not {wanted}")
        elif found > self.today:
            self._wrong(number, column, f"{found.isoformat()} lies ahead")
            return None
        return found

    def _total(
        self, number: int, row: list[str], place: int, client: str, instrument: Instrument, on: date
    ) -> None:
        words, column = row[place].strip(), self.header[place]
        if words.lower() in EMPTY:
            self.table.empty += 1
            return
        scale = instrument.main_scale
        try:
            total = (
                float(words.replace(",", ".")) if re.fullmatch(r"-?\d{1,6}([.,]\d{1,4})?", words) else None
            )
        except ValueError:
            total = None
        if total is None:
            self._wrong(number, column, f"“{words[:40]}” is not a number")
        elif not scale.minimum <= total <= scale.maximum:
            self._wrong(
                number, column, f"{words} is off the scale: {instrument.title} goes from {scale.minimum} to {scale.maximum}"
            )  # fmt: skip
        elif on > self.today:
            self._wrong(number, column, f"{on.isoformat()} lies ahead: is --start right?")
        else:
            self._keep(number, column, client, instrument, on, total=total)

    def _items(
        self, number: int, row: list[str], client: str, instrument: Instrument, on: date, items: list[str]
    ) -> None:
        answers: dict[str, int | None] = {}
        for code in items:
            words = row[self.header.index(code.lower())].strip()
            if words.lower() not in EMPTY and not re.fullmatch(r"-?\d{1,3}", words):
                self._wrong(number, code, f"“{words[:40]}” is not a whole number")
                return
            answers[code] = None if words.lower() in EMPTY else int(words)
        if all(value is None for value in answers.values()):
            self.table.empty += 1
            return
        self._keep(number, "", client, instrument, on, answers=answers)

    def _keep(
        self, number: int, column: str, client: str, instrument: Instrument, on: date, *,
        total: float | None = None, answers: dict[str, int | None] | None = None,
    ) -> None:  # fmt: skip
        self.table.cells.append(Cell(_place(number, column), client, instrument, on, total, answers))

    def _wrong(self, number: int, column: str, why: str) -> None:
        self.table.problems.append(f"{_place(number, column)}: {why}")


def _place(number: int, column: str) -> str:
    return f"row {number}, {column}" if column else f"row {number}"


def _named(code: str) -> Instrument | None:
    try:
        return library().instrument(code.strip().lower())
    except NotInLibraryError:
        return None


def _day(words: str) -> date | None:
    try:
        return date.fromisoformat(words[:10]) if re.match(r"\d{4}-\d{2}-\d{2}", words) else None
    except ValueError:
        return None


def _after(start: date, label: str) -> date | None:
    """The day that `label` names: pre, 2m, 8w, 30d, 1y; a bare number counts months."""
    found = _LABEL.match(label.strip())
    if found is None:
        return None
    if found["start"]:
        return start
    number, unit = int(found["number"]), (found["unit"] or "m").lower()
    if unit in "dw":
        return start + timedelta(days=number * (7 if unit == "w" else 1))
    return _months_after(start, number * (12 if unit == "y" else 1))


def _months_after(start: date, months: int) -> date:
    """The same day so many months on; the last of the month where it has no such day."""
    month = start.month - 1 + months
    year, month = start.year + month // 12, month % 12 + 1
    return next(_existing(year, month, start.day))


def _existing(year: int, month: int, day: int) -> Iterator[date]:
    for last in range(day, 0, -1):
        try:
            yield date(year, month, last)
        except ValueError:
            continue
