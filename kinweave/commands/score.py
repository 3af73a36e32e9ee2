"""`kinweave score INSTRUMENT FILE.csv`: score a file of answers, however long, by the library."""

import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, TextIO

import numpy as np
import typer
from django.conf import settings

from kinweave.commands.answer_file import AnswerFile, Chunk, UnusableFileError, csv_row, read_cell
from kinweave.commands.speech import say, stop
from kinweave.core.answers import allowed_in_words, shown_value
from kinweave.core.columns import NOT_AN_ANSWER, ScoredColumns, needed_columns, score_columns, wrong_answers
from kinweave.core.instruments import Instrument
from kinweave.core.library import NotInLibraryError, load_library

ADDED = ("total", "band", "complete", "flags")
KEPT_PROBLEMS = 1000  # a report holds this many; every one is told as it is met


@dataclass(frozen=True)
class RowProblem:
    """What is wrong with one row: the line it begins on, the column if one cell is meant, and why."""

    line: int
    column: str | None
    why: str

    def __str__(self) -> str:
        """Say it on one line."""
        where = f"line {self.line}" + (f', column "{self.column}"' if self.column else "")
        return f"{where}: {self.why}"


@dataclass
class ScoreReport:
    """Counts over the whole file, and the first problems met."""

    rows: int = 0
    complete: int = 0
    bad: int = 0
    """Rows with a cell that is no answer, or with too few or too many cells; none of them is scored."""
    empty_lines: int = 0
    flagged: dict[str, int] = field(default_factory=dict)
    problems: list[RowProblem] = field(default_factory=list)

    @property
    def incomplete(self) -> int:
        """Rows without an official total because answers are missing."""
        return self.rows - self.complete - self.bad

    def __str__(self) -> str:
        """Sum up in one or two sentences."""
        said = (
            f"{self.rows:,} rows: {self.complete:,} scored, {self.incomplete:,} incomplete, {self.bad:,} bad."
        )
        flagged = [f" {count:,} rows raise {code}." for code, count in self.flagged.items() if count]
        empty = [f" {self.empty_lines:,} empty lines left out."] if self.empty_lines else []
        return "".join([said, *flagged, *empty])


Tell = Callable[[RowProblem], None]


def score_file(
    instrument: Instrument, source: Path, out: TextIO | Path, tell: Tell | None = None
) -> ScoreReport:
    """Add total, band, complete and flags to every row of a CSV file whose columns are named by item codes.

    An empty cell is a missing answer; an incomplete row has an empty total. A bad row is told (``tell``) and
    passed on unscored. Memory does not grow with the file. A path is written whole or not at all. Raises
    UnusableFileError when the file as a whole cannot be scored, or the result not be written.
    """
    try:
        with source.open("rb") as stream:
            answers = AnswerFile(stream)
            places = _places(instrument, answers.heading)
            if isinstance(out, Path):
                _refuse_same(source, out)
                with written_whole(out) as target:
                    return _score_all(instrument, answers, places, target, tell)
            return _score_all(instrument, answers, places, out, tell)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise UnusableFileError(f"{error.filename or source}: {error.strerror or error}.") from error


def _score_all(
    instrument: Instrument, answers: AnswerFile, places: dict[str, int], target: TextIO, tell: Tell | None
) -> ScoreReport:
    report = ScoreReport(flagged={flag.code: 0 for flag in instrument.flags})
    target.write(csv_row([*answers.heading, *_added(places)]) + answers.line_end)
    for chunk in answers.chunks(places):
        scored = score_columns(instrument, chunk.columns)
        _count(report, scored)
        for problem in _problems(instrument, chunk, scored):
            if len(report.problems) < KEPT_PROBLEMS:
                report.problems.append(problem)
            if tell:
                tell(problem)
        endings = _endings(scored, answers.line_end, with_total="total" not in places)
        target.write("".join([row + ending for row, ending in zip(chunk.rows, endings, strict=True)]))
    report.empty_lines = answers.empty_lines
    return report


def _added(places: dict[str, int]) -> list[str]:
    """Columns to add; where only a total is recorded, it is there already."""
    return [name for name in ADDED if name not in places]


def _places(instrument: Instrument, heading: Sequence[str]) -> dict[str, int]:
    """Find the column of each item; raises UnusableFileError if the heading does not fit."""
    names = [name.strip() for name in heading]
    twice = sorted({name for name in names if name and names.count(name) > 1})
    if twice:
        raise UnusableFileError(f"Two columns are called {', '.join(twice[:10])}. Rename one of them.")
    places = {code: names.index(code) for code in instrument.answer_codes if code in names}
    absent = [code for code in needed_columns(instrument) if code not in places]
    if absent:
        found = ", ".join(shown_value(name) for name in names[:20])
        raise UnusableFileError(
            f"{instrument.code} needs a column for each item, named by its code. "
            f"Missing: {', '.join(absent)}. "
            f"Found: {found}.{_separator_hint(names)}"
        )
    taken = [name for name in _added(places) if name in names]
    if taken:
        raise UnusableFileError(f"The file already has columns called {', '.join(taken)}. Rename them.")
    return places


