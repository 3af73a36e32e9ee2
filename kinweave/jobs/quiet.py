"""Running jobs so that the queue, whose rows are not sealed, never holds a word of anybody."""

from __future__ import annotations

from typing import Any

from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from kinweave.web.logs import types_and_places

Job = DBTaskResult[Any, Any]


class WithoutWords(Exception):
    """A job failed. Its own exception may carry what somebody wrote; here are only its types and places."""


class QuietWorker(Worker):
    """Keeps of a failure what the log keeps, types and places, and of a success nothing that the job returned."""

    def run_task(self, db_task_result: Job) -> None:
        quiet = _Quiet(db_task_result)
        db_task_result.set_failed = quiet.set_failed
        db_task_result.set_successful = quiet.set_successful
        super().run_task(db_task_result)


class _Quiet:
    def __init__(self, job: Job) -> None:
        self.job = job

    def set_failed(self, exc: BaseException) -> None:
        DBTaskResult.set_failed(self.job, WithoutWords("\n" + "\n".join(types_and_places(exc))))

    def set_successful(self, return_value: Any) -> None:
        DBTaskResult.set_successful(self.job, None)
