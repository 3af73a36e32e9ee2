"""All sessions of a course with their notes, and the form for one of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from django.utils.timezone import localtime

from kinweave.core import clock
from kinweave.core.course import Attendance, Clock
from kinweave.people.models import User
from kinweave.therapist.pages.course_head import CourseHead, course_head
from kinweave.treatment.forms.sessions import AttendanceForm, SessionForm
from kinweave.treatment.queries import notes, sessions
from kinweave.web import words

if TYPE_CHECKING:
    from kinweave.treatment.models import Course, Session, SessionNote

OUTCOME_WORDS = {
    Attendance.PLANNED: "planned",
    Attendance.ATTENDED: "held",
    Attendance.CANCELLED_BY_CLIENT: "cancelled by the client",
    Attendance.CANCELLED_BY_SERVICE: "cancelled by us",
    Attendance.DID_NOT_ATTEND: "did not come",
}


@dataclass(frozen=True)
class SessionRow:
    """One session in the list: when, its number, what became of it, and its note."""

    session: Session
    when: str
    outcome: str
    note: SessionNote | None
    standing: str
    overdue: bool  # its time is over and nobody has said what became of it
    link: str  # the one sentence of its note


@dataclass(frozen=True)
class SessionsPage:
    """The sessions of a course: those to come first, then those held, the latest first."""

    template: ClassVar[str] = "therapist/sessions.html"
    head: CourseHead
    ahead: tuple[SessionRow, ...]
    past: tuple[SessionRow, ...]
    held_words: str
    weeks_words: str


@dataclass(frozen=True)
class SessionPage:
    """Plan or move one session, or say what became of it."""

    template: ClassVar[str] = "therapist/session.html"
    head: CourseHead
    session: Session | None
    when: str
    form: SessionForm | None
    attendance: AttendanceForm | None
    wrong: SessionForm | AttendanceForm | None


def sessions_page(user: User, course: Course) -> SessionsPage:
    """The list. A constant number of queries."""
    rows = sessions.of_course(course)
    written = {note.session_id: note for note in notes.of_course(course)}
    now = clock.now()
    listed = [_row(each, written.get(each.id)) for each in rows]
    head = course_head(user, course, tab="notes", sessions=rows)
    ahead = [
        row for row in listed if row.session.attendance == Attendance.PLANNED and row.session.starts_at >= now
    ]
    past = [row for row in listed if row not in ahead]
    return SessionsPage(
        head=head, ahead=tuple(ahead), past=tuple(reversed(past)),
        held_words=_held_words(head.clock),
        weeks_words=f"week {head.clock.week}" if head.clock.week else "not begun",
    )  # fmt: skip


def _held_words(hand: Clock) -> str:
    held = f"{words.count_of(hand.attended, 'session')} held"
    if hand.open_end:
        return held if hand.ended else f"{held}, {words.number_in_words(hand.left)} to the review"
    return f"{held}, {words.number_in_words(hand.left)} left"


def _row(each: Session, note: SessionNote | None) -> SessionRow:
    overdue = each.attendance == Attendance.PLANNED and each.starts_at < clock.now()
    return SessionRow(
        each, words.moment_in_words(localtime(each.starts_at), localtime(clock.now())),
        OUTCOME_WORDS[Attendance(each.attendance)], note, note.standing if note else "", overdue,
        note.link_sentence if note else "",
    )  # fmt: skip


def session_page(
    user: User,
    course: Course,
    session: Session | None,
    *,
    form: SessionForm | None = None,
    attendance: AttendanceForm | None = None,
) -> SessionPage:
    """The page of one session, or of a new one."""
    when = words.moment_in_words(localtime(session.starts_at), localtime(clock.now())) if session else ""
    wrong = next((each for each in (form, attendance) if each is not None and each.errors), None)
    return SessionPage(course_head(user, course, tab="notes"), session, when, form, attendance, wrong)
