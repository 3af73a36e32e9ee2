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
class PartScale:
    """One scale beside the main one: its name, and how it is read."""

    title: str
    about: str


@dataclass(frozen=True)
class PartDay:
    """What these scales came to on one day, each value with the name of its scale."""

    when: str
    values: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class PartTable:
    """Sub-scales, patterns and other ways to count the same answers: never only the total."""

    scales: tuple[PartScale, ...]
    days: tuple[PartDay, ...]  # the latest first, as in the table of scores
    inside: bool  # all of them are made of items of the total above


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
