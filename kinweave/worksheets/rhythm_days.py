"""The days of a rhythm log as a page names and links them. Both portals use it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.http import Http404
from django.utils.timezone import localtime

from kinweave.core import clock
from kinweave.core.rhythm_weeks import day_lived, days_asked, open_days
from kinweave.web import here
from kinweave.web.words import DAYS, day_in_words
from kinweave.worksheets.models import RhythmDiary
from kinweave.worksheets.queries import rhythm

FIRST, LAST = date(1900, 1, 1), date(9000, 1, 1)


@dataclass(frozen=True)
class DayLink:
    """A day that may be written."""

    on: str  # 2026-11-13, as its address has it
    words: str  # "today", "yesterday", else the date
    written: bool = False
    here: bool = False
    near: bool = False  # the day being lived, or the one before


def day_link(on: date, lived: date, *, written: bool = False, shown: date | None = None) -> DayLink:
    """A day as one says it while `lived` is the day being lived and `shown` the one on the page."""
    near = on in (lived, lived - timedelta(days=1))
    return DayLink(on.isoformat(), day_in_words(on, lived), written, on == shown, near)


def day_links(diary: RhythmDiary, shown: date | None = None) -> tuple[DayLink, ...]:
    """Every day that may be written now, newest first; none once the log has ended. One query."""
    if not rhythm.is_kept(diary):
        return ()
    lived, days = lived_today(), open_days(here.today(), diary.begun_on)
    written = {row.on for row in rhythm.days(diary, since=days[-1])}
    return tuple(day_link(on, lived, written=on in written, shown=shown) for on in days)


def next_to_write(links: Iterable[DayLink]) -> DayLink | None:
    """The day to write now, of those that wait: the likelier of the two that are near."""
    waiting = {link.on: link for link in links if not link.written}
    asked = (day.isoformat() for day in days_asked(localtime(clock.now())))
    return next((waiting[on] for on in asked if on in waiting), None)


def lived_today() -> date:
    """The day that is being lived where the reader is."""
    return day_lived(localtime(clock.now()))


def day_in_address(written: str) -> date:
    """A day as an address has it, 2026-11-13 and in no other way; else 404."""
    try:
        day = date.fromisoformat(written)
    except ValueError:
        raise Http404 from None
    if day.isoformat() != written or not FIRST < day < LAST:
        raise Http404
    return day


def night_words(on: date) -> str:
    """To which day a bedtime after midnight belongs, said with the names of these two days."""
    night = DAYS[(on.weekday() + 1) % 7]
    return f"If it was after midnight, in the small hours of {night}, bedtime still belongs to {DAYS[on.weekday()]}."
