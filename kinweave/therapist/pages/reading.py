"""The exact contexts of what a client may read: the list, and one lesson to look at together or send."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar
from uuid import UUID

from kinweave.therapist.pages.course_head import CourseHead
from kinweave.web.lessons import LessonLine, LessonShown

if TYPE_CHECKING:
    from kinweave.worksheets.models import Step

TAB = "reading"


@dataclass(frozen=True)
class Room:
    """The session room somebody came from, and the way back."""

    session_id: UUID
    url: str


@dataclass(frozen=True)
class ReadingPage:
    """What belongs to where the course stands, then the rest; what was sent says so."""

    template: ClassVar[str] = "therapist/reading.html"
    head: CourseHead
    first: tuple[LessonLine, ...]
    others: tuple[LessonLine, ...]
    room: Room | None
    query: str  # keeps the room in the addresses of this page


@dataclass(frozen=True)
class LessonPage:
    """One lesson as the client reads it."""

    template: ClassVar[str] = "therapist/lesson.html"
    head: CourseHead
    shown: LessonShown
    label: str
    help_url: str
    belongs: str  # for which protocols, areas and phases it was written
    step: Step | None  # the newest one it was sent as
    sent: str
    may_take_back: bool
    course_open: bool
    room: Room | None
    query: str  # keeps the room in the addresses of this page
