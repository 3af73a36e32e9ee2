"""The keys a service keeps outside its database: one file each, readable by the owner alone (S-22)."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

NAMES = ("secret.key", "vault.key", "audit.key")


def create(folder: Path) -> list[Path]:
    """Create the missing key files in `folder`; existing ones stay as they are. Returns what was made."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return [path for name in NAMES if not (path := folder / name).exists() and _write(path)]


def _write(path: Path) -> bool:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o400)
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_hex(32) + "\n")
        file.flush()
        os.fsync(file.fileno())
    return True


def read(folder: Path, name: str) -> bytes | None:
    """The key `name` in `folder`, or None when the service has not been set up yet."""
    path = folder / name
    return bytes.fromhex(path.read_text().strip()) if path.exists() else None


class KeyMissing(RuntimeError):
    """A key file is not where it should be; nothing may be written or read without it."""


def require(folder: Path, name: str) -> bytes:
    """The key `name` in `folder` (32 bytes). Raises KeyMissing, saying what to do."""
    if (key := read(folder, name)) is None:
        raise KeyMissing(f"{folder / name} is missing. Put the service's key back, or run `kinweave init` for a new service.")
    return key
