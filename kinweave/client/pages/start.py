"""The exact context of the first pages after an invitation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from kinweave.people.forms import ContactForm
from kinweave.people.texts import ConsentText
from kinweave.treatment.forms.intake import ConsentForm


@dataclass(frozen=True)
class StartHead:
    """Which page of how many this is, and where the one before it lies."""

    code: str
    title: str
    place: int
    of: int
    ticks: tuple[str, ...]  # one a page: "done", "here" or nothing
    back: str  # address of the page before; empty on the first


@dataclass(frozen=True)
class ReadPage:
    """A page that wants only reading."""

    template: ClassVar[str] = "client/start_read.html"
    head: StartHead
    text: ConsentText
    therapist: str


@dataclass(frozen=True)
class QuietPage:
    """Keeping it private: the way out, a second step, other people at the same screen."""

    template: ClassVar[str] = "client/start_quiet.html"
    head: StartHead
    has_second_step: bool


@dataclass(frozen=True)
class ConsentPage:
    """What the client agrees to, thing by thing."""

    template: ClassVar[str] = "client/start_consent.html"
    head: StartHead
    form: ConsentForm
    given: tuple[str, ...]  # scopes agreed to already
    therapist: str
    telephone: str


@dataclass(frozen=True)
class ReachPage:
    """One question about how to reach the client."""

    template: ClassVar[str] = "client/start_reach.html"
    head: StartHead
    form: ContactForm
    therapist: str
    deferred: bool


@dataclass(frozen=True)
class QuestionsPage:
    """The first questionnaires, now or later."""

    template: ClassVar[str] = "client/start_questions.html"
    head: StartHead
    titles: tuple[str, ...]
    therapist: str


@dataclass(frozen=True)
class DonePage:
    """What happens next."""

    template: ClassVar[str] = "client/start_done.html"
    therapist: str
    deferred: tuple[str, ...]  # titles of what will be talked about in the room
    session: str  # when the first session is; empty when none is planned
    questions_left: bool
