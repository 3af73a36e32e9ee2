"""The exact context of the page about the carer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from kinweave.core.protocols import Protocol
from kinweave.core.tasks import TaskList, tasks_by_code
from kinweave.people.models import User
from kinweave.shelf.queries import library
from kinweave.therapist.pages.course_decisions import source_of
from kinweave.therapist.pages.course_head import CourseHead, course_head
from kinweave.treatment.forms.carer import CarerTalkForm
from kinweave.treatment.queries import carer
from kinweave.treatment.queries import course as courses

if TYPE_CHECKING:
    from kinweave.treatment.models import CarerTalk, Course

TAB = "carer"
RULE = "carer_is_ill"
TASKS = ("hear-the-carer", "meet-with-carer", "steady-state")


@dataclass(frozen=True)
class CarerPage:
    """Talks with the carer, what they are for, and a new one."""

    template: ClassVar[str] = "therapist/carer.html"
    head: CourseHead
    what_for: tuple[tuple[str, str], ...]  # each task of the protocol: title, what the therapist does
    rule: str  # what to do when the carer is unwell; empty when the protocol says nothing
    source: str
    talks: tuple[CarerTalk, ...]
    form: CarerTalkForm
    course_open: bool


def carer_page(user: User, course: Course, form: CarerTalkForm) -> CarerPage:
    """The page of a course the reader was already allowed to see."""
    protocol = courses.protocol(course)
    rule = protocol.rule(RULE)
    return CarerPage(
        head=course_head(user, course, tab=TAB), what_for=_what_for(protocol),
        rule=f"{rule.condition} {rule.then}" if rule else "", source=source_of(rule, protocol) if rule else "",
        talks=tuple(carer.talks(course)), form=form, course_open=course.is_open,
    )  # fmt: skip


def _what_for(protocol: Protocol) -> tuple[tuple[str, str], ...]:
    named = {code for phase in protocol.phases for code in phase.tasks} & set(TASKS)
    known = tasks_by_code(tuple(library().all(TaskList)))
    return tuple((known[code].title, known[code].therapist) for code in TASKS if code in named)
