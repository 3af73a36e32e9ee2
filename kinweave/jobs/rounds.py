"""What a worker does again and again, besides the jobs in the queue.

Each is named by its path and fetched when the worker starts, since this layer lies below those that the
work belongs to. Each may be called at any time, by any number of workers, and does nothing twice.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.module_loading import import_string


@dataclass(frozen=True)
class Round:
    """A function without arguments, and how many seconds lie between two calls."""

    path: str
    seconds: float

    def __call__(self) -> None:
        import_string(self.path)()


ROUNDS = (
    Round("kinweave.notices.jobs.send_waiting", 5),
    Round("kinweave.safety.actions.escalate_due", 10),
    Round("kinweave.safety.actions.adopt_orphans", 60),
    Round("kinweave.jobs.actions.reap", 30),
    Round("kinweave.jobs.actions.tidy", 3600),
)
