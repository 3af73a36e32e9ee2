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

LOCK_NAME = "library.lock"
LOCK = PUBLISHED / LOCK_NAME
HEADING = (
    "# kind code version sha256 — written by `python -m kinweave.core.library lock`; do not edit by hand\n"
)
OWN_HEADING = "# kind code version sha256 — written by `kinweave library lock`; do not edit by hand\n"


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


def verify_lock(library: Library, lock: Path = LOCK, folder: Path = PUBLISHED) -> list[LibraryProblem]:
    """Return every definition of a folder (the published one) that is changed, gone or not yet locked."""
    locked = read_lock(lock)
    present = published_hashes(library, folder)
    problems = []
    for key in sorted(locked.keys() | present.keys()):
        file, name = library.files.get(key, lock), " ".join(key)
        if key not in present:
            problems.append(LibraryProblem(file, name, "is published, but its file is gone"))
        elif key not in locked:
            problems.append(LibraryProblem(file, name, f"is new: {how_to_lock(folder)}"))
        elif locked[key] != present[key]:
            problems.append(
                LibraryProblem(file, name, "was changed after it was published; make a new version")
            )
    return problems


def how_to_lock(folder: Path) -> str:
    """Say by which command the definitions of a folder are locked."""
    published = folder == PUBLISHED
    return "python -m kinweave.core.library lock" if published else f"kinweave library lock {folder}"


def changed_since_locked(library: Library, folder: Path) -> list[LibraryProblem]:
    """Return what is changed or gone in a service's own folder; what it has not locked yet may be used."""
    locked = read_lock(folder / LOCK_NAME)
    present = published_hashes(library, folder)
    unlocked = {" ".join(key) for key in present.keys() - locked.keys()}
    return [p for p in verify_lock(library, folder / LOCK_NAME, folder) if p.key not in unlocked]


def published_hashes(library: Library, folder: Path = PUBLISHED) -> dict[Key, str]:
    """Return the hash of every definition that comes from a folder, the published library unless named."""
    return {
        key: definition_sha256(definition)
        for key, definition in library.definitions.items()
        if library.files[key].is_relative_to(folder)
    }


def write_lock(
    library: Library, lock: Path = LOCK, replace: Sequence[str] = (), folder: Path = PUBLISHED
) -> list[LibraryProblem]:
    """Lock what is new, and what ``replace`` names (``*`` for all); return the changes that were refused."""
    locked, present = read_lock(lock), published_hashes(library, folder)
    replaceable = {key for key in locked | present if "*" in replace or key[1] in replace}
    kept = {key: value for key, value in locked.items() if key not in replaceable}
    lines = [" ".join((*key, value)) + "\n" for key, value in sorted({**present, **kept}.items())]
    heading = HEADING if folder == PUBLISHED else OWN_HEADING
    lock.write_text(heading + "".join(lines), encoding="utf-8")
    return verify_lock(library, lock, folder)


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
