"""How fast PHQ-9 answers are scored: one by one, by column, and as a file; prints ratios of one run.

``python -m bench.score [ROWS]`` (two million rows unless told otherwise). Where the PyPI package biopsykit can be
imported, by this Python or by the one that BENCH_BIOPSYKIT names, it adds up the same rows in the same run.
"""

import csv
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from kinweave.commands.score import score_file
from kinweave.core.columns import MISSING, Columns, score_columns
from kinweave.core.instruments import Instrument
from kinweave.core.library import load_library
from kinweave.core.scoring import raised_flags, score

ITEMS = [str(number) for number in range(1, 10)]
ONE_BY_ONE = 20_000  # rows; the slow ways are measured on fewer and given per second


def answers(rows: int) -> Columns:
    """Make columns of random PHQ-9 answers, one in fifty missing."""
    chance = np.random.default_rng(9)
    columns = {}
    for item in ITEMS:
        column = chance.integers(0, 4, rows).astype(np.int8)
        column[chance.random(rows) < 0.02] = MISSING
        columns[item] = column
    return columns


def plain_python(rows: list[tuple[int, ...]]) -> list[tuple[int | None, int | None, bool]]:
    """Score as one would by hand in a loop, without any definition: the measure of the rest."""
    scored: list[tuple[int | None, int | None, bool]] = []
    for row in rows:
        flag = row[8] >= 1
        if MISSING in row:
            scored.append((None, None, flag))
            continue
        total = sum(row)
        band = 0 if total < 5 else 1 if total < 10 else 2 if total < 15 else 3 if total < 20 else 4
        scored.append((total, band, flag))
    return scored


def seconds(act: Callable[[], object], times: int = 3) -> float:
    """Return the quickest of a few runs."""
    spent = []
    for _ in range(times):
        begun = time.perf_counter()
        act()
        spent.append(time.perf_counter() - begun)
    return min(spent)


def one_by_one(instrument: Instrument, rows: list[tuple[int, ...]]) -> None:
    """Score each row by the definition, as a page does."""
    for row in rows:
        given = {item: None if value == MISSING else value for item, value in zip(ITEMS, row, strict=True)}
        score(instrument, given)
        raised_flags(instrument, given)


def write_file(path: Path, columns: Columns) -> None:
    """Write the answers as CSV with an identifier, in pieces."""
    table = np.stack([columns[item] for item in ITEMS], axis=1)
    texts = {MISSING: "", 0: "0", 1: "1", 2: "2", 3: "3"}
    with path.open("w") as file:
        file.write("id," + ",".join(ITEMS) + "\n")
        for start in range(0, len(table), 100_000):
            rows = table[start : start + 100_000].tolist()
            file.writelines(
                f"{start + n}," + ",".join(texts[v] for v in row) + "\n" for n, row in enumerate(rows)
            )


def plain_file(source: Path, target: Path) -> None:
    """Score a file as a short script would: Python's csv module and the loop above."""
    with source.open(newline="") as given, target.open("w", newline="") as made:
        reader, writer = csv.reader(given), csv.writer(made)
        writer.writerow([*next(reader), "total", "band", "complete", "flags"])
        for cells in reader:
            row = tuple(int(cell) if cell else MISSING for cell in cells[1:10])
            [(total, band, flag)] = plain_python([row])
            writer.writerow([*cells, total, band, total is not None, flag])


def biopsykit_rate(columns: Columns, folder: Path) -> float | None:
    """Return rows per second of biopsykit on the same answers; None where it is not installed."""
    rows, script = folder / "answers.npy", Path(__file__).with_name("biopsykit_rows.py")
    np.save(rows, np.stack([columns[item] for item in ITEMS], axis=1))
    python = os.environ.get("BENCH_BIOPSYKIT", sys.executable)
    run = subprocess.run([python, str(script), str(rows)], capture_output=True, text=True, check=False)
    return float(run.stdout.split()[-1]) if run.returncode == 0 else None


def main() -> None:
    """Measure and print."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 2_000_000
    instrument, columns = load_library().instrument("phq-9"), answers(rows)
    few = list(zip(*(columns[item][:ONE_BY_ONE].tolist() for item in ITEMS), strict=True))
    rates = {
        "plain Python loop": len(few) / seconds(lambda: plain_python(few)),
        "one by one, by the definition": len(few) / seconds(lambda: one_by_one(instrument, few), times=1),
        "whole columns in memory": rows / seconds(lambda: score_columns(instrument, columns).complete),
    }
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "answers.csv"
        write_file(source, columns)
        spent = seconds(lambda: score_file(instrument, source, Path(folder) / "scores.csv"), times=1)
        rates["file to file"] = rows / spent
        begun = time.perf_counter()
        plain_file(source, Path(folder) / "plain.csv")
        rates["file to file, plain Python"] = rows / (time.perf_counter() - begun)
        other = biopsykit_rate(columns, Path(folder))
    for name, rate in rates.items():
        print(f"{name:32} {rate:14,.0f} rows/s  {rate / rates['plain Python loop']:8.2f} x plain Python")
    if other is None:
        print("biopsykit is not installed: no comparison (BENCH_BIOPSYKIT may name a Python that has it)")
    else:
        print(
            f"{'biopsykit, totals only':32} {other:14,.0f} rows/s; whole columns in memory with bands and flags"
        )
        print(f"are {rates['whole columns in memory'] / other:.1f} x biopsykit on the same rows")
    print(f"most memory used {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB")


if __name__ == "__main__":
    main()
