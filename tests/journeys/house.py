"""A whole service on this machine for one run of the tests: data folder, keys, clock, web server and worker."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parents[2]
PROGRAM = [sys.executable, "-m", "kinweave"]


class Clock:
    """The hands of the service's clock. Everybody in the service lives by this file."""

    def __init__(self, file: Path, instant: datetime) -> None:
        self.file = file
        self.set(instant)

    def set(self, instant: datetime) -> None:
        self.instant = instant
        beside = self.file.with_suffix(".new")
        beside.write_text(instant.isoformat())
        beside.replace(self.file)  # a reader never sees half a time

    def move(self, **by: float) -> None:
        """Let time pass: `move(days=2, hours=1)`."""
        self.set(self.instant + timedelta(**by))


class House:
    """The service, its address, and the ways to open and shut it."""

    def __init__(self, folder: Path, instant: datetime) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.clock = Clock(folder / "clock", instant)
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = folder / "log"
        self.alive = "/robots.txt"  # the page whose answer says that the house is open
        self.told: dict[str, Any] = {}  # what the scene that was built says of its people
        self.process: subprocess.Popen[bytes] | None = None
        self.environment = os.environ | {
            "KINWEAVE_DATA_DIR": str(folder / "data"),
            "KINWEAVE_DEMO": "1",  # known passwords, no second step, and a clock that may be moved
            "KINWEAVE_CLOCK_FILE": str(self.clock.file),
            "DJANGO_SETTINGS_MODULE": "kinweave.config.settings",
        }
        self.environment.pop("DATABASE_URL", None)

    def prepare(self) -> None:
        """What `kinweave init` does on a new machine."""
        self.run(*PROGRAM, "init")

    def run(self, *command: str) -> str:
        done = subprocess.run(
            command, check=False, cwd=PROJECT, env=self.environment, capture_output=True, text=True
        )
        assert done.returncode == 0, (
            f"{' '.join(command)} ended with {done.returncode}\n{done.stderr[-3000:]}"
        )
        return done.stdout

    def open(self, *command: str) -> None:
        """Start the service and wait until it answers."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                command or (*PROGRAM, "serve", "--port", str(self.port), "--threads", "4"),
                cwd=PROJECT,
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.wait()

    def wait(self, seconds: float = 60) -> None:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            assert self.process.poll() is None, f"The service ended by itself.\n{self.words()}"
            try:
                with urllib.request.urlopen(f"{self.url}{self.alive}", timeout=5):  # noqa: S310 - our own address
                    return
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                time.sleep(0.05)
        raise AssertionError(f"The service did not answer within {seconds} seconds.\n{self.words()}")

    def shut(self) -> None:
        """End it as its owner would, and wait until it has gone."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(timeout=40)

    def kill(self) -> None:
        """End everything it started at once, as a power cut would."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def words(self) -> str:
        """The last of what the service said to whoever runs it."""
        return self.log.read_text(errors="replace")[-4000:]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def built(folder: Path, instant: datetime, scene: str) -> Path:
    """A service prepared with a scene and shut again, to be copied as often as it is needed."""
    return built_by(folder, instant, sys.executable, "-m", "tests.journeys.scenes", scene)


def built_by(folder: Path, instant: datetime, *command: str) -> Path:
    """The same by any command whose last line tells, as JSON, what it made."""
    house = House(folder, instant)
    house.prepare()
    (folder / "told.json").write_text(house.run(*command).splitlines()[-1])
    return folder


@contextmanager
def opened(model: Path, folder: Path, instant: datetime) -> Iterator[House]:
    """A copy of a built service, open until the end of the block."""
    shutil.copytree(model / "data", folder / "data", dirs_exist_ok=True)
    house = House(folder, instant)
    house.told = json.loads((model / "told.json").read_text())
    house.open()
    try:
        yield house
    finally:
        house.shut()
