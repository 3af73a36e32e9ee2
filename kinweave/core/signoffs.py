"""Sign-offs: who read a definition as its page shows it, when, and what they remarked.

They lie beside the library, one file for each definition: ``signoffs/KIND/CODE.toml``. Each holds the hash of
what was read. When the definition changes afterwards the sign-off stays, and says that it is out of date.
"""

import hashlib
import json
import os
import tomllib
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from pydantic import Field, ValidationError

from kinweave.core.definitions import Definition, Part
from kinweave.core.facts import Line
from kinweave.core.library import Library, definition_json, key_of, kind_of, reason_of
from kinweave.core.protocols import Protocol
from kinweave.core.tasks import TaskList, tasks_by_code

FOLDER = "signoffs"
HEADING = "# Who read this definition and signed it; written by `kinweave library sign`.\n"


class SignOff(Part):
    """One reading. ``sha256`` is what was read; ``version`` names it for people."""

    version: str = Field(min_length=1, max_length=40)
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    name: Line
    role: Line
    date: date
    remarks: str = Field(default="", max_length=2000)


class SignOffs(Part):
    """One file of sign-offs, the oldest first."""

    signoffs: tuple[SignOff, ...] = ()


class SignOffError(ValueError):
    """A file of sign-offs that cannot be read; the message names file, key and reason."""


def signed_hash(library: Library, definition: Definition) -> str:
    """The SHA-256 of everything a page shows for signing: a protocol together with the tasks it names."""
    parts = [definition_json(definition)]
    if isinstance(definition, Protocol):
        tasks = tasks_by_code(tuple(library.all(TaskList)))
        named = dict.fromkeys(code for phase in definition.phases for code in phase.tasks)
        parts += [tasks[code].model_dump_json(exclude_defaults=True) for code in named if code in tasks]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def file_of(library: Library, definition: Definition) -> Path:
    """Where the sign-offs of a definition lie: in the library folder the definition comes from."""
    kind = kind_of(type(definition))
    folder = library.files[kind, definition.code, definition.version].parent.parent
    return folder / FOLDER / kind / f"{definition.code}.toml"


def read_signoffs(file: Path) -> tuple[SignOff, ...]:
    """The sign-offs in a file, the oldest first; none when there is no file. Raises SignOffError."""
    if not file.exists():
        return ()
    try:
        return SignOffs.model_validate(tomllib.loads(file.read_text(encoding="utf-8"))).signoffs
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SignOffError(f"{file} cannot be read: {error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        raise SignOffError(f"{file}: {key_of(first['loc'])}: {reason_of(dict(first))}") from error


def add_signoff(file: Path, signoff: SignOff) -> None:
    """Add one to a file, whole or not at all. Raises SignOffError when what is there cannot be read."""
    text = _toml((*read_signoffs(file), signoff))
    file.parent.mkdir(parents=True, exist_ok=True)
    begun = file.with_suffix(".part")
    begun.write_text(text, encoding="utf-8")
    os.replace(begun, file)


def is_current(signoff: SignOff, sha256: str) -> bool:
    """Whether what was signed is what stands there now."""
    return signoff.sha256 == sha256


def _toml(signoffs: Sequence[SignOff]) -> str:
    return HEADING + "".join(_entry(each) for each in signoffs)


def _entry(signoff: SignOff) -> str:
    lines = ["", "[[signoffs]]"]
    for key in ("name", "role"):
        lines.append(f"{key} = {_quoted(getattr(signoff, key))}")
    lines.append(f"date = {signoff.date.isoformat()}")
    if signoff.remarks:
        lines.append(f"remarks = {_quoted(signoff.remarks)}")
    lines += [f"version = {_quoted(signoff.version)}", f'sha256 = "{signoff.sha256}"', ""]
    return "\n".join(lines)


def _quoted(text: str) -> str:
    """A TOML string: JSON's escapes are TOML's too, but for the one sign it leaves bare."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
