"""What the protocol asks for before a session, and what a client is asked now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from kinweave.core import clock
from kinweave.core.course import Attendance, due_measures
from kinweave.core.instruments import Instrument
from kinweave.core.library import NotInLibraryError
from kinweave.measures.models import Assignment, State, Why
from kinweave.measures.queries.responses import instrument_of
from kinweave.shelf.queries import library
from kinweave.treatment.models import Course, Session
from kinweave.treatment.queries import course as courses

OPENS_BEFORE = timedelta(days=2)
"""A check-in opens this long before its session (rule of this project): near enough to speak of now."""


@dataclass(frozen=True)
class Due:
    """An instrument that is asked now. `assignment` is None until the client begins."""

    instrument: Instrument
    assignment: Assignment | None

    @property
    def answered(self) -> int:
        """How many of its questions have an answer so far."""
        answers = self.assignment.answers if self.assignment else {}
        return sum(value is not None for value in answers.values())


@dataclass(frozen=True)
class CheckIn:
    """What a client is asked now, in order, and the session it is asked for, where a date is set."""

    due: tuple[Due, ...]
    session: Session | None
    set_aside: tuple[Due, ...] = ()
    """Set aside with "not today" and still open to be taken up."""


def number_before(course: Course, session: Session | None, rows: list[Session] | None = None) -> int:
    """The number of the session that questions are asked before: its own, or the next one's."""
    if session is not None and session.number is not None:
        return session.number
    known = list(courses.sessions(course)) if rows is None else rows
    held = sum(row.number is not None for row in known)
    earlier = [row for row in known if _is_ahead(row) and session and row.starts_at < session.starts_at]
    return held + len(earlier) + 1


def instruments_before(course: Course, number: int) -> list[Instrument]:
    """Instruments the protocol wants from the client before that session, if they can be answered here."""
    protocol = courses.protocol(course)
    wanted = due_measures(protocol, number, max(course.planned_sessions, number))
    found = [_instrument(each.instrument) for each in wanted if each.completed_by == "client"]
    return [instrument for instrument in found if instrument is not None and instrument.has_text]


def _instrument(code: str) -> Instrument | None:
    """The instrument, or None where the library holds only its name, as for those under licence."""
    try:
        return library().instrument(code)
    except NotInLibraryError:
        return None


def check_in(course: Course, rows: list[Session] | None = None) -> CheckIn:
    """What the client of `course` is asked now. Two queries, one with the sessions already at hand."""
    if not course.is_open:
        return CheckIn((), None)
    known = list(courses.sessions(course)) if rows is None else rows
    session = next((row for row in known if _is_ahead(row)), None)
    number = number_before(course, session, known)
    asked = list(Assignment.objects.filter(course=course).order_by("created_at"))
    besides = [Due(instrument_of(each), each) for each in asked if each.is_open and each.why != Why.PROTOCOL]
    due = [
        *_by_protocol(course, asked, session, number, {each.instrument.code for each in besides}),
        *besides,
    ]
    return CheckIn(
        tuple(each for each in due if each.assignment is None or each.assignment.is_open),
        session,
        tuple(each for each in due if each.assignment and each.assignment.state == State.SKIPPED),
    )


def _by_protocol(
    course: Course, asked: list[Assignment], session: Session | None, number: int, besides: set[str]
) -> list[Due]:
    if not _opens(session, number):
        return []
    wanted = [each for each in instruments_before(course, number) if each.code not in besides]
    return [Due(each, _asked_before(asked, each.code, session, number)) for each in wanted]


def _asked_before(
    asked: list[Assignment], code: str, session: Session | None, number: int
) -> Assignment | None:
    for row in asked:
        if row.code != code or row.why != Why.PROTOCOL or row.state == State.WITHDRAWN:
            continue
        if row.session_id == session.id if session and row.session_id else _undated(row, number):
            return row
    return None


def _undated(row: Assignment, number: int) -> bool:
    return row.session_id is None and row.before_number == number


def _opens(session: Session | None, number: int) -> bool:
    return number == 1 or (session is not None and clock.now() >= session.starts_at - OPENS_BEFORE)


def _is_ahead(session: Session) -> bool:
    return session.attendance == Attendance.PLANNED and _ends(session) > clock.now()


def _ends(session: Session) -> datetime:
    return session.starts_at + timedelta(minutes=session.minutes)
