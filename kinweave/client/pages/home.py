"""The exact context of the client's first page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from django.utils.safestring import SafeString

from kinweave.worksheets.rhythm_days import DayLink


@dataclass(frozen=True)
class NextStep:
    """The one thing to do now."""

    heading: str
    words: str
    action: str = ""  # what the button says; empty when there is nothing to press
    url: str = ""
    post: bool = False
    aside: str = ""  # a quiet way out, such as "Not today"
    aside_url: str = ""


@dataclass(frozen=True)
class NextSession:
    """When client and therapist meet next."""

    when: str
    mode: str


@dataclass(frozen=True)
class ToTry:
    """A step between sessions, in the client's own words."""

    id: UUID
    words: str
    chosen: str
    lesson: str = ""  # the code of what there is to read, when that is the step
    worksheet: UUID | None = None  # what there is to write on, when that is the step

    @property
    def what_for(self) -> str:
        """To read, to write on, or to try."""
        return "read" if self.lesson else "write on" if self.worksheet else "try"


@dataclass(frozen=True)
class ToRead:
    """A short page that belongs to where the course stands."""

    code: str
    title: str


@dataclass(frozen=True)
class HomePage:
    """What the client sees first."""

    template: ClassVar[str] = "client/home.html"
    date: str
    greeting: str
    name: str
    therapist: str
    step: NextStep
    session: NextSession | None
    clock_words: str
    ribbon: SafeString | None
    line: str
    line_by: str
    to_try: ToTry | None
    has_course: bool
    to_read: ToRead | None = None
    also: tuple[ToTry, ...] = ()  # other steps that wait
    rhythm: tuple[DayLink, ...] = ()  # days of the rhythm log that wait: the one being lived, the one before
    read_by: str = ""  # who reads what is written between sessions, and when
    ended: str = ""  # what stands in place of the next session when the course is over
