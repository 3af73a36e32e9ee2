"""`kinweave vault rotate`: a new master key."""

from __future__ import annotations

import os
import secrets

import typer
from django.conf import settings
from django.db import transaction

from kinweave.audit import actions as audit
from kinweave.audit.acts import Act
from kinweave.commands.speech import say, stop
from kinweave.vault import actions as vault
from kinweave.vault import keys
from kinweave.vault.crypto import Unreadable

app = typer.Typer(no_args_is_help=True, help="The keys of the records.")


@app.command("rotate")
def rotate() -> None:
    """Put every client's key under a new master key. Killed half-way, the old key still opens everything.

    The new key is on disk before the database changes; it takes the old one's place once they did.
    """
    path, waiting = settings.KEYS_DIR / "vault.key", settings.KEYS_DIR / "vault.key.new"
    old = keys.master()
    if waiting.exists():
        _finish_earlier(waiting, path)
        return
    new = secrets.token_bytes(32)
    handle = os.open(waiting, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o400)
    with os.fdopen(handle, "w") as file:
        file.write(new.hex() + "\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        with transaction.atomic():
            count = vault.rewrap(old=old, new=new)
            audit.record(Act.KEY_ROTATED, by=None)
    except Unreadable as error:
        waiting.unlink()
        stop(f"{error} Nothing was changed.")
    waiting.replace(path)
    keys.forget_master()
    say(
        f"{count} clients' keys are under the new master key. Keep a copy of {path} elsewhere, and restart the service."
    )


def _finish_earlier(waiting: os.PathLike[str], path: os.PathLike[str]) -> None:
    """A rotation was killed: keep whichever key opens the records."""
    if keys.canary_sings():
        os.unlink(waiting)
        say("An earlier change of key had not taken effect; it was undone. Run the command again.")
        return
    os.replace(waiting, path)
    keys.forget_master()
    say("An earlier change of key had taken effect; it was completed. Restart the service.")
