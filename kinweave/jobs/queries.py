"""Whether jobs are being carried out."""

from __future__ import annotations

from datetime import datetime, timedelta

from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from kinweave.core import clock
from kinweave.jobs.models import Pulse

LATE_AFTER = timedelta(minutes=5)


def worker_is_late(now: datetime | None = None) -> bool:
    """True when no worker has finished a round for five minutes: nothing is passed on and nothing is sent."""
    return not Pulse.objects.filter(went_round_at__gt=(now or clock.now()) - LATE_AFTER).exists()


def failed_jobs() -> int:
    """How many jobs were given up."""
    return DBTaskResult.objects.filter(status=TaskResultStatus.FAILED).count()
