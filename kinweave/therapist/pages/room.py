"""The session room: one screen for the fifty minutes, each stretch with its matter and its part of the note."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, ClassVar
from uuid import UUID

from django.utils.safestring import SafeString
from django.utils.timezone import localtime

from kinweave.core import clock
from kinweave.core.protocols import Protocol
from kinweave.therapist.pages.course_head import CourseHead
from kinweave.therapist.pages.rhythm import RhythmLine
from kinweave.therapist.pages.room_matter import (
    AlertPanel,
    AreaMap,
    ParkedRow,
    ScoreRow,
    SheetLink,
    StepPanel,
)
from kinweave.therapist.pages.techniques import TechniqueGroup
from kinweave.treatment.forms.notes import NoteForm
from kinweave.treatment.forms.sessions import BeginForm
from kinweave.treatment.queries.timeline import Entry
from kinweave.web import here, words
from kinweave.web.pictures.svg import element
from kinweave.worksheets.sheets import Sheet

if TYPE_CHECKING:
    from kinweave.treatment.models import Session, SessionNote

PANELS = ("safety", "since", "moment", "work", "try", "close")
SHORT = ("Safety", "Since we met", "One moment", "Work", "What to try", "Close")
USUAL = ((0, 3), (3, 12), (12, 20), (20, 40), (40, 47), (47, 50))  # when a protocol gives no arc of six


@dataclass(frozen=True)
class ArcMark:
    """One stretch of the hour: its panel, from which minute, how long, and whether it is past or present."""

    panel: str
    title: str
    from_minute: int
    minutes: int
    state: str  # "done", "here" or ""
    do: str


@dataclass(frozen=True)
class RoomClock:
    """The hour as the room shows it."""

    minute: int
    left_words: str
    until: str
    began: str  # ISO, for the script that moves the hand
    length: int
    hand: SafeString
    arc: tuple[ArcMark, ...]

    @property
    def here(self) -> str:
        """The panel of the present stretch."""
        return next((mark.panel for mark in self.arc if mark.state == "here"), PANELS[-1])


def room_clock(session: Session, protocol: Protocol) -> RoomClock:
    """Where the hour stands now. Before the session began the hand stands at its start."""
    now = clock.now()
    began = session.opened_at or now
    minute = max(0, int((now - began).total_seconds() // 60))
    left = session.minutes - minute
    until = words.clock(localtime(began + timedelta(minutes=session.minutes)))
    return RoomClock(
        minute=minute,
        left_words=f"{left} left, until {until}" if left >= 0 else f"{-left} over, it was to end at {until}",
        until=until, began=began.isoformat(), length=session.minutes,
        hand=_hand(min(100.0, 100 * minute / session.minutes)), arc=_arc(protocol, session.minutes, minute),
    )  # fmt: skip


def _arc(protocol: Protocol, length: int, minute: int) -> tuple[ArcMark, ...]:
    steps = [(step.from_minute, step.to_minute, step.do) for step in protocol.arc]
    if len(steps) != len(PANELS):
        steps = [(start, end, "") for start, end in USUAL]
    share = length / steps[-1][1]
    marks = []
    for panel, title, (start, end, do) in zip(PANELS, SHORT, steps, strict=True):
        first, last = round(start * share), round(end * share)
        over = panel == PANELS[-1] and minute >= last
        here = first <= minute < last or over
        state = "here" if here else "done" if minute >= last else ""
        marks.append(ArcMark(panel, title, first, max(1, last - first), state, do))
    return tuple(marks)


def _hand(percent: float) -> SafeString:
    at = f"{percent:.1f}%"
    pointer = element("svg", element("path", d="M-5 0h10l-5 7z"), x=at, overflow="visible")
    return element(
        "svg", element("line", x1=at, x2=at, y1="0", y2="100%"), pointer, class_="hand", aria_hidden="true"
    )


@dataclass(frozen=True)
class RoomPage:
    """The room while a session is held, and until its note is signed."""

    template: ClassVar[str] = "therapist/room.html"
    head: CourseHead
    session: Session
    hour: RoomClock
    form: NoteForm
    version: int
    page: UUID
    saved_words: str
    open_panel: str
    alerts: tuple[AlertPanel, ...]
    safety_words: str  # the latest safety item, in words; never an all-clear
    scores: tuple[ScoreRow, ...]
    rhythm: RhythmLine | None  # the latest week of the daily rhythm; None where nothing was written lately
    steps: tuple[StepPanel, ...]
    moments: tuple[Entry, ...]
    taken: tuple[Entry, ...]
    areas: tuple[AreaMap, ...]
    sheets: tuple[SheetLink, ...]
    offered: tuple[tuple[str, str], ...]
    techniques: tuple[TechniqueGroup, ...]
    invited: frozenset[UUID]  # worksheets that wait on the client's phone as a step
    sheet: Sheet | None
    sheet_id: UUID | None
    sheet_version: int
    sheet_shared: bool
    sheet_words: str
    parked: tuple[ParkedRow, ...]
    on_phone: bool  # the step is on the client's phone
    next_words: str
    needs: tuple[tuple[str, bool], ...]
    drafts: int
    prefilled: bool


@dataclass(frozen=True)
class RoomBeforePage:
    """Before the client comes in: where this client is, in twenty seconds."""

    template: ClassVar[str] = "therapist/room_before.html"
    head: CourseHead
    session: Session
    when: str
    alerts: tuple[AlertPanel, ...]
    safety_words: str
    scores: tuple[ScoreRow, ...]
    rhythm: RhythmLine | None
    moments: tuple[Entry, ...]
    steps: tuple[StepPanel, ...]
    areas: tuple[AreaMap, ...]
    sheets: tuple[SheetLink, ...]
    parked: tuple[ParkedRow, ...]
    last_note: SessionNote | None
    last_words: str
    may_begin: bool
    reach: str  # the telephone and where the client said they would be; empty when neither is known
    still_to_ask: tuple[str, ...]  # of how to reach the client
    begin: BeginForm | None  # only while the first session waits for what is still to ask


@dataclass(frozen=True)
class RoomMergePage:
    """Two texts of one note: what stands there now, and what was typed over it. Nothing is lost."""

    template: ClassVar[str] = "therapist/room_merge.html"
    head: CourseHead
    session: Session
    form: NoteForm
    pairs: tuple[tuple[str, str, str, str], ...]  # field, label, what stands, what was typed
    version: int
    page: UUID
    kept_words: str
    signed: bool


@dataclass(frozen=True)
class RoomNonePage:
    """There is no session to open the room for."""

    template: ClassVar[str] = "therapist/room_none.html"
    head: CourseHead


def new_page() -> UUID:
    """The name of one rendering of a page: what it saves may follow what it saved."""
    return uuid.uuid4()


def when_words(at: datetime) -> str:
    """When a session is: "today at 10:00"."""
    return words.moment_in_words(localtime(at), localtime(clock.now()))


def day_words(day: date) -> str:
    """A day in words, as seen from today."""
    return words.date_in_words(day, here.today())
