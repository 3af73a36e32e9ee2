"""What stands at the top of every page about one client: name, their own line, the clock, the tabs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from kinweave.core import clock
from kinweave.core.course import clock as course_clock
from kinweave.core.course import phase
from kinweave.core.course.clock import Clock
from kinweave.core.problem_areas import ProblemArea
from kinweave.people.models import User
from kinweave.people.queries import may_write
from kinweave.shelf.queries import library
from kinweave.treatment.queries import course as courses

if TYPE_CHECKING:
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
    may_write: bool
    tab: str  # which tab is current


def course_head(user: User, course: Course, *, tab: str, sessions: list[Session] | None = None) -> CourseHead:
    """The head for `course`, which the reader was already allowed to see."""
    state = courses.state(course, sessions)
    return CourseHead(
        client_id=course.client_id,
        name=course.client.name,
        pronouns=course.client.pronouns,
        line=course.focus_line,
        clock=course_clock(state, clock.now().date()),
        phase_name=phase(state).title,
        areas=tuple(library().get(ProblemArea, code).title for code in course.areas),
        may_write=may_write(user, course.client),
        tab=tab,
    )
