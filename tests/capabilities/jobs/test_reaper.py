"""A job whose worker died is put back and done; one that fails is tried again, and given up in the end (S-42)."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django_tasks_db.models import DBTaskResult

from kinweave.core import clock
from kinweave.jobs import actions, queries
from kinweave.jobs.models import Pulse
from kinweave.jobs.worker import run_queue
from tests.capabilities.jobs import work

pytestmark = pytest.mark.django_db


@pytest.fixture
def mark(tmp_path: Path) -> Path:
    return tmp_path / "mark"


def test_a_job_in_the_queue_is_done_once(mark: Path) -> None:
    work.leave_mark.enqueue(str(mark))
    run_queue("w")
    run_queue("w")
    assert mark.read_text() == "done\n"


def claimed_by(worker: str, mark: Path) -> DBTaskResult[Any, Any]:
    work.leave_mark.enqueue(str(mark))
    job = DBTaskResult.objects.get()
    job.claim(worker)
    return job


def test_a_job_of_a_living_worker_is_left_alone(mark: Path, now: None) -> None:
    actions.beat(worker="w")
    claimed_by("w", mark)
    assert actions.reap() == 0


def test_a_job_whose_worker_has_been_silent_for_a_minute_is_put_back_and_done(mark: Path, now: None) -> None:
    actions.beat(worker="w")
    claimed_by("w", mark)
    with clock.at(clock.now() + actions.SILENT_AFTER):
        assert actions.reap() == 1
        assert actions.reap() == 0
        run_queue("another")
    assert mark.read_text() == "done\n"


def test_a_job_whose_worker_never_had_a_pulse_is_put_back(mark: Path) -> None:
    claimed_by("nobody", mark)
    assert actions.reap() == 1


def test_a_failed_job_waits_and_is_tried_again_five_times_at_most(mark: Path) -> None:
    work.fail.enqueue(str(mark))
    run_queue("w")
    assert actions.reap() == 0
    for _ in range(10):
        with clock.at(clock.now() + timedelta(hours=1)):
            actions.reap()
        run_queue("w")
    assert len(DBTaskResult.objects.get().worker_ids) == actions.MOST_ATTEMPTS
    assert queries.failed_jobs() == 1


def test_a_job_that_kills_every_worker_is_given_up(mark: Path) -> None:
    job = claimed_by("first", mark)
    for number in range(actions.MOST_ATTEMPTS):
        actions.reap()
        job.refresh_from_db()
        if job.status == "READY":
            job.claim(f"w{number}")
    assert queries.failed_jobs() == 1


def test_no_worker_for_five_minutes_is_noticed(now: None) -> None:
    assert queries.worker_is_late()
    actions.beat(worker="w")
    assert not queries.worker_is_late()
    with clock.at(clock.now() + timedelta(minutes=5)):
        assert queries.worker_is_late()
        actions.beat(worker="w")
        assert queries.worker_is_late()  # there, but stuck: no round was finished
        actions.went_round(worker="w")
        assert not queries.worker_is_late()


def test_a_worker_that_ends_in_order_leaves_no_pulse() -> None:
    actions.beat(worker="w")
    actions.stop(worker="w")
    assert not Pulse.objects.exists()


def test_what_is_long_done_is_tidied_away_and_what_failed_is_kept(mark: Path) -> None:
    work.leave_mark.enqueue(str(mark))
    work.fail.enqueue(str(mark))
    run_queue("w")
    actions.beat(worker="w")
    with clock.at(clock.now() + actions.KEPT_FOR + timedelta(days=1)):
        actions.tidy()
    assert [job.status for job in DBTaskResult.objects.all()] == ["FAILED"]
    assert not Pulse.objects.exists()
