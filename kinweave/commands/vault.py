"""`kinweave vault rotate|verify`: a new master key, also while the service runs; whether everything can be read."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import typer
from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.db.models import Model

from kinweave.audit import actions as audit
from kinweave.audit.acts import Act
from kinweave.commands.speech import say, stop
from kinweave.core import key_files
from kinweave.vault import actions as vault
from kinweave.vault import crypto, keys
from kinweave.vault.fields import SealedText

app = typer.Typer(no_args_is_help=True, help="The keys of the records.")
_UNDONE = "An earlier change of key had not taken effect; it was undone. Run the command again."
_COMPLETED = "An earlier change of key had taken effect; it was completed."


@app.command("rotate")
def rotate() -> None:
    """Put every client's key under a new master key. Killed half-way, nothing is lost: run it again.

    The new key is on disk before the database changes; it takes the old one's place once they did. A service that
    is running notices by itself.
    """
    path, waiting = settings.KEYS_DIR / "vault.key", settings.KEYS_DIR / keys.WAITING
    with _alone(settings.KEYS_DIR):
        if waiting.exists():
            say(_finish_earlier(waiting, path))
            return
        if not keys.canary_sings():
            stop("vault.key is not the key these records were sealed with. Put the right key back first.")
        count = _change(waiting)
        _take_its_place(waiting, path)
    say(
        f"{count} clients' keys are under the new master key. Keep a copy of {path} elsewhere. "
        "Backups made before now still need the old key: keep its copy as long as you keep them."
    )


@app.command("verify")
def verify() -> None:
    """Open everything that is sealed, and name each place whose words cannot be read. Nothing is shown or changed."""
    count, wrong = 0, []
    with keys.kept_open():
        for model, names in sealed_fields():
            for row in model._base_manager.iterator(chunk_size=500):
                count += 1
                wrong += [f"{model._meta.label} {row.pk}: {name}" for name in names if not _opens(row, name)]
    if wrong:
        stop("These words cannot be read:\n" + "\n".join(wrong), code=1)
    say(f"Everything that is sealed can be read: {count} rows.")


def sealed_fields() -> Iterator[tuple[type[Model], list[str]]]:
    """Each model that holds sealed words, and their fields."""
    for model in apps.get_models():
        if names := [field.attname for field in model._meta.concrete_fields if isinstance(field, SealedText)]:
            yield model, names


def _opens(row: Model, name: str) -> bool:
    try:
        getattr(row, name)
    except (crypto.Unreadable, ValueError):  # damaged, or sealed words that are no text
        return False
    return True


def _change(waiting: Path) -> int:
    old, new = keys.master(), crypto.new_key()
    key_files.write(waiting, new)
    try:
        with transaction.atomic():
            count = vault.rewrap(old=old, new=new)
            audit.record(Act.KEY_ROTATED, by=None)
    except crypto.Unreadable as error:
        waiting.unlink()
        stop(f"{error} Nothing was changed.")
    return count


def _take_its_place(waiting: Path, path: Path) -> None:
    waiting.replace(path)
    key_files.settle(path.parent)
    keys.forget_master()


def _finish_earlier(waiting: Path, path: Path) -> str:
    """A change was killed: keep whichever key opens the records, and throw neither away when none does."""
    right = keys.renewed_master()
    if right == key_files.read(path.parent, path.name):
        waiting.unlink()
        return _UNDONE
    _take_its_place(waiting, path)
    return _COMPLETED


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One change at a time; the mark goes with the process, however it ends."""
    with (folder / "vault.lock").open("w") as mark:
        try:
            fcntl.flock(mark, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            stop("Another change of key is under way. Wait until it is done.")
        yield
