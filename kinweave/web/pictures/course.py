"""What the course picture shows: scores, mood, events and people on one time axis, and the rows of its
table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from kinweave.web.pictures.measure_chart import SAFETY_WORDS, MeasureChart, describe, measure_rows
from kinweave.web.pictures.scores import Expected, Measure, Score
from kinweave.web.pictures.ties import TIE_WORDS, Tie
from kinweave.web.words import count_of, list_in_words, month_day, plain_number


class Held(StrEnum):
    """Where a session stands in time."""

    HELD = "held"
    HERE = "here"
    TO_COME = "to-come"


@dataclass(frozen=True)
class Session:
    """A session that used up a number; missed weeks have none."""

    number: int
    on: date
    held: Held


@dataclass(frozen=True)
class Mood:
    """Mood at a date, 0 (worst) to 10. ``recalled`` when told afterwards rather than recorded that day."""

    on: date
    value: float
    recalled: bool = False


@dataclass(frozen=True)
class Event:
    """Something that happened, in few words, with the people it touched (keys of ``Who``) and what they
    brought."""

    on: date
    words: str
    people: tuple[str, ...] = ()
    tie: Tie = Tie.UNSAID


@dataclass(frozen=True)
class Who:
    """A person with a line of their own."""

    key: str
    name: str


@dataclass(frozen=True)
class Course:
    """Everything the picture shows. ``ends`` is the planned last session; events and moods come in any
    order."""

    key: str
    measure: Measure
    scores: tuple[Score, ...] = ()
    expected: tuple[Expected, ...] = ()
    moods: tuple[Mood, ...] = ()
    events: tuple[Event, ...] = ()
    people: tuple[Who, ...] = ()
    sessions: tuple[Session, ...] = ()
    today: date | None = None
    ends: date | None = None
    recalled_words: str = "as she recalls it"
    recorded_words: str = "recorded that day"

    @property
    def dated_events(self) -> tuple[Event, ...]:
        """Events in order; an event's number in picture, key and table is its place here, from one."""
        return tuple(sorted(self.events, key=lambda event: event.on))

    @property
    def start(self) -> date:
        """Where the course proper begins: the first session, else the first thing known."""
        known = [s.on for s in self.sessions] or [s.on for s in self.scores]
        known = known or [m.on for m in self.moods] or [e.on for e in self.events]
        return min(known or [self.today or date(2000, 1, 1)])

    @property
    def end(self) -> date:
        """The last date that needs room."""
        dates = [d for d in (self.ends, self.today) if d]
        for group in (self.sessions, self.scores, self.moods, self.events, self.expected):
            dates += [thing.on for thing in group]
        return max([*dates, self.start + timedelta(days=7)])

    @property
    def since(self) -> date | None:
        """The earliest thing before the course began, None when there is nothing before."""
        dates = [thing.on for group in (self.scores, self.moods, self.events) for thing in group]
        first = min(dates, default=self.start)
        return first if first < self.start else None


@dataclass(frozen=True)
class CourseRow:
    """One line of the equal table, in words ready to show."""

    session: str
    when: str
    score: str
    expected: str
    mood: str
    safety: str
    events: tuple[str, ...]


@dataclass(frozen=True)
class EventRow:
    """One event of the key and of the list: number, what, when, who, and what they brought."""

    number: int
    words: str
    when: str
    people: str
    tie: str


def event_rows(course: Course) -> tuple[EventRow, ...]:
    """All events in order, with the numbers the picture uses where words find no room."""
    names = {who.key: who.name for who in course.people}
    return tuple(
        EventRow(
            number,
            event.words,
            month_day(event.on),
            list_in_words([names[key] for key in event.people if key in names]),
            "" if event.tie is Tie.UNSAID else TIE_WORDS[event.tie],
        )
        for number, event in enumerate(course.dated_events, start=1)
    )


def _event_words(row: EventRow) -> str:
    who = f" ({row.people})" if row.people else ""
    return f"{row.words}, {row.when}{who}"


def _mood_words(moods: Sequence[Mood]) -> str:
    if not moods:
        return ""
    mean = sum(mood.value for mood in moods) / len(moods)
    recalled = sum(mood.recalled for mood in moods)
    told = f", {'' if recalled == len(moods) else f'{recalled} '}recalled" if recalled else ""
    if len(moods) == 1:
        return f"{plain_number(moods[0].value)}{told}"
    return f"{mean:.1f}, mean of {len(moods)}{told}"


def course_rows(course: Course) -> tuple[CourseRow, ...]:
    """The equal table: a row for each session or score, with mood and events since the row before."""
    chart = MeasureChart(course.key, course.measure, course.scores, course.expected)
    scored = {row.on: row for row in measure_rows(chart)}
    numbered = {s.on: s for s in course.sessions if s.held is not Held.TO_COME}
    days = sorted({*scored, *numbered})
    told = [
        (event.on, _event_words(row))
        for event, row in zip(course.dated_events, event_rows(course), strict=True)
    ]
    rows: list[CourseRow] = []
    previous = date.min
    for day in [*days, date.max]:
        moods = [m for m in course.moods if previous < m.on <= day]
        events = [words for on, words in told if previous < on <= day]
        previous = day
        if day == date.max and not events and not moods:
            continue
        score, session = scored.get(day), numbered.get(day)
        rows.append(
            CourseRow(
                session=str(session.number) if session else "",
                when="since then" if day == date.max else month_day(day),
                score=score.score if score else "",
                expected=score.expected if score else "",
                mood=_mood_words(moods),
                safety=score.safety if score else SAFETY_WORDS[Score(day, None).safety],
                events=tuple(events),
            )
        )
    return tuple(rows)


def describe_course(course: Course) -> str:
    """The picture in a few sentences."""
    said = [describe(MeasureChart(course.key, course.measure, course.scores, course.expected))]
    said[0] = said[0].removesuffix(" All values are in the table.")
    strands = [
        count_of(len(course.moods), "mood entry", "mood entries"),
        count_of(len(course.events), "event"),
        count_of(len(course.people), "person", "people"),
    ]
    said.append(f"Below it: {list_in_words(strands)}.")
    if course.ends:
        said.append(f"The course ends on {month_day(course.ends)}.")
    return " ".join([*said, "All values are in the table below the picture."])
