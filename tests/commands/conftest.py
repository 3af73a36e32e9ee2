"""`kinweave library` as a service with a folder of its own runs it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from kinweave.commands.library import app

Run = Callable[..., Result]


@pytest.fixture
def own(tmp_path: Path) -> Path:
    return tmp_path / "own"


@pytest.fixture
def run(own: Path, settings: Any) -> Run:
    """Run a command as in a service whose LIBRARY_PATHS names its own folder."""
    settings.LIBRARY_PATHS = (own,)
    own.mkdir()
    return lambda *words: CliRunner().invoke(app, [str(word) for word in words])
