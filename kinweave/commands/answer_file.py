"""Reading answers from a CSV file of any length, in blocks, by the rules of RFC 4180.

A block without quotation marks is cut at its commas by arrays; anything else (quoted cells, line breaks
inside cells, rows of another length) goes through Python's csv module, row by row. Both read the same.
"""

import csv
import io
import re
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from types import SimpleNamespace
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from kinweave.core.columns import MISSING, NOT_AN_ANSWER, Column

BLOCK_BYTES = 4 << 20
LONGEST_LINE = 8 << 20
NUMBER = re.compile(r"[+-]?[0-9]{1,9}(\.0*)?")
COMMA, NEWLINE, ZERO = b",\n0"
QUOTED_ENDS = "\r\n"  # csv quotes only line breaks that are part of its own line end


class UnusableFileError(Exception):
    """The file as a whole cannot be scored; the message says why and what to do."""


@dataclass
class Chunk:
    """Some rows of the file."""

    rows: list[str]
    """Each row as it is written out again, without its line end."""
    lines: Sequence[int]
    """Number of the line on which each row begins; the heading is line 1."""
    columns: dict[str, Column]
    cell: Callable[[int, str], str]
    """The text of a cell, by row and item code."""
    ragged: dict[int, str] = field(default_factory=dict)
    """Rows with more or fewer cells than the heading, and what is wrong."""


def read_cell(text: str) -> int:
    """Turn the text of a cell into the code of an answer: empty is missing, 2.0 is 2, a word is no answer."""
    text = text.strip()
    if not text:
        return MISSING
    if not NUMBER.fullmatch(text):
        return NOT_AN_ANSWER
    value = int(text.partition(".")[0])
    return value if -100 <= value <= 120 else NOT_AN_ANSWER


class AnswerFile:
    """A CSV file read once from front to back: first ``heading``, then ``chunks``."""

    def __init__(self, stream: BinaryIO) -> None:
        """Start reading; raises UnusableFileError if the beginning shows it is not CSV in UTF-8."""
        self._blocks = _blocks(stream)
        self._lines: deque[str] = deque()
        self._line = 1
        self._inside_record = 0
        self.empty_lines = 0
        self.heading, self.line_end = self._read_heading()

    def _read_heading(self) -> tuple[list[str], str]:
        self._refill()
        while self._lines and not self._lines[0].strip("\r\n"):
            self._lines.popleft()
            self._line += 1
        if not self._lines:
            raise UnusableFileError("The file is empty. Its first line must name the columns.")
        line_end = "\r\n" if self._lines[0].endswith("\r\n") else "\n"
        heading = self._record(csv.reader(self._feed()))
        return heading, line_end

    def chunks(self, places: Mapping[str, int]) -> Iterator[Chunk]:
        """Yield the rows in order; ``places`` says in which column each item stands."""
        begun = "".join(self._lines).encode()
        self._lines.clear()
        for block in chain((begun,) if begun else (), self._blocks):
            text = _decoded(block, self._line)
            plain = self._plain(block, text, places)
            if plain is None:
                self._lines.extend(_with_ends(text))
                yield self._slow(places)
            else:
                yield plain

    def _plain(self, block: bytes, text: str, places: Mapping[str, int]) -> Chunk | None:
        """Cut a block at commas and line ends; None if that would not be right for it."""
        if b'"' in block:
            return None
        if b"\r" in block:
            block, text = block.replace(b"\r\n", b"\n"), text.replace("\r\n", "\n")
            if b"\r" in block:
                return None
        raw, width = np.frombuffer(block, dtype=np.uint8), len(self.heading)
        ends = np.flatnonzero((raw == COMMA) | (raw == NEWLINE))
        rows = block.count(b"\n")
        if len(ends) != rows * width or not (raw[ends[width - 1 :: width]] == NEWLINE).all():
            return None
        grid = ends.reshape(rows, width)
        spans = {code: _span(grid, place) for code, place in places.items()}
        columns = {code: _cells(block, raw, *span) for code, span in spans.items()}
        first, self._line = self._line, self._line + rows
        lines = range(first, first + rows)
        return Chunk(text.split("\n")[:-1], lines, columns, lambda row, code: _cut(block, *spans[code], row))

    def _slow(self, places: Mapping[str, int]) -> Chunk:
        """Read what is waiting with the csv module, and as much more as an unfinished cell needs."""
        reader = csv.reader(self._feed())
        cells: list[list[str]] = []
        lines: list[int] = []
        while self._lines:
            first, record = self._line, self._record(reader)
            if record or len(self.heading) == 1:
                cells.append(record or [""])
                lines.append(first)
            else:
                self.empty_lines += 1
        ragged = {n: self._ragged(row) for n, row in enumerate(cells) if len(row) != len(self.heading)}
        for number in ragged:
            row = cells[number][: len(self.heading)]
            cells[number] = row + [""] * (len(self.heading) - len(row))
        columns = {code: _read_column(cells, place, ragged) for code, place in places.items()}
        rows: list[str] = []
        csv.writer(SimpleNamespace(write=rows.append), lineterminator=QUOTED_ENDS).writerows(cells)
        rows = [row.removesuffix(QUOTED_ENDS) for row in rows]
        return Chunk(rows, lines, columns, lambda row, code: cells[row][places[code]], ragged)

    def _ragged(self, row: Sequence[str]) -> str:
        what = f"has {len(row)} cells where the heading has {len(self.heading)}, so it was not scored"
        return what + (" and the last cells were left out" if len(row) > len(self.heading) else "")

    def _record(self, reader: Iterator[list[str]]) -> list[str]:
        self._inside_record = self._line
        try:
            return next(reader)
        except csv.Error as error:
            raise UnusableFileError(
                f"Line {self._inside_record} cannot be read as CSV ({error}). "
                "Look for a quotation mark that is opened and never closed."
            ) from None

    def _feed(self) -> Iterator[str]:
        while True:
            if not self._lines and not self._refill():
                raise UnusableFileError(
                    f"A quotation mark opened on line {self._inside_record} is never closed. "
                    "Close it, or double it if it belongs to the text."
                )
            self._line += 1
            yield self._lines.popleft()

    def _refill(self) -> bool:
        block = next(self._blocks, None)
        if block is None:
            return False
        self._lines.extend(_with_ends(_decoded(block, self._line)))
        return True


