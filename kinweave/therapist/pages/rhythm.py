"""The exact context of the daily rhythm in the therapist's portal, and its line in the room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, ClassVar

from django.utils.safestring import SafeString

from kinweave.core.rhythm import WEEK, RhythmLog
from kinweave.core.rhythm_weeks import RhythmWeek, weeks, worth_showing
from kinweave.therapist.pages.course_head import CourseHead
from kinweave.web.pictures.rhythm_weeks import MoodPoint, RhythmWeeksPicture, WeekPoint, rhythm_weeks
from kinweave.web.words import count_of, month_day
from kinweave.worksheets.queries import rhythm as logs
from kinweave.worksheets.rhythm_days import DayLink
from kinweave.worksheets.rhythm_shown import WeekShown, number_words, value_shown, week_in_words

if TYPE_CHECKING:
    from kinweave.treatment.forms.clashes import BothTexts
    from kinweave.worksheets.models import RhythmDay, RhythmDiary
    from kinweave.worksheets.rhythm_forms import DayForm

TAB = "measures"
Moods = Sequence[tuple[date, int]]
"""The days on which a mood was noted, and the mood, 0 to 10."""


@dataclass(frozen=True)
class WeekRow:
    """One week in the table of weeks."""

    monday: str
    title: str
    number: str
    made_of: str
    written: int
    moods: str
    here: bool


@dataclass(frozen=True)
class RhythmPage:
    """A week of the log at one glance, and the weeks before it beside the mood."""

    template: ClassVar[str] = "therapist/rhythm.html"
    head: CourseHead
    title: str
    kept_words: str  # since when it is kept, or that it is not
    kept: bool
    may_begin: bool
    begin_words: str
    week: WeekShown | None
    number: str
    note: str  # what the number does not say
    unverified: str  # how much of what it rests on nobody has verified
    rules: tuple[str, ...]
    days: tuple[DayLink, ...]  # that may be written for the client; none where the reader may not
    rows: tuple[WeekRow, ...]  # the latest first
    figure: SafeString | None  # all weeks; None while there are fewer than two
    has_moods: bool


@dataclass(frozen=True)
class RhythmDayPage:
    """One day, written for the client from paper or by telephone."""

    template: ClassVar[str] = "therapist/rhythm_day.html"
    head: CourseHead
    title: str
    on: str
    label: str
    night: str
    form: DayForm
    both: tuple[BothTexts, ...]


@dataclass(frozen=True)
class RhythmPaperPage:
    """A week on paper, to fill in by hand."""

    template: ClassVar[str] = "therapist/rhythm_paper.html"
    head: CourseHead
    title: str
    intro: str
    anchors: tuple[tuple[str, str], ...]  # words and help
    company: tuple[tuple[int, str], ...]  # the figure to write beside the time, and what it means
    days: tuple[str, ...]
    licence: str


def kept_in_words(diary: RhythmDiary | None) -> str:
    """Since when a log is kept, or from when until when it was."""
    if diary is None:
        return "No daily rhythm log is kept in this course."
    since = month_day(diary.begun_on)
    if logs.is_kept(diary):
        return f"Kept by the client since {since}."
    return f"Kept from {since} until {month_day(diary.ended_on or diary.course.ended_on or diary.begun_on)}."


def chosen(log: RhythmLog, found: Sequence[RhythmWeek], monday: str) -> RhythmWeek | None:
    """The week that was asked for; else the latest that can say something."""
    asked = next((each for each in found if each.monday.isoformat() == monday), None)
    return asked or worth_showing(log, found)


def week_rows(found: Sequence[RhythmWeek], moods: Moods, here: RhythmWeek | None) -> tuple[WeekRow, ...]:
    """Every week, the latest first."""
    return tuple(_row(each, moods, here) for each in reversed(found))


def _row(week: RhythmWeek, moods: Moods, here: RhythmWeek | None) -> WeekRow:
    noted = [mood for on, mood in moods if week.monday <= on <= week.sunday]
    value = week.rhythm.value
    return WeekRow(
        monday=week.monday.isoformat(), title=week_in_words(week.monday),
        number="–" if value is None else value_shown(value),
        made_of="" if value is None else f"{week.rhythm.hits} in {week.rhythm.activities}", written=week.written,
        moods=_span(noted), here=week == here,
    )  # fmt: skip


def _span(noted: list[int]) -> str:
    if not noted:
        return "–"
    low, high = min(noted), max(noted)
    return f"{low}" if low == high else f"{low} to {high}"


def weeks_figure(found: Sequence[RhythmWeek], moods: Moods) -> SafeString | None:
    """All weeks as a line above the moods noted in them; None while there is only one week."""
    if len(found) < 2:
        return None
    first, last = found[0].monday, found[-1].sunday
    middle = timedelta(days=WEEK // 2)
    points = tuple(WeekPoint(each.monday + middle, each.rhythm.value) for each in found)
    inside = tuple(MoodPoint(on, mood) for on, mood in moods if first <= on <= last)
    said = [
        f"{week_in_words(each.monday)}, {value_shown(each.rhythm.value)}"
        for each in found
        if each.rhythm.value is not None
    ]
    words = (
        f"Regularity from 0 to 7 by week: {'; '.join(said) or 'no number yet'}. Every week is in the table."
    )
    return rhythm_weeks(
        RhythmWeeksPicture("rhythm-weeks", "Regularity by week", words, first, last, points, inside)
    )


@dataclass(frozen=True)
class RhythmLine:
    """The rhythm in one line, for the room."""

    title: str
    words: str


def rhythm_line(rows: Sequence[RhythmDay]) -> RhythmLine | None:
    """The latest week of these days in words; None without any. The rows bring their log with them."""
    if not rows:
        return None
    log = logs.definition(rows[0].diary)
    latest = worth_showing(log, weeks(log, logs.by_date(rows)))
    if latest is None:
        return None
    written = f"{count_of(latest.written, 'day')} written down"
    return RhythmLine(log.title, f"{week_in_words(latest.monday)}: {written}. {number_words(latest)}")
