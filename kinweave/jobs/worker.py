"""The worker: one loop that runs the jobs in the queue and goes its rounds, until it is told to stop."""

from __future__ import annotations

import logging
import os
import socket
import time
import uuid
from threading import Event, Thread

from django.db import DatabaseError, close_old_connections, connection
from django_tasks_db.models import DBTaskResult

from kinweave.jobs import actions
from kinweave.jobs.quiet import QuietWorker
from kinweave.jobs.rounds import ROUNDS, Round
from kinweave.vault import keys

log = logging.getLogger(__name__)

BEAT_EVERY = 10.0  # seconds
LOOK_EVERY = 1.0


def run_worker(stop: Event, *, rounds: tuple[Round, ...] = ROUNDS, look_every: float = LOOK_EVERY) -> None:
    """Work until `stop` is set. Blocks; errors of one job or round are logged and end neither the loop nor the others."""
    name = f"{socket.gethostname()[:24]}-{os.getpid()}-{uuid.uuid4().hex[:8]}"
    heart = Thread(target=_keep_beating, args=(name, stop), name="pulse", daemon=True)
    heart.start()
    due = dict.fromkeys(rounds, 0.0)
    while not stop.is_set():
        _guarded("queue", lambda: run_queue(name))
        for each in rounds:
            if due[each] <= time.monotonic():
                _guarded(each.path, each)
                due[each] = time.monotonic() + each.seconds
        _guarded("pulse", lambda: actions.went_round(worker=name))
        stop.wait(look_every)
    heart.join(timeout=BEAT_EVERY)
    _guarded("goodbye", lambda: actions.stop(worker=name))
    connection.close()


def run_queue(worker: str) -> None:
    """Run every job that is ready. A look first: taking a job locks the whole of an SQLite database."""
    if DBTaskResult.objects.ready().exists():
        with keys.kept_open():
            QuietWorker(
                queue_names=["*"], interval=0, batch=True, backend_name="default", startup_delay=False,
                max_tasks=None, worker_id=worker, excluded_queue_names=[],
            ).run()  # fmt: skip


def _keep_beating(name: str, stop: Event) -> None:
    while True:
        _guarded("pulse", lambda: actions.beat(worker=name))
        if stop.wait(BEAT_EVERY):
            break
    connection.close()


def _guarded(what: str, work: object) -> None:
    """Do one thing; whatever goes wrong is logged without its words, and tried again on the next round."""
    try:
        with keys.kept_open():
            work()  # type: ignore[operator]
    except DatabaseError as error:
        log.warning("%s could not reach the database: %s", what, type(error).__name__)
        close_old_connections()
    except Exception:
        log.exception("%s failed", what)
