"""The exact contexts of "My daily rhythm": the weeks, and one day to write."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, ClassVar

from kinweave.web.words import date_in_words, day_in_words
from kinweave.worksheets.rhythm_shown import WeekShown

if TYPE_CHECKING:
    from kinweave.treatment.forms.clashes import BothTexts
    from kinweave.worksheets.rhythm_forms import DayForm


@dataclass(frozen=True)
class DayLink:
    """A day that may be written."""

    on: str  # 2026-11-13, as its address has it
    words: str  # "today", "yesterday", else the date
    written: bool = False
    here: bool = False


def day_link(on: date, lived: date, *, written: bool = False, here: bool = False) -> DayLink:
    """A day as one says it while `lived` is the day being lived."""
    return DayLink(on.isoformat(), day_in_words(on, lived), written, here)


@dataclass(frozen=True)
class RhythmPage:
    """The weeks that were written, the latest first."""

    template: ClassVar[str] = "client/rhythm.html"
    title: str
    intro: str
    kept: bool  # it goes on; else it can only be read
    first: DayLink | None  # the one thing to do now
    others: tuple[DayLink, ...]
    weeks: tuple[WeekShown, ...]
    near: str  # how near is near, in words
    earlier: str  # the last day before the weeks on this page; empty when there is none
    read_by: str


@dataclass(frozen=True)
class RhythmDayPage:
    """One day to write."""

    template: ClassVar[str] = "client/rhythm_day.html"
    title: str
    label: str
    intro: str
    night: str  # to which day a bedtime after midnight belongs
    form: DayForm
    both: tuple[BothTexts, ...]
    near: tuple[DayLink, ...]  # today and yesterday
    further: tuple[DayLink, ...]
    read_by: str


def heading(on: date, lived: date) -> str:
    """How the page of a day is called: "Today", "Yesterday", or the date."""
    said = day_in_words(on, lived)
    return f"{said[0].upper()}{said[1:]}"


def night_words(on: date) -> str:
    """Bedtime after midnight, said with the names of these two nights."""
    night = date_in_words(on + timedelta(days=1)).split(" ", maxsplit=1)[0]
    day = date_in_words(on).split(" ", maxsplit=1)[0]
    return f"If you went to bed after midnight, in the small hours of {night}, it still belongs to {day}."
