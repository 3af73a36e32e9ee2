"""The hours in which a service answers, and times counted in them. Pure: no database.

Working days are Monday to Friday. Times are kept in UTC and counted as they pass, so the night on which
the clocks change lengthens or shortens nothing within staffed hours (S-36).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_SATURDAY = 5
_MIDNIGHT = time(0)


@dataclass(frozen=True)
class Hours:
    """When somebody is there, on working days, by the clock of `zone`. Closing before opening means all day."""

    zone: ZoneInfo
    opens: time
    closes: time

    def on(self, day: date) -> tuple[datetime, datetime]:
        """Opening and closing of that day, in UTC."""
        if self.opens < self.closes:
            return self._instant(day, self.opens), self._instant(day, self.closes)
        return self._instant(day, _MIDNIGHT), self._instant(day + timedelta(days=1), _MIDNIGHT)

    def local_day(self, at: datetime) -> date:
        """The day on the service's own calendar."""
        return at.astimezone(self.zone).date()

    def staffed(self, at: datetime) -> bool:
        """Whether somebody is there at `at`."""
        day = self.local_day(at)
        opens, closes = self.on(day)
        return is_working(day) and opens <= at < closes

    def next_opening(self, at: datetime) -> datetime:
        """The next moment, from `at` on, at which somebody is there (UTC)."""
        return next(max(at.astimezone(UTC), opens) for opens, closes in self._spells(at) if closes > at)

    def after(self, at: datetime, minutes: int) -> datetime:
        """When that many staffed minutes have passed since `at` (UTC)."""
        left = timedelta(minutes=minutes)
        for opens, closes in self._spells(at):
            start = max(at.astimezone(UTC), opens)
            if closes - start >= left and closes > start:
                return start + left
            left -= max(closes - start, timedelta())
        raise AssertionError

    def end_of_day(self, at: datetime) -> datetime:
        """Closing time of the working day that `at` falls in, else of the next one (UTC)."""
        return next(closes for _, closes in self._spells(at) if closes > at)

    def end_of_next_working_day(self, at: datetime) -> datetime:
        """Closing time of the first working day after the calendar day of `at` (UTC)."""
        day = self.local_day(at) + timedelta(days=1)
        while not is_working(day):
            day += timedelta(days=1)
        return self.on(day)[1]

    def _spells(self, at: datetime) -> Iterator[tuple[datetime, datetime]]:
        day = self.local_day(at)
        while True:
            if is_working(day):
                yield self.on(day)
            day += timedelta(days=1)

    def _instant(self, day: date, at: time) -> datetime:
        return datetime.combine(day, at, self.zone).astimezone(UTC)


def is_working(day: date) -> bool:
    """Monday to Friday."""
    return day.weekday() < _SATURDAY
