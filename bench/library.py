"""What it costs to read the library: ``python -m bench.library``.

Reading and validating every definition must stay within 300 ms, and everything `kinweave library check` looks
at within 2 s, so that a service starts at once and a clinician who changes a file is told at once. There is no
store of parsed files: reading them anew is quick enough, and nothing stale or tampered with can be read.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable

MOST_TO_LOAD, MOST_TO_CHECK = 0.300, 2.0
RUNS = 9


def main() -> int:
    """Print CPU of loading, of checking, and of the whole command; 1 when one of them takes too long."""
    from kinweave.commands.library_check import load_for_check
    from kinweave.core.library import load_library

    count = len(load_library().definitions)
    load = _median(load_library)
    check = _median(lambda: load_for_check(()))
    command = _command()
    sys.stdout.write(f"{count} definitions\n")
    for name, seconds, most in (
        ("Load and validate", load, MOST_TO_LOAD),
        ("Look for anything wrong", check, MOST_TO_CHECK),
        ("`kinweave library check`, from start to end", command, MOST_TO_CHECK),
    ):
        verdict = "" if seconds <= most else "  TOO LONG"
        sys.stdout.write(f"{name:45} {seconds * 1000:7.0f} ms of CPU (at most {most * 1000:.0f}){verdict}\n")
    sys.stdout.write(f"{'Each definition':45} {load / count * 1000:7.2f} ms\n")
    return int(load > MOST_TO_LOAD or max(check, command) > MOST_TO_CHECK)


def _median(work: Callable[[], object]) -> float:
    taken = []
    for _ in range(RUNS):
        begun = time.process_time()
        work()
        taken.append(time.process_time() - begun)
    return statistics.median(taken)


def _command() -> float:
    """CPU of the command as somebody types it, the start of Python included."""
    with tempfile.TemporaryDirectory() as folder:
        before = os.times()
        subprocess.run(
            [sys.executable, "-m", "kinweave", "library", "check"],
            check=True, capture_output=True, env=os.environ | {"KINWEAVE_DATA_DIR": folder},
        )  # fmt: skip
        after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kinweave.config.settings")
    raise SystemExit(main())
