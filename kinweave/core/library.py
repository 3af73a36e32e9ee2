"""The library: every definition read from its file, checked, and held by kind, code and version.

A file that is wrong never stops the others: it is left out, and ``Library.problems`` says which file, which
key and why. Published definitions are locked; a service's own folder may add to them and may stand in for
one only by saying so (``replaces = "1"``).
"""

import gc
import hashlib
import json
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar, cast

from pydantic import ValidationError

from kinweave.core.definitions import Definition
from kinweave.core.instruments import Instrument
from kinweave.core.kinds import KINDS
from kinweave.core.pictures import PictureError, with_picture
from kinweave.core.shared_parts import PARTS, PartsError, with_parts
from kinweave.core.wording import WORDS_FROM, WordingError, read_wording, with_words, words_file

PUBLISHED: Path = Path(__file__).resolve().parent.parent / "library"
LARGEST_FILE = 1_000_000  # bytes; the longest instrument is under 50 kB, so more is a mistake

D = TypeVar("D", bound=Definition)
_KIND_OF: dict[type[Definition], str] = {model: kind for kind, (_, model) in KINDS.items()}
Key = tuple[str, str, str]
"""Kind, code and version."""


@dataclass(frozen=True)
class LibraryProblem:
    """Why one file, or one key of it, was not taken in."""

    file: Path
    key: str
    reason: str

    def __str__(self) -> str:
        """Return file, key and reason on one line."""
        return ": ".join(part for part in (str(self.file), self.key, self.reason) if part)


class NotInLibraryError(LookupError):
    """No such definition; the message names what was asked for and what there is."""


@dataclass(frozen=True)
class Library:
    """Definitions by kind, code and version, and the problems met while reading them."""

    definitions: Mapping[Key, Definition]
    files: Mapping[Key, Path]
    problems: tuple[LibraryProblem, ...]

    def get(self, model: type[D], code: str, version: str | None = None) -> D:
        """Return one definition, the current version unless another is named; raises NotInLibraryError."""
        for definition in reversed(self.versions(model, code)):
            if version in (None, definition.version):
                return definition
        kind = kind_of(model)
        known = sorted(self._by_code.get(kind, {}))
        wanted = f"{kind} {code}" + (f" version {version}" if version else "")
        raise NotInLibraryError(
            f"There is no {wanted} in the library. There are: {', '.join(known) or 'none'}."
        )

    def versions(self, model: type[D], code: str) -> list[D]:
        """Return every version of a code, the current one last: a stand-in comes after what it replaces."""
        return cast("list[D]", list(self._by_code.get(kind_of(model), {}).get(code, ())))

    def all(self, model: type[D]) -> list[D]:
        """Return the current version of every definition of a kind, by code."""
        return [
            cast("D", versions[-1]) for _, versions in sorted(self._by_code.get(kind_of(model), {}).items())
        ]

    @cached_property
    def _by_code(self) -> dict[str, dict[str, list[Definition]]]:
        """Every version by kind and code, the current one last."""
        found: dict[str, dict[str, list[Definition]]] = {}
        for (kind, code, _), definition in self.definitions.items():
            found.setdefault(kind, {}).setdefault(code, []).append(definition)
        for versions in (several for codes in found.values() for several in codes.values()):
            versions.sort(key=lambda one: (one.replaces is not None, version_order(one.version)))
        return found

    def instrument(self, code: str, version: str | None = None) -> Instrument:
        """Return an instrument, the current version unless another is named; raises NotInLibraryError."""
        return self.get(Instrument, code, version)


def kind_of(model: type[Definition]) -> str:
    """Return the name of a kind by its model; raises KeyError for a model that is not in ``KINDS``."""
    return _KIND_OF[model]


def version_order(version: str) -> list[tuple[int, str]]:
    """Order versions as people read them: 2 before 10, 1 before 1.1."""
    return [(int(part), "") if part.isdigit() else (-1, part) for part in re.split(r"[.-]", version)]


def load_library(paths: Sequence[Path] = ()) -> Library:
    """Read the published library and then each service's own folder, in the order given.

    Every folder holds one sub-folder per kind (``instruments``, …). Nothing is cached here; a caller that
    loads often keeps the result.
    """
    with _no_search_for_rubbish():
        return _loaded(paths)


