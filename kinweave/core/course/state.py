"""What a course is at one moment: frozen values, built from records or by the events in `events`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Literal

from kinweave.core.protocols import Protocol


class Stage(StrEnum):
    """Where a course stands as a whole."""

    SUITABILITY = "suitability"
    STARTED = "started"
    AGREED = "agreed"
    ENDING = "ending"
    MAINTENANCE = "maintenance"
    PAUSED = "paused"
    FINISHED = "finished"
    STOPPED_EARLY = "stopped_early"
    TRANSFERRED = "transferred"
    ROUTED_ELSEWHERE = "routed_elsewhere"


ENDED = frozenset({Stage.FINISHED, Stage.STOPPED_EARLY, Stage.TRANSFERRED, Stage.ROUTED_ELSEWHERE})


class Attendance(StrEnum):
    """What became of a session. Only an attended one spends one of the agreed sessions."""

    PLANNED = "planned"
    ATTENDED = "attended"
    CANCELLED_BY_CLIENT = "cancelled_by_client"
    CANCELLED_BY_SERVICE = "cancelled_by_service"
    DID_NOT_ATTEND = "did_not_attend"


class CourseRefusedError(ValueError):
    """An event the course does not allow now. Its text says why, in words for the person who tried."""


@dataclass(frozen=True, slots=True)
class SessionFact:
    """One session of the record. `id` is any stable key; its number is computed (see `session_numbers`).

    `focus_worked` is None until somebody says whether the agreed area was worked on. `maintenance`
    sessions are not part of the agreed number.
    """

    id: str
    on: date
    attendance: Attendance = Attendance.PLANNED
    signed: bool = False
    amendments: int = 0
    focus_worked: bool | None = None
    maintenance: bool = False

    @property
    def counts(self) -> bool:
        """True when it spends one of the agreed sessions."""
        return self.attendance is Attendance.ATTENDED and not self.maintenance


@dataclass(frozen=True, slots=True)
class Agreement:
    """What both signed: never edited; a change is a new one after it, with its reason.

    With an `open_end`, `sessions` and `ends_on` say when both look at it again, not when it is over.
    """

    on: date
    sessions: int
    areas: tuple[str, ...]
    ends_on: date | None = None
    reason: str = ""
    open_end: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """One explicit, dated change of an agreement."""

    what: Literal["sessions", "focus", "end"]
    on: date
    before: str
    after: str
    reason: str


@dataclass(frozen=True, slots=True)
class Pause:
    """A stretch without sessions. `until` is None while it lasts."""

    since: date
    reason: str
    stage_before: Stage
    until: date | None = None


@dataclass(frozen=True, slots=True)
class CourseState:
    """One course. Build it from records, or let `events` carry it forward; every field is plain.

    `done` maps the codes of completed checks to the day each was last completed.
    `ending_by_hand` is the day somebody opened the ending before it opened itself.
    """

    protocol: Protocol
    stage: Stage
    opened_on: date
    areas: tuple[str, ...] = ()
    sessions: tuple[SessionFact, ...] = ()
    done: Mapping[str, date] = field(default_factory=dict)
    agreements: tuple[Agreement, ...] = ()
    changes: tuple[Change, ...] = ()
    pauses: tuple[Pause, ...] = ()
    follow_ups: tuple[date, ...] = ()
    ending_by_hand: date | None = None
    ended_on: date | None = None
    end_reason: str = ""

    @property
    def active(self) -> bool:
        """True until the course has ended; a paused course is active."""
        return self.stage not in ENDED

    @property
    def agreement(self) -> Agreement | None:
        """The agreement in force, if one has been signed."""
        return self.agreements[-1] if self.agreements else None

    @property
    def open_end(self) -> bool:
        """True while no last session is set: neither by the agreement nor by opening the ending."""
        if self.ending_by_hand is not None:
            return False
        return self.agreements[-1].open_end if self.agreements else self.protocol.open_end

    @property
    def without_total(self) -> bool:
        """True when "of 16" would say nothing: no last session is set, or was when it ended."""
        return self.open_end or (not self.active and self.protocol.open_end)

    @property
    def total(self) -> int:
        """Agreed number of sessions (with an open end, until both look at it again).

        Before an agreement, the protocol's usual number; with an open end always one more than were held.
        """
        if self.agreements:
            return self.agreements[-1].sessions
        return max(self.protocol.sessions.typical, self.attended + self.open_end)

    @property
    def attended(self) -> int:
        """How many of the agreed sessions have been held."""
        return sum(session.counts for session in self.sessions)

    @property
    def left(self) -> int:
        """How many of the agreed sessions remain."""
        return self.total - self.attended

    def session(self, id: str) -> SessionFact:
        """The session with that key. Raises KeyError when the course has none."""
        for each in self.sessions:
            if each.id == id:
                return each
        raise KeyError(id)


def session_numbers(state: CourseState) -> dict[str, int]:
    """Session key → its number, counting attended sessions of the agreement from 1 in order of date."""
    held = sorted((each for each in state.sessions if each.counts), key=lambda each: each.on)
    return {each.id: number for number, each in enumerate(held, start=1)}
