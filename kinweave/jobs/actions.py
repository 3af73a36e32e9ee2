"""The only writers of pulses, and of jobs whose worker died. None of it is an act on a record, so none is audited."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from kinweave.core import clock
from kinweave.jobs.models import Pulse

Job = DBTaskResult[Any, Any]

log = logging.getLogger(__name__)

SILENT_AFTER = timedelta(seconds=60)  # a worker's pulse is written every ten seconds
MOST_ATTEMPTS = 5
FIRST_WAIT = timedelta(seconds=30)  # before a failed job is tried again; doubles each time
KEPT_FOR = timedelta(days=14)


def beat(*, worker: str) -> None:
    """The worker's process is there."""
    now = clock.now()
    if not Pulse.objects.filter(pk=worker).update(alive_at=now):
        Pulse.objects.create(worker=worker, alive_at=now, went_round_at=now)


def went_round(*, worker: str) -> None:
    """The worker has finished a round of its work."""
    Pulse.objects.filter(pk=worker).update(alive_at=clock.now(), went_round_at=clock.now())


def stop(*, worker: str) -> None:
    """The worker ends in good order and needs no reaper."""
    Pulse.objects.filter(pk=worker).delete()


def reap() -> int:
    """Put back each job whose worker died in it, and each that failed and may be tried again. Returns how many.

    A job may therefore run again after it was half done: every job is written so that this changes nothing.
    """
    return sum(_put_back(job.pk) for job in _running() if _deserted(job)) + sum(
        _put_back(job.pk) for job in _failed() if _may_try_again(job)
    )


def _running() -> list[Job]:
    return list(DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING))


def _failed() -> list[Job]:
    return list(DBTaskResult.objects.filter(status=TaskResultStatus.FAILED))


def _deserted(job: Job) -> bool:
    heard = Pulse.objects.filter(pk=job.worker_ids[-1] if job.worker_ids else "")
    return not heard.filter(alive_at__gt=clock.now() - SILENT_AFTER).exists()


def _may_try_again(job: Job) -> bool:
    attempts = len(job.worker_ids)
    wait = FIRST_WAIT * 2 ** max(attempts - 1, 0)
    return attempts < MOST_ATTEMPTS and (job.finished_at is None or job.finished_at + wait <= clock.now())


@transaction.atomic
def _put_back(job_id: UUID) -> bool:
    job = DBTaskResult.objects.select_for_update().filter(
        pk=job_id, status__in=[TaskResultStatus.RUNNING, TaskResultStatus.FAILED]
    ).first()  # fmt: skip
    if job is None:
        return False
    log.warning("put back a job whose worker died or failed: %s", job.task_path)
    if job.status == TaskResultStatus.RUNNING and len(job.worker_ids) >= MOST_ATTEMPTS:
        job.status = TaskResultStatus.FAILED  # it takes every worker down with it
    else:
        job.status, job.started_at, job.finished_at = TaskResultStatus.READY, None, None
    job.save(update_fields=["status", "started_at", "finished_at"])
    return True


def tidy() -> None:
    """Forget pulses of workers long gone, and jobs that went well a fortnight ago."""
    long_ago = clock.now() - KEPT_FOR
    Pulse.objects.filter(alive_at__lt=long_ago).delete()
    DBTaskResult.objects.filter(status=TaskResultStatus.SUCCESSFUL, finished_at__lt=long_ago).delete()
