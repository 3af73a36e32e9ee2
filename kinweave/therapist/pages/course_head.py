"""What stands at the top of every page about one client: name, their own line, the clock, the tabs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.timezone import localtime

from kinweave.core import clock
from kinweave.core.course import Attendance, CourseState, phase
from kinweave.core.course import clock as course_clock
from kinweave.core.course.clock import Clock
from kinweave.core.problem_areas import ProblemArea
from kinweave.people.models import CareRelationship, Part, Role, User
from kinweave.people.queries import care_of
from kinweave.shelf.queries import library
from kinweave.treatment.queries import course as courses
from kinweave.web import words

if TYPE_CHECKING:
    from kinweave.people.models import Client
    from kinweave.treatment.models import Course, Session


@dataclass(frozen=True)
class CourseHead:
    """The head of a client's pages in the therapist's portal."""

    client_id: UUID
    name: str
    pronouns: str
    line: str  # the formulation's one line, in the client's words; empty before it is agreed
    clock: Clock
    phase_name: str
    areas: tuple[str, ...]  # titles of the agreed areas
    area_tabs: tuple[tuple[str, str], ...]  # code and title of each agreed area, for the tabs
    may_write: bool
    with_carer: bool  # the protocol has a part for the person who cares
    tab: str  # which tab is current
    where: str  # "Session 7 of 16"
    ends: str  # "ends Friday 12 March"; how firm the number is before an agreement
    next: str  # "next: today, 10:00"; empty when nothing is planned
    about: str  # "43, she and her. Role transition, agreed 4 December. Supervised by Adela Baptiste."

    @property
    def first_name(self) -> str:
        return self.name.split(" ")[0]


def course_head(user: User, course: Course, *, tab: str, sessions: list[Session] | None = None) -> CourseHead:
    """The head for `course`, which the reader was already allowed to see. Two queries, one with `sessions`."""
    rows = list(courses.sessions(course)) if sessions is None else sessions
    return head_of(user, course, courses.state(course, rows), rows, tab=tab)


def head_of(user: User, course: Course, state: CourseState, rows: list[Session], *, tab: str) -> CourseHead:
    """The same, for a course whose state is already known. One query."""
    today = clock.today(ZoneInfo(user.service.time_zone))
    hand = course_clock(state, today)
    areas = tuple(library().get(ProblemArea, code).title_for_both for code in course.areas)
    care = care_of(course.client)
    return CourseHead(
        client_id=course.client_id, name=course.client.name, pronouns=course.client.pronouns,
        line=course.focus_line, clock=hand, phase_name=phase(state).title, areas=areas,
        area_tabs=tuple(zip(course.areas, areas, strict=True)),
        may_write=_may_write(user, care), with_carer=state.protocol.with_carer, tab=tab, where=_where(hand), ends=_ends(course, hand),
        next=_next(rows, today) if course.is_open else "", about=_about(course, areas, care, today),
    )  # fmt: skip


def _may_write(user: User, care: list[CareRelationship]) -> bool:
    """As `Client.objects.writable_by`: the therapist, in an open account."""
    treats = any(one.staff_id == user.id and one.part == Part.THERAPIST for one in care)
    return treats and user.has_role(Role.THERAPIST, Role.TRAINEE)


def _where(hand: Clock) -> str:
    if hand.open_end:
        held = hand.ended or hand.left == 0
        return f"{words.count_of(hand.attended, 'session')} held" if held else f"Session {hand.number}"
    if hand.ended or hand.left == 0:
        return f"{hand.attended} of {hand.total} sessions held"
    return f"Session {hand.number} of {hand.total}"


def _ends(course: Course, hand: Clock) -> str:
    day = words.date_in_words(hand.ends_on, hand.today)
    if hand.ended:
        return f"ended {day}"
    if hand.open_end:
        review = f"review {day}" if hand.left else "the review is due"
        return review if course.agreed_on else "nothing agreed yet"
    return f"ends {day}" if course.agreed_on else "as a rule; nothing agreed yet"


def _next(rows: list[Session], today: date) -> str:
    for row in rows:
        at = localtime(row.starts_at)
        if row.attendance == Attendance.PLANNED and at.date() >= today:
            return f"next: {words.day_in_words(at.date(), today)}, {words.clock(at)}"
    return ""


def _about(course: Course, areas: tuple[str, ...], care: list[CareRelationship], today: date) -> str:
    person = ", ".join(each for each in (_age(course.client, today), course.client.pronouns) if each)
    agreed = f", agreed {words.month_day(course.agreed_on)}" if course.agreed_on else ""
    area = f"{words.list_in_words(areas)}{agreed}" if areas else "No problem area agreed yet"
    known_by = words.list_in_words([one.staff.full_name for one in care if one.part == Part.SUPERVISOR])
    said = [person, area, f"Supervised by {known_by}" if known_by else ""]
    return " ".join(f"{each[0].upper()}{each[1:]}." for each in said if each)


def _age(client: Client, today: date) -> str:
    born = client.birth_date
    if born is None:
        return ""
    return str(today.year - born.year - ((today.month, today.day) < (born.month, born.day)))
