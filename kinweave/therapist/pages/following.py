"""The exact contexts of the pages between one course and the next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from django.forms import Form
from django.utils.timezone import localtime

from kinweave.core.course import Attendance, clock
from kinweave.core.protocols import Protocol, Routing
from kinweave.people.models import User
from kinweave.therapist.pages.agreement import AgreementWords, agreement_words
from kinweave.therapist.pages.course_decisions import source_of
from kinweave.therapist.pages.course_head import CourseHead, course_head
from kinweave.therapist.pages.formulation import Shown, shown
from kinweave.treatment.queries import course as courses
from kinweave.treatment.queries import notes, sessions
from kinweave.treatment.queries.agreement import agreement_in_force
from kinweave.treatment.queries.ending import ending
from kinweave.treatment.queries.following import CarriedOver, carried_over
from kinweave.treatment.queries.formulation import current_formulation
from kinweave.treatment.queries.review import reviews
from kinweave.web import words

if TYPE_CHECKING:
    from kinweave.treatment.models import Course, Ending, Review, Session

TAB = "course"


@dataclass(frozen=True)
class Offered:
    """One protocol that may come next: for whom, how, what to weigh first, each with where it comes from."""

    title: str
    facts: tuple[tuple[str, str, str], ...]  # what, words, source


@dataclass(frozen=True)
class FollowingPage:
    """Beginning a course after one that was finished: what it is, what carries over, what is new."""

    template: ClassVar[str] = "therapist/following.html"
    head: CourseHead
    before: str  # title of the course that was finished
    offered: tuple[Offered, ...]
    carried: CarriedOver
    form: Form


@dataclass(frozen=True)
class SessionLine:
    """One session of an earlier course, with its note to read."""

    session: Session
    title: str
    when: str
    standing: str  # of its note; empty without one


@dataclass(frozen=True)
class EarlierPage:
    """A course before the one of now, as it was left: to be read."""

    template: ClassVar[str] = "therapist/earlier.html"
    head: CourseHead
    course: Course
    title: str
    sentence: str  # "16 of 16 sessions held, ended 12 March 2027"
    formulation: Shown | None
    agreement: AgreementWords | None
    reviews: tuple[Review, ...]
    ending: Ending | None
    sessions: tuple[SessionLine, ...]


def following_page(user: User, course: Course, offered: Sequence[Protocol], form: Form) -> FollowingPage:
    """What may follow `course`, which the reader was already allowed to see."""
    before = courses.protocol(course)
    return FollowingPage(
        head=course_head(user, course, tab=TAB), before=before.title,
        offered=tuple(_offered(each, before) for each in offered), carried=carried_over(course), form=form,
    )  # fmt: skip


def _offered(protocol: Protocol, before: Protocol) -> Offered:
    """What is known of it. Of its rules for starting, those that the course before did not have."""
    known = {route.finding for route in before.routing}
    facts = [
        ("For whom", protocol.population.text, source_of(protocol.population, protocol)),
        ("How often", protocol.cadence.text, source_of(protocol.cadence, protocol)),
        ("How long", protocol.sessions.note, source_of(protocol.sessions, protocol)),
        *(("What was found", each.text, source_of(each, protocol)) for each in protocol.remarks),
        *(_to_weigh(each, protocol) for each in protocol.routing if each.finding not in known),
    ]
    return Offered(protocol.title, tuple(fact for fact in facts if fact[1]))


def _to_weigh(route: Routing, protocol: Protocol) -> tuple[str, str, str]:
    return route.title, f"{route.reason} {route.to}.", source_of(route, protocol)


def earlier_page(user: User, course: Course, now: Course) -> EarlierPage:
    """The page of `course`, one before `now`; the reader may see both. A constant number of queries."""
    state, signed = courses.state(course), agreement_in_force(course)
    formulation = current_formulation(course)
    head = course_head(user, now, tab=TAB)
    return EarlierPage(
        head=head, course=course, title=state.protocol.title, sentence=clock(state, head.clock.today).sentence,
        formulation=shown(formulation) if formulation else None,
        agreement=agreement_words(signed, course) if signed else None,
        reviews=tuple(reviews(course)), ending=ending(course), sessions=_lines(course),
    )  # fmt: skip


def _lines(course: Course) -> tuple[SessionLine, ...]:
    written = {note.session_id: note for note in notes.of_course(course)}
    return tuple(
        SessionLine(
            each,
            f"Session {each.number}" if each.number else each.get_attendance_display().capitalize(),
            words.full_date(localtime(each.starts_at).date()),
            written[each.pk].standing if each.pk in written else "",
        )
        for each in sessions.of_course(course)
        if each.attendance != Attendance.PLANNED
    )
