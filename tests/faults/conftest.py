"""A service with two whole records, built once, and a copy of it for each test that damages one."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.journeys.house import House, built_by, opened
from tests.record import HELD, week

NOW = week(HELD - 1) + timedelta(hours=2)


@pytest.fixture(scope="session")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The service as it stands before anything happens to it."""
    return built_by(tmp_path_factory.mktemp("recorded"), NOW, sys.executable, "-m", "tests.faults.record")


@pytest.fixture(scope="module")
def service(recorded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A copy of it, served for all tests of a module."""
    with opened(recorded, tmp_path_factory.mktemp("served") / "house", NOW) as house:
        yield house
