"""The lock on published definitions: one line per kind, code and version with the SHA-256 of its content.

``python -m kinweave.core.library lock`` adds new definitions; a changed one is refused, because somebody may
have answered it: give it a new version. ``lock --replace CODE`` is for a definition nobody has used yet.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from kinweave.core.library import (
    PUBLISHED,
    Key,
    Library,
    LibraryProblem,
    definition_sha256,
    load_library,
)

LOCK = PUBLISHED / "library.lock"
HEADING = (
    "# kind code version sha256 — written by `python -m kinweave.core.library lock`; do not edit by hand\n"
)


def read_lock(lock: Path = LOCK) -> dict[Key, str]:
    """Return the locked hashes; an absent file locks nothing. Raises ValueError for a damaged line."""
    locked: dict[Key, str] = {}
    if not lock.exists():
        return locked
    for number, line in enumerate(lock.read_text(encoding="utf-8").splitlines(), start=1):
        parts = line.split()
        if not parts or parts[0].startswith("#"):
            continue
        if len(parts) != 4:
            raise ValueError(f"{lock}: line {number} does not hold kind, code, version and sha256")
        locked[parts[0], parts[1], parts[2]] = parts[3]
    return locked


def verify_lock(library: Library, lock: Path = LOCK) -> list[LibraryProblem]:
    """Return every published definition that is changed, gone or not yet locked."""
    locked = read_lock(lock)
    present = published_hashes(library)
    problems = []
    for key in sorted(locked.keys() | present.keys()):
        file, name = library.files.get(key, lock), " ".join(key)
        if key not in present:
            problems.append(LibraryProblem(file, name, "is published, but its file is gone"))
        elif key not in locked:
            problems.append(LibraryProblem(file, name, "is new: python -m kinweave.core.library lock"))
        elif locked[key] != present[key]:
            problems.append(
                LibraryProblem(file, name, "was changed after it was published; make a new version")
            )
    return problems


def published_hashes(library: Library) -> dict[Key, str]:
    """Return the hash of every definition that comes from the published library."""
    return {
        key: definition_sha256(definition)
        for key, definition in library.definitions.items()
        if library.files[key].is_relative_to(PUBLISHED)
    }


def write_lock(library: Library, lock: Path = LOCK, replace: Sequence[str] = ()) -> list[LibraryProblem]:
    """Lock what is new, and what ``replace`` names (``*`` for all); return the changes that were refused."""
    locked, present = read_lock(lock), published_hashes(library)
    replaceable = {key for key in locked | present if "*" in replace or key[1] in replace}
    kept = {key: value for key, value in locked.items() if key not in replaceable}
    lines = [" ".join((*key, value)) + "\n" for key, value in sorted({**present, **kept}.items())]
    lock.write_text(HEADING + "".join(lines), encoding="utf-8")
    return verify_lock(library, lock)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run ``lock`` or ``check`` from the command line; 1 when something is wrong."""
    parser = argparse.ArgumentParser(prog="python -m kinweave.core.library")
    parser.add_argument("act", choices=("lock", "check"))
    parser.add_argument(
        "--replace", action="append", default=[], metavar="CODE", help="not yet used; * for all"
    )
    given = parser.parse_args(arguments)
    library = load_library()
    problems = list(library.problems)
    if given.act == "lock":
        problems += write_lock(library, LOCK, given.replace)
    else:
        problems += verify_lock(library, LOCK)
    sys.stdout.writelines(f"{problem}\n" for problem in problems)
    sys.stdout.write(f"{len(library.definitions)} definitions, {len(problems)} problems\n")
    return 1 if problems else 0
