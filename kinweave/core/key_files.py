"""The keys a service keeps outside its database: one file each, readable by the owner alone (S-22)."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

NAMES = ("secret.key", "vault.key", "audit.key")
BYTES = 32


def create(folder: Path) -> list[Path]:
    """Create the missing key files in `folder`; existing ones stay as they are. Returns what was made."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    missing = [path for name in NAMES if not (path := folder / name).exists()]
    for path in missing:
        write(path, secrets.token_bytes(BYTES))
    return missing


def write(path: Path, key: bytes) -> None:
    """Write a key to a file that does not exist yet, whole or not at all, and lasting through a power cut."""
    begun = path.with_name(path.name + ".part")
    begun.unlink(missing_ok=True)
    handle = os.open(begun, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o400)
    with os.fdopen(handle, "w") as file:
        file.write(key.hex() + "\n")
        file.flush()
        os.fsync(file.fileno())
    if path.exists():
        raise FileExistsError(f"{path} is there already.")
    begun.rename(path)
    settle(path.parent)


def settle(folder: Path) -> None:
    """Return when the names of the files in `folder` are on the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def read(folder: Path, name: str) -> bytes | None:
    """The key `name` in `folder`, or None when there is none. Raises KeyMissing when it is damaged."""
    path = folder / name
    if not path.exists():
        return None
    try:
        key = bytes.fromhex(path.read_text().strip())
    except (ValueError, OSError) as error:
        raise KeyMissing(_damaged(path)) from error
    if len(key) != BYTES:
        raise KeyMissing(_damaged(path))
    return key


class KeyMissing(RuntimeError):
    """A key file is not where it should be, or not as it was; nothing may be written or read without it."""


def require(folder: Path, name: str) -> bytes:
    """The key `name` in `folder` (32 bytes). Raises KeyMissing, saying what to do."""
    if (key := read(folder, name)) is None:
        raise KeyMissing(
            f"{folder / name} is missing. Put the service's key back, or run `kinweave init` for a new service."
        )
    return key


def _damaged(path: Path) -> str:
    return f"{path} is not a key (64 hexadecimal digits) or cannot be read. Put the service's key back from its copy."
