"""The record of a course as the four-strand picture, its key, its table, and the ribbon of sessions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.timezone import localtime

from kinweave.core.course import Attendance, CourseState, phase_bounds
from kinweave.core.course.clock import Clock
from kinweave.measures.queries.charts import measure
from kinweave.measures.queries.lines import MoodPoint, Point
from kinweave.measures.queries.scores import MAIN
from kinweave.shelf.queries import library
from kinweave.treatment.queries.overview import DatedEvent
from kinweave.web.pictures import course as drawn
from kinweave.web.pictures.course_picture import course_figure
from kinweave.web.pictures.key import course_key
from kinweave.web.pictures.ribbon import Gap, Phase, Step, ribbon
from kinweave.web.pictures.scores import Safety, Score
from kinweave.web.pictures.ties import Tie

if TYPE_CHECKING:
    from kinweave.treatment.models import Course, Session

MOST_PEOPLE = 12  # lines of people the picture has room for
MOST_GAPS = 60
KEPT_DRAWINGS = 256
PHASE_WORDS = {"initial": "Beginning", "middle": "Middle", "ending": "Ending"}


@dataclass(frozen=True)
class Strands:
    """Everything the picture is drawn from, as it was read."""

    lines: dict[str, list[Point]]
    moods: Sequence[MoodPoint]
    events: Sequence[DatedEvent]
    flag_open: bool

    @property
    def code(self) -> str:
        """The instrument the course is followed by: the usual one, else the one answered most."""
        if MAIN in self.lines or not self.lines:
            return MAIN
        return max(self.lines, key=lambda code: len(self.lines[code]))

    @property
    def points(self) -> list[Point]:
        return self.lines.get(self.code, [])


def picture_of(strands: Strands, sessions: Sequence[drawn.Session], hand: Clock) -> drawn.Course:
    """The course as the picture takes it."""
    latest = next((point for point in reversed(strands.points) if point.flagged), None)
    events = tuple(_event(event) for event in strands.events)
    moods = [drawn.Mood(point.on, point.value, point.recalled) for point in strands.moods]
    moods += [drawn.Mood(one.on, one.mood, recalled=True) for one in strands.events if one.mood is not None]
    return drawn.Course(
        key="course", measure=measure(library().instrument(strands.code)),
        scores=tuple(_score(one, strands.flag_open and one is latest) for one in strands.points),
        moods=tuple(moods), events=events, people=_people(strands.events), sessions=tuple(sessions),
        today=None if hand.ended else hand.today, recalled_words="as recalled",
        ends=None if hand.open_end and not hand.ended else hand.ends_on,
    )  # fmt: skip


def _score(point: Point, is_open: bool) -> Score:
    raised = Safety.OPEN if is_open else Safety.ANSWERED
    return Score(point.on, point.value, point.number, raised if point.flagged else Safety.NOT_RAISED)


def _event(event: DatedEvent) -> drawn.Event:
    brought = {one.brought for one in event.people} - {Tie.UNSAID.value}
    tie = Tie(brought.pop()) if len(brought) == 1 else Tie.BOTH if brought else Tie.UNSAID
    return drawn.Event(event.on, event.title, tuple(str(one.id) for one in event.people), tie)


def _people(events: Sequence[DatedEvent]) -> tuple[drawn.Who, ...]:
    """Those who are part of most events first; as many as have room."""
    names = {one.id: one.name for event in events for one in event.people}
    often = {key: sum(one.id == key for event in events for one in event.people) for key in names}
    ranked = sorted(names, key=lambda key: (-often[key], names[key].casefold()))
    return tuple(drawn.Who(str(key), names[key]) for key in ranked[:MOST_PEOPLE])


@dataclass(frozen=True)
class Figure:
    """The picture in its three drawings, its key, and the same as a table."""

    picture: SafeString
    key: SafeString
    measure: str
    rows: tuple[drawn.CourseRow, ...]
    has_expected: bool


@lru_cache(maxsize=KEPT_DRAWINGS)
def figure(course: drawn.Course) -> Figure:
    """The figure of a course. A course that has not changed is not drawn again: a drawing is its values'."""
    return Figure(
        course_figure(course), course_key(course), course.measure.name, drawn.course_rows(course),
        bool(course.expected),
    )  # fmt: skip


def numbered(rows: Sequence[Session], state: CourseState, today: date) -> list[tuple[drawn.Session, Session]]:
    """Held sessions with their numbers, then planned ones with those that follow, as far as was agreed."""
    found: list[tuple[drawn.Session, Session]] = []
    ahead = state.attended
    for row in rows:
        day = localtime(row.starts_at).date()
        if row.attendance == Attendance.ATTENDED and row.number is not None:
            here = day == today and row.signed_at is None
            found.append((drawn.Session(row.number, day, drawn.Held.HERE if here else drawn.Held.HELD), row))
        elif row.attendance == Attendance.PLANNED and day >= today and ahead < state.total and state.active:
            ahead += 1
            held = drawn.Held.HERE if day == today else drawn.Held.TO_COME
            found.append((drawn.Session(ahead, day, held), row))
    return found


def ribbon_of(
    course: Course, state: CourseState, sessions: Sequence[tuple[drawn.Session, Session]]
) -> SafeString:
    """All sessions in their phases; a stretch without one is a gap and uses up nothing."""
    if not sessions:
        return SafeString("")
    first, last = phase_bounds(state, [(session.number, session.on) for session, _ in sessions])
    steps: dict[str, list[Step | Gap]] = {name: [] for name in PHASE_WORDS}
    before: date | None = None
    for session, row in sessions:
        name = "initial" if session.number <= first else "ending" if session.number >= last else "middle"
        if before is not None and (
            weeks := _weeks_between(before, session.on, state.protocol.cadence.days_between)
        ):
            steps[name].append(Gap(weeks))
        steps[name].append(Step(session, reverse(_page(session, row), args=[course.client_id, row.id])))
        before = session.on
    return ribbon([Phase(PHASE_WORDS[name], tuple(each)) for name, each in steps.items()])


def _page(session: drawn.Session, row: Session) -> str:
    if session.held is drawn.Held.TO_COME:
        return "therapist:session"
    return "therapist:note" if row.signed_at else "therapist:session-room"


def _weeks_between(before: date, after: date, step: int) -> tuple[date, ...]:
    """The days on which a session would have been, had none been missed."""
    missed = range(step, (after - before).days - step // 2, step)
    return tuple(before + timedelta(days=days) for days in missed[:MOST_GAPS])
