"""How fast the PyPI package biopsykit adds up the same PHQ-9 answers; run by `bench.score` where it is found.

``python biopsykit_rows.py ANSWERS.npy`` prints rows per second for whole columns in memory. It gives totals only:
no bands, no flags, and incomplete rows count as if the missing answers were 0.
"""

import sys
import time
from importlib import import_module
from pathlib import Path

import numpy as np


def main() -> None:
    """Read answers (rows by nine items, int8, -128 missing), add them up three times, print the best rate."""
    pandas, package = import_module("pandas"), import_module("biopsykit.questionnaires")
    table = np.load(Path(sys.argv[1])).astype(float)
    table[table == -128] = np.nan
    answers = pandas.DataFrame(table, columns=[str(n) for n in range(1, 10)])
    spent = []
    for _ in range(3):
        begun = time.perf_counter()
        package.phq(answers)
        spent.append(time.perf_counter() - begun)
    sys.stdout.write(f"{len(table) / min(spent)}\n")


if __name__ == "__main__":
    main()
