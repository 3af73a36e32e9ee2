"""Shorthand for the tests of the daily rhythm log."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from kinweave.core import clock
from kinweave.worksheets.actions.rhythm import begin_log, write_day
from kinweave.worksheets.models import RhythmDay, RhythmDiary
from tests.cast import START, Cast

TODAY = START.date()  # Friday 13 November 2026
YESTERDAY = TODAY - timedelta(days=1)
WEEKDAY: dict[str, Any] = {
    "up": "07:00",
    "contact": "07:30",
    "start": "09:00",
    "meal": "18:30",
    "bed": "23:00",
}


def begun(cast: Cast, *, days_ago: int = 0) -> RhythmDiary:
    """A log begun by the therapist, some days before the present."""
    with clock.at(clock.now() - timedelta(days=days_ago)):
        return begin_log(course=cast.course, by=cast.miriam)


def wrote(diary: RhythmDiary, on: date, cast: Cast, *, seen: int = 0, **values: str) -> RhythmDay:
    """A day as the client writes it."""
    said = {name.replace("_", "-"): value for name, value in values.items()}
    return write_day(diary=diary, on=on, values=said, seen=seen, by=cast.joanna_user)


def steady_week(cast: Cast, **more: Any) -> RhythmDiary:
    """The seven days up to today, each alike."""
    diary = begun(cast, days_ago=7)
    for back in range(7):
        wrote(diary, TODAY - timedelta(days=back), cast, **{**WEEKDAY, **more})
    return diary
