"""The one place that knows what time it is, so that a demonstration or a test can move it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

_moved: ContextVar[datetime | None] = ContextVar("moved", default=None)
_file: Path | None = None


def follow(file: Path | None) -> None:
    """Read the time from `file` (one ISO instant with offset) from now on; None follows the machine.

    Only a demonstration or a test may call this: `kinweave check` refuses it in a live service.
    """
    global _file
    _file = file


def now() -> datetime:
    """The present instant, aware, in UTC."""
    if (moved := _moved.get()) is not None:
        return moved
    if _file is not None and _file.exists():
        return datetime.fromisoformat(_file.read_text().strip()).astimezone(UTC)
    return datetime.now(UTC)


def today(zone: ZoneInfo) -> date:
    """The present day where the reader lives."""
    return now().astimezone(zone).date()


def day_of(at: datetime, zone: ZoneInfo) -> date:
    """The day on which the instant `at` (aware) falls in `zone`."""
    return at.astimezone(zone).date()


@contextmanager
def at(instant: datetime) -> Iterator[None]:
    """Within the block it is `instant` (aware). Blocks nest."""
    token = _moved.set(instant.astimezone(UTC))
    try:
        yield
    finally:
        _moved.reset(token)


def later(*, days: int = 0, hours: int = 0, minutes: int = 0) -> datetime:
    """The instant that many days, hours and minutes from now."""
    return now() + timedelta(days=days, hours=hours, minutes=minutes)
