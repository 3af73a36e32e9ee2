"""Renew the hash-locked requirements from pyproject.toml: `python requirements/lock.py run|dev|docs|build` (needs uv).

One file serves every Python from 3.11 on and every platform. No address of a registry is written.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
COMPILE = [
    "uv", "pip", "compile", "--universal", "--python-version", "3.11", "--generate-hashes", "--no-header", "--no-annotate", "--quiet",
]  # fmt: skip


def main(which: str) -> int:
    """Write requirements/WHICH.txt; returns uv's exit code."""
    target = ["-o", str(HERE / f"{which}.txt")]
    project = str(HERE.parent / "pyproject.toml")
    if which == "run":
        return subprocess.call([*COMPILE, project, *target])
    if which == "dev":
        return subprocess.call([*COMPILE, "--extra", "dev", project, "-c", str(HERE / "run.txt"), *target])
    if which == "docs":  # into the same environment as the tests: no package may differ from theirs
        same = ["-c", str(HERE / "dev.txt")]
        return subprocess.call([*COMPILE, "--extra", "docs", project, *same, *target])
    with tempfile.NamedTemporaryFile("w", suffix=".in") as wanted:
        wanted.write("setuptools>=77\n")
        wanted.flush()
        return subprocess.call([*COMPILE, wanted.name, *target])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
