"""Dates as people say and know them: a day, only a month, or only a year.

Day comes before month, as in the United Kingdom; what is none of the forms is refused, never guessed.
"""

import re
from dataclasses import dataclass
from datetime import date

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip


@dataclass(frozen=True)
class Day:
    """A date as exactly as it is known: `precision` is day, month or year."""

    on: date
    precision: str

    @property
    def iso(self) -> str:
        """As it is stored: "2026-10-05", "2026-10" or "2026"."""
        return self.on.isoformat()[: {"day": 10, "month": 7}.get(self.precision, 4)]


def in_words(day: Day) -> str:
    """The date as it would be typed."""
    month = MONTHS[day.on.month - 1]
    return {"day": f"{day.on.day} {month} {day.on.year}", "month": f"{month} {day.on.year}"}.get(
        day.precision, str(day.on.year)
    )


_FORMS = (
    re.compile(r"(?P<d>\d{1,2})(?:st|nd|rd|th)?\s+(?P<m>[a-z]{3,9})\.?,?\s+(?P<y>\d{4})"),
    re.compile(r"(?P<m>[a-z]{3,9})\.?,?\s+(?P<y>\d{4})"),
    re.compile(r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})"),
    re.compile(r"(?P<y>\d{4})-(?P<m>\d{1,2})"),
    re.compile(r"(?P<d>\d{1,2})[./](?P<m>\d{1,2})[./](?P<y>\d{4})"),
    re.compile(r"(?P<m>\d{1,2})[./](?P<y>\d{4})"),
    re.compile(r"(?P<y>\d{4})"),
)


def read_day(text: str) -> Day | None:
    """Read a date in any of the forms people write, day before month; None when it is none of them."""
    for form in _FORMS:
        if found := form.fullmatch(text.strip().lower()):
            parts = found.groupdict()
            month, day = _month(parts.get("m")), parts.get("d")
            try:
                on = date(int(parts["y"]), month, int(day or 1))
            except ValueError:
                return None
            if not 1900 <= on.year <= 2100:
                return None
            return Day(on, "day" if day else "month" if parts.get("m") else "year")
    return None


def _month(text: str | None) -> int:
    if text is None:
        return 1
    if text.isdigit():
        return int(text)
    named = [number for number, month in enumerate(MONTHS, start=1) if month.lower().startswith(text)]
    return named[0] if named else 0
