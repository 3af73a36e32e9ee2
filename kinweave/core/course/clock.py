"""Sessions and weeks, counted apart: "session 7 of 16, ends 12 March".

A week without a session spends nothing; it only moves the date on which the course would end.
"""

import math
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from kinweave.core.course.state import Attendance, CourseState, Stage
from kinweave.core.days import MONTHS
from kinweave.core.protocols import Ending

DEFAULT_SHARE, DEFAULT_AT_LEAST, DEFAULT_AT_MOST = 0.2, 2, 4  # see ending_opens_at


@dataclass(frozen=True, slots=True)
class Clock:
    """Where the course stands in time on `today`.

    `number` is the session being held today, else the next one, never more than `total`. `week` counts
    calendar weeks from the first attended session, starting at 1; it is 0 before that session.
    `ends_on` is reckoned from what is left and planned; `agreed_end` is the date both signed. With an
    `open_end`, `total`, `left` and both dates lead to the session at which both look at it again.
    """

    today: date
    attended: int
    number: int
    total: int
    left: int
    week: int
    ends_on: date
    agreed_end: date | None
    next_on: date | None
    ended: bool
    open_end: bool = False

    @property
    def later_than_agreed(self) -> int:
        """Days by which the end has moved past the agreed date; 0 when it has not."""
        return max(0, (self.ends_on - self.agreed_end).days) if self.agreed_end else 0

    @property
    def sentence(self) -> str:
        """The clock in words, as it stands at the top of every page of the course."""
        when = in_words(self.ends_on, self.today)
        if self.open_end:
            return self._without_an_end(when)
        if self.ended:
            return f"{self.attended} of {self.total} sessions held, ended {when}"
        if self.left == 0:
            return f"All {self.total} sessions held, the last on {when}"
        return f"Session {self.number} of {self.total}, ends {when}"

    def _without_an_end(self, when: str) -> str:
        held = f"{self.attended} {'session' if self.attended == 1 else 'sessions'} held"
        if self.ended:
            return f"{held}, ended {when}"
        if self.left == 0:
            return f"{held}, the review is due"
        return f"Session {self.number}, review {when}" if self.agreed_end else f"Session {self.number}"


def in_words(day: date, today: date) -> str:
    """A date as people say it; the year only when it is not this year's."""
    words = f"{day.day} {MONTHS[day.month - 1]}"
    return words if day.year == today.year else f"{words} {day.year}"


def ending_length(total: int, ending: Ending | None = None) -> int:
    """How many sessions the ending takes: a share of the total within bounds, leaving one before it."""
    share, least, most = (
        (ending.share, ending.at_least, ending.at_most)
        if ending else (DEFAULT_SHARE, DEFAULT_AT_LEAST, DEFAULT_AT_MOST)
    )  # fmt: skip
    wanted = min(max(math.floor(total * share + 0.5), least), most)
    return max(1, min(wanted, total - 1))


def ending_opens_at(total: int, ending: Ending | None = None) -> int:
    """The number of the first session of the ending: 14 of 16, 11 of 12, 7 of 8, 17 of 20.

    Two to four sessions before the end (Weissman, Markowitz, Klerman 2000, ch. 7); the share within
    those bounds is the protocol's, 20 % unless it says otherwise.
    """
    return total - ending_length(total, ending) + 1


def plan_dates(
    start: date, weekday: int, count: int, skipped: Collection[date] = (), days_between: int = 7
) -> tuple[date, ...]:
    """`count` dates from the first `weekday` (0 is Monday) on or after `start`, every `days_between` days.

    More than a week apart they stay on that weekday: every 30 days is mostly four weeks, at times five.
    A date in the same Monday-to-Sunday week as any day of `skipped` is passed over and moves the rest on.
    """
    weeks = {day - timedelta(days=day.weekday()) for day in skipped}
    first = start + timedelta(days=(weekday - start.weekday()) % 7)
    dates: list[date] = []
    reached = 0
    while len(dates) < count:
        day = first + timedelta(days=_whole_weeks(reached) if days_between > 7 else reached)
        if day - timedelta(days=day.weekday()) not in weeks:
            dates.append(day)
        reached += days_between
    return tuple(dates)


def _whole_weeks(days: int) -> int:
    return 7 * ((2 * days + 7) // 14)


def clock(state: CourseState, today: date, skipped: Collection[date] = ()) -> Clock:
    """The clock of this course on that day. `skipped` are days in weeks without sessions (holidays)."""
    held = sorted(session.on for session in state.sessions if session.counts)
    today_is_one = today in held
    upcoming = sorted(each.on for each in state.sessions if _is_ahead(each.attendance, each.on, today))
    return Clock(
        today=today,
        attended=state.attended,
        number=min(state.attended + (not today_is_one), state.total),
        total=state.total,
        left=state.left,
        week=max(0, (today - held[0]).days // 7 + 1) if held else 0,
        ends_on=_end(state, today, held, upcoming, skipped),
        agreed_end=state.agreement.ends_on if state.agreement else None,
        next_on=upcoming[0] if upcoming and state.active else None,
        ended=not state.active,
        open_end=state.without_total,
    )


def days_between(state: CourseState) -> int:
    """Days until the next session by the protocol's cadence at this point of the course."""
    cadence = state.protocol.cadence
    reached = [each for each in cadence.changes if each.from_session <= state.attended + 1]
    return max(reached, key=lambda each: each.from_session).days_between if reached else cadence.days_between


def _is_ahead(attendance: Attendance, on: date, today: date) -> bool:
    return attendance is Attendance.PLANNED and on >= today


def _end(
    state: CourseState, today: date, held: list[date], upcoming: list[date], skipped: Collection[date]
) -> date:
    if state.ended_on:
        return state.ended_on
    if state.left <= 0 or state.stage is Stage.MAINTENANCE:
        return held[-1] if held else state.opened_on
    if len(upcoming) >= state.left:
        return upcoming[state.left - 1]
    step = days_between(state)
    last = upcoming[-1] if upcoming else max((each.on for each in state.sessions), default=None)
    start = _next_after(last, today, step) if last else max(today, state.opened_on)
    return plan_dates(start, start.weekday(), state.left - len(upcoming), skipped, step)[-1]


def _next_after(last: date, today: date, step: int) -> date:
    """The first date on or after today in the series that `last` belongs to."""
    behind = max(0, (today - last).days - step)
    return last + timedelta(days=step * (1 + -(-behind // step)))
