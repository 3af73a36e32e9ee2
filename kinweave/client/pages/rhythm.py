"""The exact contexts of "My daily rhythm": the weeks, and one day to write."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from kinweave.worksheets.rhythm_days import DayLink
from kinweave.worksheets.rhythm_shown import WeekShown

if TYPE_CHECKING:
    from kinweave.treatment.forms.clashes import BothTexts
    from kinweave.worksheets.rhythm_forms import DayForm


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
    title: str  # "Today", "Yesterday", or the date
    label: str  # the date
    intro: str
    night: str  # to which day a bedtime after midnight belongs
    form: DayForm
    both: tuple[BothTexts, ...]
    near: tuple[DayLink, ...]  # yesterday and today
    further: tuple[DayLink, ...]
    read_by: str