def _separator_hint(names: Sequence[str]) -> str:
    for separator, called in ((";", "semicolons"), ("\t", "tabs")):
        if len(names) == 1 and separator in names[0]:
            return f" The columns seem to be parted by {called}: save the file with commas."
    return ""


def _count(report: ScoreReport, scored: ScoredColumns) -> None:
    report.rows += len(scored.steps)
    report.complete += int(np.count_nonzero(scored.complete))
    report.bad += int(np.count_nonzero(scored.wrong))
    for number, code in enumerate(scored.flag_codes):
        report.flagged[code] += int(np.count_nonzero(scored.flags & np.uint16(1 << number)))


def _problems(instrument: Instrument, chunk: Chunk, scored: ScoredColumns) -> Iterator[RowProblem]:
    if not scored.wrong.any():
        return
    wrong = {code: wrong_answers(instrument, code, column) for code, column in chunk.columns.items()}
    for row in np.flatnonzero(scored.wrong).tolist():
        if row in chunk.ragged:
            yield RowProblem(chunk.lines[row], None, chunk.ragged[row])
            continue
        for code in (code for code in wrong if wrong[code][row]):
            yield RowProblem(chunk.lines[row], code, _why(instrument, code, chunk.cell(row, code)))


def _why(instrument: Instrument, code: str, text: str) -> str:
    wordless = read_cell(text) == NOT_AN_ANSWER and not text.strip().lstrip("+-").isdecimal()
    fault = "is not a whole number" if wordless else "is not one of the answers"
    return f"{shown_value(text)} {fault}; it can be {allowed_in_words(instrument, code)}"


def _endings(scored: ScoredColumns, line_end: str, *, with_total: bool) -> list[str]:
    """Write the added cells of every row; there are few different ones, so each is written once."""
    flag_sets = 1 << len(scored.flag_codes)
    keys = scored.steps.astype(np.int32) * flag_sets + scored.flags
    kinds, met, place = np.unique(keys, return_index=True, return_inverse=True)
    written = []
    for kind, row in zip(kinds.tolist(), met.tolist(), strict=True):
        step, flags = divmod(kind, flag_sets)
        value, band = scored.ladder[step], scored.band[row]
        cells = [
            "" if value is None else str(value),
            "" if band < 0 else scored.band_labels[band],
            "false" if value is None else "true",
            ";".join(code for number, code in enumerate(scored.flag_codes) if flags >> number & 1),
        ]
        written.append("," + csv_row(cells if with_total else cells[1:]) + line_end)
    endings: list[str] = np.array(written, dtype=object)[place].tolist()
    return endings


def _refuse_same(source: Path, out: Path) -> None:
    if out.exists() and out.samefile(source):
        raise UnusableFileError("--out is the file being read. Give another name, so that nothing is lost.")


@contextmanager
def written_whole(path: Path) -> Iterator[TextIO]:
    """Open a file that takes its name only when everything is written; until then the old one stays.

    The new file is readable by its owner only: it holds people's answers.
    """
    if path.exists() and not path.is_file():
        with path.open("w", encoding="utf-8", newline="") as target:
            yield target
        return
    path = path.resolve()
    handle, unfinished = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    try:
        with open(handle, "w", encoding="utf-8", newline="") as target:
            yield target
            target.flush()
            os.fsync(target.fileno())
        os.replace(unfinished, path)
    except BaseException:
        Path(unfinished).unlink(missing_ok=True)
        raise


def score(
    instrument: Annotated[str, typer.Argument(help="Code of the instrument, such as phq-9.")],
    file: Annotated[Path, typer.Argument(help="CSV file in UTF-8; columns named by item codes.")],
    out: Annotated[Path | None, typer.Option(help="Write here instead of to the terminal.")] = None,
) -> None:
    """Score a file of answers: adds total, band, complete and flags to every row.

    Bad rows are reported and passed on unscored. Exit code 2 means that nothing could be scored.
    """
    try:
        definition = load_library(settings.LIBRARY_PATHS).instrument(instrument)
        report = score_file(definition, file, out or sys.stdout, tell=lambda problem: say(str(problem)))
    except (NotInLibraryError, UnusableFileError) as error:
        stop(str(error))
    say(str(report))
