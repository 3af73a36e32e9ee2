"""Words that a service holds a licence for, put to an instrument that ships with its scoring only."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from itertools import count
from pathlib import Path

from pydantic import ValidationError

from kinweave.commands.library_check import load_for_check
from kinweave.core.instruments import Instrument
from kinweave.core.library import (
    PUBLISHED,
    Library,
    NotInLibraryError,
    load_library,
    problems_of,
)
from kinweave.core.lock import LOCK_NAME, changed_since_locked, write_lock
from kinweave.core.wording import WORDS_FROM, WordingError, read_wording, with_words


class NoTextError(Exception):
    """Why the words were not taken; nothing has been written."""


def add_words(code: str, words: Path, folder: Path, paths: Sequence[Path]) -> Instrument:
    """Write words and definition into a service's folder as a new version that replaces the published one.

    ``paths`` are all own folders, ``folder`` among them. Raises NoTextError, having written nothing, when
    the words do not fit; the same words again are taken without writing anything.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise NoTextError(f"{folder} cannot be made: {error.strerror}.") from error
    library = load_library(paths)
    base = _published(library, code)
    file = library.files["instrument", code, base.version]
    worded = _worded(file, words)
    for known in library.versions(Instrument, code):
        if known.replaces is not None and _same(known, worded):
            return known
    if changed := changed_since_locked(library, folder):
        raise NoTextError("\n".join(str(problem) for problem in changed))
    version = _next_version(library, base, folder)
    try:
        _write(folder, words, _definition_text(file, code, base.version, version), code, version)
        return _checked(code, version, folder, paths)
    except (NoTextError, OSError) as error:
        for written in _places(folder, code, version):
            if written.is_file():
                written.unlink()
        raise NoTextError(str(error)) from error


def _published(library: Library, code: str) -> Instrument:
    try:
        library.instrument(code)
    except NotInLibraryError as error:
        raise NoTextError(str(error)) from error
    versions = [
        each
        for each in library.versions(Instrument, code)
        if library.files["instrument", code, each.version].is_relative_to(PUBLISHED)
    ]
    if not versions:
        raise NoTextError(f"{code} is a definition of your own. Write its words into its own file.")
    if not versions[-1].why_no_text or not versions[-1].items:
        raise NoTextError(f"{code} has its words already, or has no questions to put words to.")
    return versions[-1]


def _worded(file: Path, words: Path) -> Instrument:
    content = tomllib.loads(file.read_text(encoding="utf-8"))
    try:
        worded = Instrument.model_validate(with_words(content, read_wording(words)))
    except WordingError as error:
        raise NoTextError(str(error)) from error
    except ValidationError as error:
        raise NoTextError("\n".join(str(problem) for problem in problems_of(words, error))) from error
    silent = [item.code for item in worded.items if not item.text]
    if silent:
        raise NoTextError(f"{words}: items: there are no words for {', '.join(silent)}.")
    return worded


def _same(known: Instrument, worded: Instrument) -> bool:
    return known.model_copy(update={"version": worded.version, "replaces": None}) == worded


def _next_version(library: Library, base: Instrument, folder: Path) -> str:
    taken = {each.version for each in library.versions(Instrument, base.code)}
    versions = (f"{base.version}-own-{number}" for number in count(1))
    return next(
        version
        for version in versions
        if version not in taken and not any(file.exists() for file in _places(folder, base.code, version))
    )


def _definition_text(file: Path, code: str, published: str, version: str) -> str:
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = "".join(line for line in lines if not line.startswith("#"))
    stands_in = f'version = "{version}"\nreplaces = "{published}"\n{WORDS_FROM} = "{code}.{version}"\n'
    return (
        f"# {code}, version {published}, with the words this service holds a licence for.\n"
        f"# Written by `kinweave library add-text`; the words are in words/{code}.{version}.toml.\n"
        + re.sub(r'^version = ".*"\n', lambda _: stands_in, kept, count=1, flags=re.MULTILINE)
    )


def _places(folder: Path, code: str, version: str) -> tuple[Path, Path]:
    name = f"{code}.{version}.toml"
    return folder / "words" / name, folder / "instruments" / name


def _write(folder: Path, words: Path, definition: str, code: str, version: str) -> None:
    for file, text in zip(
        _places(folder, code, version), (words.read_text(encoding="utf-8"), definition), strict=True
    ):
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("x", encoding="utf-8") as written:
            written.write(text)


def _checked(code: str, version: str, folder: Path, paths: Sequence[Path]) -> Instrument:
    library, problems = load_for_check(paths)
    ours = [str(p) for p in problems if p.file.name == f"{code}.{version}.toml"]
    if ours:
        raise NoTextError("\n".join(ours))
    added = library.instrument(code, version)
    key = ("instrument", code, version)
    write_lock(Library({key: added}, library.files, ()), folder / LOCK_NAME, folder=folder)
    return added
