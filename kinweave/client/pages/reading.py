"""The exact contexts of what there is to read: the list, and one lesson."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from kinweave.web.lessons import LessonLine, LessonShown


@dataclass(frozen=True)
class ReadingPage:
    """What belongs to where the course stands, what was sent, and the rest."""

    template: ClassVar[str] = "client/reading.html"
    sent: tuple[LessonLine, ...]
    first: tuple[LessonLine, ...]
    others: tuple[LessonLine, ...]
    therapist: str


@dataclass(frozen=True)
class LessonPage:
    """One lesson. ``step_id`` is there while the therapist has sent it and waits to hear of it."""

    template: ClassVar[str] = "client/lesson.html"
    shown: LessonShown
    label: str
    help_url: str
    step_id: UUID | None
    sent: str
