"""What there is to read for one course, by where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kinweave.core.course import CourseState, phase
from kinweave.core.lessons import Lesson, Reading, reading_for
from kinweave.shelf.queries import library
from kinweave.treatment.queries import course as courses

if TYPE_CHECKING:
    from kinweave.treatment.models import Course


def reading(course: Course | None, state: CourseState | None = None) -> Reading:
    """The lessons of the library: those that belong to where this course stands, then the rest.

    One query unless the state is given; without a course, what is for everybody comes first.
    """
    lessons = library().all(Lesson)
    if course is None:
        return reading_for(lessons, protocol="", areas=(), phase=None)
    now = phase(state or courses.state(course))
    return reading_for(lessons, protocol=course.protocol_code, areas=course.areas, phase=now.kind)
