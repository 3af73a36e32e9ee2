"""The worker as a process: killed in the middle of a job, started again, nothing lost and nothing doubled."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kinweave.core import key_files

ROOT = Path(__file__).resolve().parents[3]
BEGIN = "import django; django.setup()\n"
WORK = (
    BEGIN
    + """
from datetime import timedelta
from kinweave.jobs import actions
from kinweave.commands.work import work
actions.SILENT_AFTER = timedelta(seconds=2)  # not a whole minute of the test
from kinweave.jobs import rounds, worker
worker.BEAT_EVERY = 0.5
worker.run_worker.__kwdefaults__.update(
    rounds=tuple(rounds.Round(each.path, min(each.seconds, 0.3)) for each in rounds.ROUNDS), look_every=0.1
)
work()
"""
)


class Place:
    """A service of its own on disk, and the processes that work in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        key_files.create(folder / "keys")
        self.env = os.environ | {
            "KINWEAVE_DATA_DIR": str(folder), "KINWEAVE_DEMO": "1", "DJANGO_SETTINGS_MODULE": "tests.capabilities.jobs.own",
            "KINWEAVE_EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend", "PYTHONPATH": str(ROOT),
        }  # fmt: skip
        self.workers: list[subprocess.Popen[bytes]] = []
        self.run(
            "from django.core.management import call_command; call_command('migrate', run_syncdb=True, verbosity=0)"
        )

    def run(self, code: str) -> str:
        done = subprocess.run(
            [sys.executable, "-c", BEGIN + code],
            env=self.env,
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def start(self) -> subprocess.Popen[bytes]:
        worker = subprocess.Popen([sys.executable, "-c", WORK], env=self.env, cwd=ROOT)
        self.workers.append(worker)
        return worker

    def letters(self) -> int:
        return sum(file.read_text().count("Message-ID") for file in (self.folder / "mail").glob("*"))


def until(true: Callable[[], bool], seconds: float = 40) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not come to pass in time"
        time.sleep(0.1)


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    made = Place(tmp_path)
    yield made
    for worker in made.workers:
        worker.kill()
        worker.wait()


@pytest.mark.slow
def test_a_worker_killed_in_a_job_is_replaced_and_the_job_is_done_once(place: Place) -> None:
    mark = place.folder / "mark"
    place.run(
        f"from tests.capabilities.jobs.work import die_then_leave_mark as job; job.enqueue({str(mark)!r})"
    )
    first = place.start()
    until(lambda: first.poll() is not None)
    assert first.returncode == 9
    assert not mark.exists()
    second = place.start()
    until(mark.exists)
    time.sleep(1)
    assert mark.read_text() == "done\n"
    second.send_signal(signal.SIGTERM)
    assert second.wait(timeout=20) == 0


@pytest.mark.slow
def test_a_worker_killed_while_it_passes_on_and_sends_doubles_nothing(place: Place) -> None:
    place.run(
        "from datetime import timedelta\n"
        "from tests.cast import assemble\n"
        "from kinweave.core import clock\n"
        "from kinweave.safety.actions import raise_alert\n"
        "with clock.at(clock.now() - timedelta(days=9)):\n"
        "    cast = assemble()\n"
        "    for n in range(20):\n"
        "        raise_alert(client=cast.joanna, flag_code=f'flag-{n}', tier='now', source_type='t', source_id='1',"
        " by=None, summary='s')\n"
    )
    steps = "from kinweave.safety.models import AlertStep; print(AlertStep.objects.exclude(escalation=None).count())"
    for _ in range(4):
        worker = place.start()
        time.sleep(2.2)
        worker.kill()
        worker.wait()
    last = place.start()
    until(lambda: place.run(steps) == "40")
    waiting = "from kinweave.notices.models import Notice; print(Notice.objects.filter(sent_at=None).count())"
    # at most one letter was in the hands of each worker that was killed; its claim holds for ten minutes
    until(lambda: int(place.run(waiting)) <= 4)
    last.send_signal(signal.SIGTERM)
    assert last.wait(timeout=20) == 0
    assert place.run(steps) == "40"
    assert (
        place.run(
            "from kinweave.audit.models import Event; print(Event.objects.filter(act='alert.escalated').count())"
        )
        == "40"
    )
    written = int(place.run("from kinweave.notices.models import Notice; print(Notice.objects.count())"))
    assert written - 4 <= place.letters() <= written
