"""The days of a rhythm log as weeks, and which days may be written when.

A day is named by its date alone, and its times are what the clock on the wall showed: neither a journey nor
the night in which the clocks change moves anything that was written.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from kinweave.core.rhythm import WEEK, Day, Rhythm, RhythmLog, rhythm

DAYS_OPEN = 14
NIGHT_UNTIL = 5  # o'clock: whoever writes at one in the morning means the day that is ending

NOON = 12


@dataclass(frozen=True, slots=True)
class RhythmWeek:
    """Seven days from a Monday, None where nothing was written, and the measure over those that were."""

    monday: date
    days: tuple[Day | None, ...]
    rhythm: Rhythm

    @property
    def sunday(self) -> date:
        return self.monday + timedelta(days=WEEK - 1)

    @property
    def written(self) -> int:
        """On how many of the seven days something was written."""
        return sum(day is not None for day in self.days)


def day_lived(now: datetime) -> date:
    """The day that is being lived at the local time `now`: until five in the morning the one before."""
    return now.date() - timedelta(days=int(now.hour < NIGHT_UNTIL))


def days_asked(now: datetime) -> tuple[date, date]:
    """The two days somebody would write at the local time `now`, the likelier first: before noon yesterday."""
    lived = day_lived(now)
    eve = lived - timedelta(days=1)
    return (eve, lived) if NIGHT_UNTIL <= now.hour < NOON else (lived, eve)


def open_days(today: date, begun: date) -> tuple[date, ...]:
    """The days that may be written, newest first: the last fourteen, none from before the eve of the log."""
    back = (today - timedelta(days=place) for place in range(DAYS_OPEN))
    return tuple(day for day in back if day >= begun - timedelta(days=1))


def monday_of(day: date) -> date:
    """The Monday of the week in which `day` lies."""
    return day - timedelta(days=day.weekday())


def week(log: RhythmLog, days: Mapping[date, Day], monday: date) -> RhythmWeek:
    """The week from `monday` of a log by date; days outside it are left aside."""
    seven = tuple(days.get(monday + timedelta(days=place)) for place in range(WEEK))
    return RhythmWeek(monday, seven, rhythm(log, [day for day in seven if day is not None]))


def weeks(log: RhythmLog, days: Mapping[date, Day]) -> tuple[RhythmWeek, ...]:
    """Every week from the first day written to the last, earliest first, those without a day as well."""
    if not days:
        return ()
    first, last = monday_of(min(days)), monday_of(max(days))
    count = (last - first).days // WEEK + 1
    return tuple(week(log, days, first + timedelta(weeks=place)) for place in range(count))


def worth_showing(log: RhythmLog, found: Sequence[RhythmWeek]) -> RhythmWeek | None:
    """The latest week with enough days for a number; without one, the latest with any day at all."""
    enough = [each for each in found if each.written >= log.least_days.value]
    some = enough or [each for each in found if each.written]
    return some[-1] if some else None
