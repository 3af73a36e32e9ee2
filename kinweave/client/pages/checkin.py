"""The exact contexts of the pages of a check-in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar
from uuid import UUID

from kinweave.safety.queries import HelpNow

if TYPE_CHECKING:
    from kinweave.measures.forms.answers import AnswersForm, MoodForm
    from kinweave.measures.queries.questions import Said
    from kinweave.safety.forms import ReplyForm


@dataclass(frozen=True)
class Waiting:
    """One form that waits: what it is called, how far it has got."""

    title: str
    words: str


@dataclass(frozen=True)
class CheckInPage:
    """What is asked now, before the first question."""

    template: ClassVar[str] = "client/checkin.html"
    waiting: tuple[Waiting, ...]
    set_aside: bool
    begun: bool  # some of it is answered already
    therapist: str
    when: str


@dataclass(frozen=True)
class Choice:
    """One answer that may be chosen."""

    value: int
    label: str
    chosen: bool


@dataclass(frozen=True)
class QuestionPage:
    """One question on a page of its own."""

    template: ClassVar[str] = "client/checkin_question.html"
    assignment_id: UUID
    progress: str
    ticks: tuple[str, ...]  # "done", "here" or "" for each question
    language: str  # of the question and its answers
    stem: str
    text: str
    item: str
    choices: tuple[Choice, ...]
    ends: tuple[str, str] | None  # the words at both ends of a long scale; None for a list of answers
    position: int
    back: int | None
    last: bool
    saved: str
    notice: str
    error: str


@dataclass(frozen=True)
class AllQuestionsPage:
    """Every question of a form on one page."""

    template: ClassVar[str] = "client/checkin_all.html"
    assignment_id: UUID
    form: AnswersForm
    language: str  # of the questions and their answers
    title: str
    stem: str
    notice: str


@dataclass(frozen=True)
class Left:
    """A question without an answer: where it stands and its words."""

    position: int
    text: str


@dataclass(frozen=True)
class LookOverPage:
    """Before sending a form in which some questions have no answer."""

    template: ClassVar[str] = "client/checkin_look_over.html"
    assignment_id: UUID
    left: tuple[Left, ...]
    can_send: bool
    therapist: str


@dataclass(frozen=True)
class HelpNowPage:
    """Help, in the same response as the answer that calls for it."""

    template: ClassVar[str] = "client/checkin_help.html"
    help: HelpNow
    said: Said | None  # the answer in the form's own words
    saved: bool
    reply: ReplyForm
    therapist: str
    reads: str
    told: str  # when somebody looks at it
    go_on: str  # address
    go_on_words: str


@dataclass(frozen=True)
class ThanksPage:
    """After the last answer is sent."""

    template: ClassVar[str] = "client/checkin_thanks.html"
    therapist: str
    change: str  # what moved, in plain words; empty when there is nothing to compare
    more: bool  # whether another form waits


@dataclass(frozen=True)
class MoodPage:
    """How the client is at this moment."""

    template: ClassVar[str] = "client/checkin_mood.html"
    form: MoodForm
    read_by: str  # who reads it, and when