def _read_column(cells: Sequence[Sequence[str]], place: int, ragged: Mapping[int, str]) -> Column:
    read = [NOT_AN_ANSWER if n in ragged else read_cell(row[place]) for n, row in enumerate(cells)]
    return np.array(read, dtype=np.int8)


def csv_row(cells: Sequence[str]) -> str:
    """Write cells as one CSV row, quoted where needed, without a line end."""
    row = io.StringIO()
    csv.writer(row, lineterminator=QUOTED_ENDS).writerow(cells)
    return row.getvalue().removesuffix(QUOTED_ENDS)


def _blocks(stream: BinaryIO) -> Iterator[bytes]:
    """Yield pieces of the file that end with a line, the last one too."""
    rest = stream.read(4)
    if rest.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UnusableFileError("The file is in UTF-16. Save it as CSV in UTF-8 and try again.")
    rest, lines_end = rest.removeprefix(b"\xef\xbb\xbf"), False
    while piece := stream.read(BLOCK_BYTES):
        if b"\0" in piece:
            raise UnusableFileError("The file holds zero bytes, so it is not a CSV file.")
        piece = rest + piece
        cut = piece.rfind(b"\n") + 1
        rest, lines_end = piece[cut:], lines_end or cut > 0
        if len(rest) > LONGEST_LINE:
            raise UnusableFileError(
                f"A line is longer than {LONGEST_LINE:,} bytes, so this is not a CSV file of answers."
            )
        if cut:
            yield piece[:cut]
    if not lines_end and b"\r" in rest.rstrip(b"\r"):
        raise UnusableFileError(
            "Lines end with a carriage return only. Save the file with usual line ends and try again."
        )
    if rest.strip(b"\r"):
        yield rest + b"\n"


def _decoded(block: bytes, line: int) -> str:
    try:
        return block.decode("utf-8")
    except UnicodeDecodeError as error:
        at = line + block.count(b"\n", 0, error.start)
        raise UnusableFileError(
            f"Line {at} is not in UTF-8. Save the file as CSV in UTF-8 and try again."
        ) from None


def _with_ends(text: str) -> list[str]:
    return [line + "\n" for line in text.split("\n")[:-1]]


Span = tuple[NDArray[np.intp], NDArray[np.intp]]


def _span(grid: NDArray[np.intp], place: int) -> Span:
    """Return where the cells of a column begin and end."""
    if place:
        return grid[:, place - 1] + 1, grid[:, place]
    return np.concatenate(([0], grid[:-1, -1] + 1)), grid[:, 0]


def _cut(block: bytes, starts: NDArray[np.intp], ends: NDArray[np.intp], row: int) -> str:
    return block[starts[row] : ends[row]].decode("utf-8")


def _cells(block: bytes, raw: NDArray[np.uint8], starts: NDArray[np.intp], ends: NDArray[np.intp]) -> Column:
    """Read a column: single figures by array, everything else cell by cell."""
    length = ends - starts
    figure = raw[starts] - np.uint8(ZERO)
    single = (length == 1) & (figure < 10)
    column: Column = np.where(single, figure, MISSING).astype(np.int8)
    for row in np.flatnonzero(~single & (length > 0)).tolist():
        column[row] = read_cell(_cut(block, starts, ends, row))
    return column
