"""`kinweave work`: carry out jobs in a process of its own."""

from __future__ import annotations

import os
import signal
import time
from threading import Event, Thread

import typer

_LOOK_EVERY = 1.0  # seconds


def work(
    with_parent: bool = typer.Option(
        False, hidden=True, help="End when the process that started this one does."
    ),
) -> None:
    """Run jobs, send notices and pass on alerts that nobody has taken, until it is stopped (Ctrl+C)."""
    from kinweave.jobs.worker import run_worker

    stop = Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    if with_parent:
        Thread(target=_follow, args=(os.getppid(), stop), daemon=True).start()
    run_worker(stop)


def _follow(parent: int, stop: Event) -> None:
    while os.getppid() == parent:
        time.sleep(_LOOK_EVERY)
    stop.set()
