"""Dates, times, numbers and lists as people say them, in British English."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from kinweave.core.days import MONTHS

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
NUMBERS = (
    "none", "one", "two", "three", "four", "five", "six",
    "seven", "eight", "nine", "ten", "eleven", "twelve",
)  # fmt: skip


def number_in_words(count: int) -> str:
    """A count in words to twelve, then in figures with commas: "three", "13", "1,204". Nought is "none"."""
    return NUMBERS[count] if 0 <= count < len(NUMBERS) else f"{count:,}".replace("-", "−")


def count_of(count: int, one: str, many: str = "") -> str:
    """A count with its noun: "one session", "three sessions", "no sessions"."""
    noun = one if count == 1 else many or f"{one}s"
    return f"{'no' if count == 0 else number_in_words(count)} {noun}"


def list_in_words(items: Sequence[str], last: str = "and") -> str:
    """Things in a row: "a", "a and b", "a, b and c"."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {last} {items[-1]}"


def month_day(day: date) -> str:
    """Day and month: "8 January"."""
    return f"{day.day} {MONTHS[day.month - 1]}"


def short_date(day: date) -> str:
    """The shortest date that is still a word, for charts: "8 Jan"; June and July stay whole."""
    month = MONTHS[day.month - 1]
    return f"{day.day} {month if len(month) < 5 else month[:3]}"


def date_in_words(day: date, today: date | None = None) -> str:
    """Weekday, day and month: "Friday 8 January". The year is added when it is over eleven months from
    today."""
    words = f"{DAYS[day.weekday()]} {month_day(day)}"
    return f"{words} {day.year}" if today and abs((day - today).days) > 335 else words


def full_date(day: date) -> str:
    """Day, month and year: "8 January 2027"."""
    return f"{month_day(day)} {day.year}"


def day_in_words(day: date, today: date) -> str:
    """A day as one would say it now: "today", "yesterday", "tomorrow", else the date in words."""
    near = {0: "today", 1: "tomorrow", -1: "yesterday"}
    return near.get((day - today).days) or date_in_words(day, today)


def clock(at: time | datetime) -> str:
    """The 24-hour clock without a leading nought: "9:36", "14:00"."""
    return f"{at.hour}:{at.minute:02d}"


def clock_in_words(at: time | datetime) -> str:
    """The hour as one says it: "ten o’clock", "midday", "midnight"; other times as figures, "9:50"."""
    if at.minute:
        return clock(at)
    named = {0: "midnight", 12: "midday"}
    return named.get(at.hour) or (f"{NUMBERS[at.hour]} o’clock" if at.hour < 12 else clock(at))


def moment_in_words(at: datetime, now: datetime) -> str:
    """Day and clock: "today at 8:14", "yesterday at 9:20", "Friday 8 January at 8:12"."""
    return f"{day_in_words(at.date(), now.date())} at {clock(at)}"


def saved_in_words(at: datetime, now: datetime) -> str:
    """Beside a form: "Saved 8:14" on the day itself, else with its day, "Saved yesterday at 20:50"."""
    return f"Saved {clock(at) if at.date() == now.date() else moment_in_words(at, now)}"


def meeting_in_words(at: datetime, now: datetime) -> str:
    """As it follows "you meet": "today at 10:00", "on Friday 8 January at 10:00"."""
    said = moment_in_words(at, now)
    return f"on {said}" if said[0].isupper() else said


def span_in_words(length: timedelta) -> str:
    """A length of time in its largest fitting unit: "three minutes", "two hours", "six weeks"."""
    seconds = abs(length.total_seconds())
    if seconds < 60:
        return "less than a minute"
    for size, most, noun in ((60, 60, "minute"), (3600, 48, "hour"), (86400, 21, "day")):
        if seconds < size * most:
            return count_of(int(seconds // size), noun)
    return count_of(int(seconds // 604800), "week")


def since_or_until(at: datetime, now: datetime) -> str:
    """How far off a moment is: "in two hours", "three days ago", "now"."""
    if abs((at - now).total_seconds()) < 60:
        return "now"
    return f"in {span_in_words(at - now)}" if at > now else f"{span_in_words(at - now)} ago"


def greeting(now: datetime) -> str:
    """Good morning until midday, good afternoon until six, else good evening; after midnight only "Hello".

    Whoever is awake at three did not have an evening, and should not be told that it is one.
    """
    if now.hour < 5:
        return "Hello"
    if now.hour < 12:
        return "Good morning"
    return "Good afternoon" if now.hour < 18 else "Good evening"


def plain_number(value: float) -> str:
    """A score or rating as written: whole numbers without a point, a real minus sign."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return ("0" if text == "-0" else text).replace("-", "−")
