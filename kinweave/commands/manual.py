"""`kinweave manual`: build the documentation site of this service's library."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Annotated

import typer
from django.conf import settings

from kinweave.commands.speech import say, stop
from kinweave.manual.build import NotBuiltError, build
from kinweave.shelf.queries import library

ADDRESS = "/manual/"


def manual(
    into: Annotated[
        Path | None, typer.Option(help="Where to put it; the data folder if you name none.")
    ] = None,
    jobs: Annotated[int, typer.Option(help="Processes that share the work; as many as the machine has.")] = 0,
    quiet: Annotated[bool, typer.Option("--quiet", help="Say only what is wrong.")] = False,
) -> None:
    """Write the manual: texts, and a page for every definition, as a site that asks nobody outside."""
    folder = into or Path(settings.MANUAL_DIR)
    started = time.monotonic()
    try:
        built = build(library(), folder, jobs or min(os.cpu_count() or 1, 4))
    except (NotBuiltError, OSError) as error:
        stop(f"The manual was not written. {error}", code=1)
    for warning in built.warnings:
        say(warning)
    if not quiet:
        say(f"{built.pages} pages in {folder}, written in {time.monotonic() - started:.0f} seconds.")
        say(f"Open {folder / 'index.html'}, or {ADDRESS} of the running service.")
