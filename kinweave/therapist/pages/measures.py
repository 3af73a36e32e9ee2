"""The exact contexts of the pages of measures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar
from uuid import UUID

from django.utils.safestring import SafeString

from kinweave.therapist.pages.course_head import CourseHead

if TYPE_CHECKING:
    from kinweave.measures.forms.answers import AnswersForm, AskForm


@dataclass(frozen=True)
class ScoreRow:
    """One response in the table beside the chart."""

    response_id: UUID
    when: str
    session: str
    score: str
    band: str
    change: str
    safety: str
    answered_by: str


@dataclass(frozen=True)
class ItemRow:
    """One item over the course: its words, and the value chosen each time."""

    code: str
    text: str
    watched: bool  # a flag reads it
    values: tuple[str, ...]


@dataclass(frozen=True)
class ItemTable:
    """Every answer to every item."""

    dates: tuple[str, ...]
    rows: tuple[ItemRow, ...]
    legend: str


@dataclass(frozen=True)
class PartRow:
    """One scale beside the main one: what it is, how it is read, and its value each time."""

    title: str
    about: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class PartTable:
    """Sub-scales, patterns and other ways to count the same answers: never only the total."""

    dates: tuple[str, ...]
    rows: tuple[PartRow, ...]


@dataclass(frozen=True)
class Section:
    """One instrument: picture, reading, table, items."""

    code: str
    title: str
    note: str
    figure: SafeString
    change: str
    worse: str  # reliable deterioration, with its rule; empty when there is none
    thresholds: tuple[str, ...]
    rows: tuple[ScoreRow, ...]
    parts: PartTable | None
    items: ItemTable | None


@dataclass(frozen=True)
class AskedRow:
    """Something asked and not yet answered."""

    id: UUID
    title: str
    why: str
    words: str


@dataclass(frozen=True)
class EnterChoice:
    """An instrument that may be entered for the client."""

    code: str
    title: str


@dataclass(frozen=True)
class MeasuresPage:
    """All measures of a course."""

    template: ClassVar[str] = "therapist/measures.html"
    head: CourseHead
    sections: tuple[Section, ...]
    asked: tuple[AskedRow, ...]
    ask_form: AskForm
    enter: tuple[EnterChoice, ...]  # answered or asked for in this course
    enter_others: tuple[EnterChoice, ...]
    rhythm: str  # whether a daily rhythm log is kept, in words


@dataclass(frozen=True)
class EnterPage:
    """Writing in what the client answered on paper or by telephone."""

    template: ClassVar[str] = "therapist/measures_enter.html"
    head: CourseHead
    code: str
    title: str
    stem: str
    notice: str
    form: AnswersForm


@dataclass(frozen=True)
class CorrectPage:
    """Putting a response right."""

    template: ClassVar[str] = "therapist/measures_correct.html"
    head: CourseHead
    response_id: UUID
    title: str
    when: str
    form: AnswersForm