@contextmanager
def _no_search_for_rubbish() -> Iterator[None]:
    """Reading makes a great many small objects that all stay; looking through them over and over is a sixth of it."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _loaded(paths: Sequence[Path]) -> Library:
    definitions: dict[Key, Definition] = {}
    files: dict[Key, Path] = {}
    problems: list[LibraryProblem] = []
    published = frozenset[Key]()
    for folder in (PUBLISHED, *paths):
        if not folder.is_dir():
            problems.append(LibraryProblem(folder, "", "is not a folder that can be read"))
            continue
        for kind, file in definition_files(folder):
            definition = read_definition(kind, file)
            if isinstance(definition, Definition):
                key = (kind, definition.code, definition.version)
                refusal = _refusal(definition, key, files, published)
                if not refusal:
                    definitions[key], files[key] = definition, file
                    continue
                problems.append(LibraryProblem(file, *refusal))
            else:
                problems.extend(definition)
        published = published or frozenset(definitions)
    return Library(definitions, files, tuple(problems))


def definition_files(folder: Path) -> Iterator[tuple[str, Path]]:
    """Yield the kind and path of each definition file in a library folder."""
    for kind, (inside, _) in KINDS.items():
        for file in sorted((folder / inside).glob("*.toml")):
            yield kind, file


def _refusal(
    definition: Definition, key: Key, files: Mapping[Key, Path], published: frozenset[Key]
) -> tuple[str, str] | None:
    kind, code, version = key
    if key in files:
        return (
            "version",
            f"{kind} {code} version {version} is already defined in {files[key]}; give it a new version",
        )
    versions = sorted(v for k, c, v in published if (k, c) == (kind, code))
    if versions and definition.replaces not in versions:
        return "replaces", (
            f"{kind} {code} is published in version {', '.join(versions)}; choose another code, "
            f'or say replaces = "{versions[-1]}" to use this one in its place'
        )
    if definition.replaces is not None and not versions:
        return "replaces", f"nothing published is called {code} in version {definition.replaces}"
    return None


def read_definition(kind: str, file: Path) -> Definition | list[LibraryProblem]:
    """Read one file; return its definition, or every problem found in it."""
    try:
        if file.stat().st_size > LARGEST_FILE:
            return [LibraryProblem(file, "", f"is larger than {LARGEST_FILE:,} bytes")]
        content = tomllib.loads(file.read_text(encoding="utf-8"))
    except UnicodeDecodeError as error:
        return [LibraryProblem(file, "", f"is not UTF-8 text (byte {error.start})")]
    except (OSError, tomllib.TOMLDecodeError, RecursionError) as error:
        return [LibraryProblem(file, "", f"cannot be read: {error}")]
    try:
        if WORDS_FROM in content:
            content = with_words_of(file, content)
        if kind == "protocol" and PARTS in content:
            content = with_parts(file, content, PUBLISHED)
        if kind == "lesson" and PictureError.key in content:
            content = with_picture(file, content)
        return KINDS[kind][1].model_validate(content)
    except (WordingError, PartsError, PictureError) as error:
        return [LibraryProblem(file, error.key, error.reason)]
    except ValidationError as error:
        return problems_of(file, error)


def problems_of(file: Path, error: ValidationError) -> list[LibraryProblem]:
    """Return one problem for each key that a model refused."""
    return [LibraryProblem(file, key_of(e["loc"]), reason_of(dict(e))) for e in error.errors()]


def with_words_of(file: Path, content: dict[str, Any]) -> dict[str, Any]:
    """Return the content of a definition file with the words it names; raises WordingError."""
    words = words_file(file, content.pop(WORDS_FROM))
    try:
        return with_words(content, read_wording(words))
    except ValidationError as error:
        raise WordingError(WORDS_FROM, str(problems_of(words, error)[0])) from error


def key_of(location: Sequence[int | str]) -> str:
    """Write where in the file: ``items[3].text``, counting from 1 as people do."""
    key = ""
    for step in location:
        key += f"[{step + 1}]" if isinstance(step, int) else f".{step}" if key else step
    return key


def reason_of(error: Mapping[str, Any]) -> str:
    """Say in plain words what is wrong with one key."""
    match error["type"]:
        case "extra_forbidden":
            return "is not a key that is known here; check its spelling"
        case "missing":
            return "is missing"
        case _:
            return str(error["msg"]).removeprefix("Value error, ")


def definition_json(definition: Definition) -> str:
    """Write a definition as canonical JSON: keys sorted, values left at their default not written.

    A field added to a model later therefore does not change what was locked or frozen before.
    """
    content = definition.model_dump(mode="json", exclude_defaults=True)
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def parse_definition(kind: str, text: str) -> Definition:
    """Read back what ``definition_json`` wrote; raises pydantic.ValidationError if it is damaged."""
    return KINDS[kind][1].model_validate_json(text)


def definition_sha256(definition: Definition) -> str:
    """Return the SHA-256 of the canonical JSON, in hexadecimal."""
    return hashlib.sha256(definition_json(definition).encode()).hexdigest()


if __name__ == "__main__":
    from kinweave.core.lock import main

    raise SystemExit(main())
