"""`kinweave demo`: a service that looks alive, on this machine alone."""

from __future__ import annotations

import gc
import hashlib
import os
import sys
import time
from pathlib import Path

import typer
from django.conf import settings

from kinweave.commands.demo import logins, staff
from kinweave.commands.init import prepare
from kinweave.commands.serve import refuse_taken, run
from kinweave.commands.speech import say, stop
from kinweave.core import clock

SEED = 1974


def demo(
    port: int = typer.Option(8000, envvar="PORT", help="Port to serve at."),
    clients: int = typer.Option(0, help="Make a service with so many clients for measuring, by bulk insert."),
    sessions: int = typer.Option(
        0, help="Sessions of each of those clients; 10, or 2 from 100,000 clients on."
    ),
    seed: int = typer.Option(SEED, help="The same seed makes the same service."),
    serve: bool = typer.Option(True, help="Serve it when it is made."),
    logins_json: bool = typer.Option(False, "--logins-json", help="Print the logins as JSON."),
) -> None:
    """Try it: a service with six staff and forty clients, made once, then served at 127.0.0.1."""
    if logins_json:
        typer.echo(logins.as_json())
    os.environ["KINWEAVE_DEMO"] = "1"
    settings.DEMO = True
    if settings.CLOCK_FILE:
        clock.follow(Path(settings.CLOCK_FILE))
    _prepare_if_changed()
    if clients:
        _bulk(clients, sessions, seed)
    else:
        _stories(seed)
    if not logins_json:
        typer.echo(logins.as_table())
    if serve:
        refuse_taken("127.0.0.1", port)
        run(host="127.0.0.1", port=port)


def _stories(seed: int) -> None:
    if staff.is_there():
        return
    _refuse_a_real_service()
    from kinweave.commands.demo import building  # slow to import: not for a second start

    say("Making the demonstration service (under a minute) ...")
    started = time.monotonic()
    gc.disable()  # nothing is thrown away while it is made; looking for it takes a sixth of the time
    acts = building.build(seed=seed, progress=_progress)
    gc.enable()
    say(f"\r{acts:,} acts of forty courses, made in {time.monotonic() - started:.0f} seconds.   ")


def _bulk(clients: int, sessions: int, seed: int) -> None:
    from kinweave.commands.demo import bulk

    if not bulk.is_there():
        _refuse_a_real_service()
    bulk.make(clients=clients, sessions=sessions or bulk.sessions_for(clients), seed=seed, tell=say)


def _refuse_a_real_service() -> None:
    from kinweave.commands.demo import bulk
    from kinweave.people.models import Service

    if not (staff.is_there() or bulk.is_there()) and Service.objects.exists():
        stop(
            f"{settings.DATA_DIR} already holds a service. A demonstration needs a folder of its own: "
            "set KINWEAVE_DATA_DIR to another one."
        )


def _progress(done: int, of: int) -> None:
    if sys.stderr.isatty() and (done % 100 == 0 or done == of):
        sys.stderr.write(f"\r{done * 100 // of:3} %")
        sys.stderr.flush()


def _prepare_if_changed() -> None:
    """Keys, tables and static files, unless they stand as this version of the program left them."""
    stamp = settings.DATA_DIR / "prepared"
    wanted = _fingerprint()
    if stamp.exists() and stamp.read_text() == wanted:
        return
    say(f"Preparing {settings.DATA_DIR} ...")
    prepare()
    stamp.write_text(wanted)


def _fingerprint() -> str:
    """Names, sizes and times of everything that tables and static files are made from."""
    found = [str(settings.DATABASES["default"]["NAME"]), str(settings.DATABASES["default"].get("HOST", ""))]
    for folder in ("static", "migrations"):
        for path in sorted(settings.PACKAGE.glob(f"*/{folder}/**/*.*")):
            about = path.stat()
            found.append(f"{path}:{about.st_size}:{about.st_mtime_ns}")
    return hashlib.sha256("\n".join(found).encode()).hexdigest()
