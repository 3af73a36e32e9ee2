"""Reading the timeline: events, moods, people and what ties them, each row with what belongs to it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar, cast
from uuid import UUID

from django.shortcuts import get_object_or_404

from kinweave.core.days import MONTHS
from kinweave.people.models import Client, User
from kinweave.treatment.models import (
    Course,
    EventPerson,
    LifeEvent,
    Link,
    Moment,
    MoodRecall,
    OnsetMarker,
    PastTreatment,
    Person,
    SymptomStretch,
)
from kinweave.treatment.models.timeline import TimelineRow
from kinweave.treatment.models.timeline_terms import Confidence, EventKind, Helped, Strand
from kinweave.web import here
from kinweave.web.words import full_date

KINDS: dict[str, type[TimelineRow]] = {
    "event": LifeEvent,
    "symptoms": SymptomStretch,
    "treatment": PastTreatment,
    "mood": MoodRecall,
    "moment": Moment,
}
"""What can be corrected or taken off, by the word its address uses."""
Row = TypeVar("Row", bound=TimelineRow)


def when_in_words(on: date, precision: str = "day") -> str:
    """A date as exactly as it is known: "5 October 2026", "October 2026", "2026"."""
    if precision == "year":
        return str(on.year)
    return f"{MONTHS[on.month - 1]} {on.year}" if precision == "month" else full_date(on)


@dataclass(frozen=True)
class Tied:
    """One tie as seen from one of its ends: the other ends in words, and the sentence said about it."""

    id: UUID
    things: tuple[str, ...]
    sentence: str


@dataclass(frozen=True)
class Touched:
    """A person at an event, and what they brought to it."""

    id: UUID
    name: str
    brought: str


@dataclass(frozen=True)
class Entry:
    """One thing on the timeline, ready to show. `kind` is a key of KINDS or "onset"."""

    kind: str
    id: UUID
    on: date
    when: str
    sort: str  # the code of what it is: a kind of event, a strand
    what: str  # the same in words
    title: str
    said: str  # words of the client
    mood: float | None = None  # 0 to 10
    mood_words: str = ""
    people: tuple[Touched, ...] = ()
    ties: tuple[Tied, ...] = ()
    added_by_client: bool = False
    standing: str = ""
    version: int = 1


@dataclass(frozen=True)
class Timeline:
    """Everything on one client's timeline, in order of date."""

    entries: tuple[Entry, ...]
    onset: OnsetMarker | None
    people: tuple[Person, ...]
    tied_days: frozenset[date]  # days of a mood that is tied to something

    @property
    def onset_words(self) -> str:
        """When it began and how sure that is; empty when nobody has said."""
        if self.onset is None:
            return ""
        sure = Confidence(self.onset.confidence).label
        return f"{when_in_words(self.onset.on, self.onset.precision)}, {sure}"


def timeline(user: User, client: Client) -> Timeline:
    """The whole timeline of a client `user` may see, else 404. The same few queries, however long it is."""
    get_object_or_404(Client.objects.visible_to(user), pk=client.pk)
    return _timeline(client.pk)


def timeline_of(course: Course) -> Timeline:
    """The same, for a course the reader was already allowed to see."""
    return _timeline(course.client_id)


def _timeline(client_id: UUID) -> Timeline:
    people = _people(client_id)
    ends = _Ends(client_id, people)
    entries = [
        *(ends.event(event) for event in _rows(LifeEvent, client_id)),
        *(ends.moment(moment) for moment in _rows(Moment, client_id)),
        *(_recall(row, ends) for row in _rows(MoodRecall, client_id)),
        *(_stretch(row) for row in _rows(SymptomStretch, client_id)),
        *(_treatment(row) for row in _rows(PastTreatment, client_id)),
    ]
    entries.sort(key=lambda entry: (entry.on, entry.kind, str(entry.id)))
    here = tuple(person for person in people if person.archived_at is None)
    days = frozenset(link.mood_on for link in ends.links if link.mood_on)
    return Timeline(tuple(entries), _onset(client_id), here, days)


def _people(client_id: UUID) -> list[Person]:
    rows = Person.objects.filter(client_id=client_id)
    return sorted(rows, key=lambda person: (person.ring, person.name.casefold()))


def people_to_name(client: Client) -> list[Person]:
    """People of a record the reader was already allowed to see, to choose from in a form."""
    return [person for person in _people(client.pk) if person.archived_at is None]


def _rows(kind: type[Row], client_id: UUID) -> list[Row]:
    rows = kind.objects.filter(client_id=client_id, archived_at=None).select_related("created_by")
    return cast("list[Row]", list(rows))


class _Ends:
    """What is tied to what, looked up once for all rows of a timeline."""

    def __init__(self, client_id: UUID, people: Iterable[Person]) -> None:
        self.names = {person.id: person.name for person in people}
        self.touched: dict[UUID, list[Touched]] = defaultdict(list)
        for one in EventPerson.objects.filter(client_id=client_id):
            name = self.names.get(one.person_id, "")
            self.touched[one.event_id].append(Touched(one.person_id, name, one.brought))
        links = Link.objects.filter(client_id=client_id, undone_at=None).select_related("event", "moment")
        self.links = list(links.order_by("created_at"))

    def ties(
        self, *, event: UUID | None = None, moment: UUID | None = None, mood_on: date | None = None
    ) -> tuple[Tied, ...]:
        mine = [
            link
            for link in self.links
            if (event and link.event_id == event)
            or (moment and link.moment_id == moment)
            or (mood_on and link.mood_on == mood_on)
        ]
        return tuple(
            Tied(link.id, tuple(self.things(link, event, moment, mood_on)), link.sentence) for link in mine
        )

    def things(
        self, link: Link, event: UUID | None = None, moment: UUID | None = None, mood_on: date | None = None
    ) -> Iterable[str]:
        if link.event and link.event_id != event:
            yield link.event.title
        if link.moment and link.moment_id != moment:
            yield f"a moment on {full_date(here.day(link.moment.happened_at))}"
        if link.mood_on and link.mood_on != mood_on:
            mood = "" if link.mood is None else f", {link.mood:g} of 10"
            yield f"mood on {full_date(link.mood_on)}{mood}"
        if link.person_id:
            yield self.names.get(link.person_id, "")

    def event(self, row: LifeEvent) -> Entry:
        touched = sorted(self.touched[row.id], key=lambda one: one.name.casefold())
        return Entry(
            kind="event",
            id=row.id,
            on=row.on,
            when=when_in_words(row.on, row.precision),
            sort=row.kind,
            what=EventKind(row.kind).label,
            title=row.title,
            said=row.text,
            mood=None if row.mood_at is None else row.mood_at + 5.0,
            mood_words=mood_at_in_words(row.mood_at),
            people=tuple(touched),
            ties=self.ties(event=row.id),
            added_by_client=_by_client(row),
            version=row.version,
        )

    def moment(self, row: Moment) -> Entry:
        name = self.names.get(row.person_id, "") if row.person_id else row.who
        return Entry(
            kind="moment",
            id=row.id,
            on=here.day(row.happened_at),
            when=full_date(here.day(row.happened_at)),
            sort="moment",
            what="a moment",
            title=f"A moment with {name}" if name else "A moment",
            said=moment_words(row),
            mood=None if row.mood is None else float(row.mood),
            mood_words="" if row.mood is None else f"mood {row.mood} of 10",
            people=(Touched(row.person_id, name, "unsaid"),) if row.person_id else (),
            ties=self.ties(moment=row.id),
            added_by_client=_by_client(row),
            standing=row.standing,
            version=row.version,
        )


def moment_words(row: Moment) -> str:
    """What was said and how it left the client, one under the other."""
    return "\n".join(words for words in (row.said, row.left_me) if words)


def mood_at_in_words(mood: int | None) -> str:
    """Mood at an event: "mood −3, from −5 to 5"; empty when not said."""
    return "" if mood is None else f"mood {mood}, from −5 to 5".replace("-", "−")


def _by_client(row: TimelineRow) -> bool:
    return row.created_by is not None and row.created_by.is_client


def _recall(row: MoodRecall, ends: _Ends) -> Entry:
    return Entry(
        kind="mood",
        id=row.id,
        on=row.on,
        when=full_date(row.on),
        sort="mood",
        what="mood, as recalled",
        title=f"Mood {row.mood} of 10",
        said=row.text,
        mood=float(row.mood),
        ties=ends.ties(mood_on=row.on),
        added_by_client=_by_client(row),
        version=row.version,
    )


def _stretch(row: SymptomStretch) -> Entry:
    until = f" to {when_in_words(row.ends_on, 'month')}" if row.ends_on else ", still there"
    worst = f", worst in {when_in_words(row.peaks_on, 'month')}" if row.peaks_on else ""
    score = f", {row.scale} {row.score:g}" if row.score is not None and row.scale else ""
    return Entry(
        kind="symptoms",
        id=row.id,
        on=row.starts_on,
        when=when_in_words(row.starts_on, "month"),
        sort=row.strand,
        what=f"symptoms: {Strand(row.strand).label}",
        title=f"From {when_in_words(row.starts_on, 'month')}{until}{worst}{score}",
        said=row.text,
        added_by_client=_by_client(row),
        version=row.version,
    )


def _treatment(row: PastTreatment) -> Entry:
    until = f" to {when_in_words(row.ends_on, 'month')}" if row.ends_on else ""
    return Entry(
        kind="treatment",
        id=row.id,
        on=row.starts_on,
        when=when_in_words(row.starts_on, "month"),
        sort="treatment",
        what="treatment before",
        title=row.what,
        said="",
        mood_words=f"{when_in_words(row.starts_on, 'month')}{until}; {Helped(row.helped).label}",
        added_by_client=_by_client(row),
        version=row.version,
    )


def onset(user: User, client: Client) -> OnsetMarker | None:
    """When this episode began, by the latest answer; None when nobody has said."""
    get_object_or_404(Client.objects.visible_to(user), pk=client.pk)
    return _onset(client.pk)


def _onset(client_id: UUID) -> OnsetMarker | None:
    return OnsetMarker.objects.filter(client_id=client_id).order_by("-created_at").first()


def events_of(course: Course) -> list[Entry]:
    """Life events of a course the reader was already allowed to see, in order. Four queries."""
    ends = _Ends(course.client_id, _people(course.client_id))
    entries = [ends.event(event) for event in _rows(LifeEvent, course.client_id)]
    return sorted(entries, key=lambda entry: entry.on)


def moments_since(course: Course, since: datetime | None) -> list[Entry]:
    """Moments the client wrote down since an instant (all of them without one), the latest first."""
    ends = _Ends(course.client_id, _people(course.client_id))
    rows = [row for row in _rows(Moment, course.client_id) if since is None or row.created_at > since]
    return [ends.moment(row) for row in sorted(rows, key=lambda row: row.happened_at, reverse=True)]


def row(user: User, kind: str, row_id: UUID, *, client_id: UUID) -> TimelineRow:
    """One row that `user` may write, by the word of KINDS its address uses; else 404."""
    model = KINDS.get(kind, LifeEvent)
    rows = model.objects.writable_by(user).filter(client_id=client_id, archived_at=None)
    return get_object_or_404(rows.select_related("client"), pk=row_id)


def moment(user: User, moment_id: UUID, *, client_id: UUID) -> Moment:
    """One moment that `user` may write, else 404."""
    rows = Moment.objects.writable_by(user).filter(client_id=client_id, archived_at=None)
    return get_object_or_404(rows, pk=moment_id)


def link(user: User, link_id: UUID, *, client_id: UUID) -> Link:
    """One tie that `user` may undo, else 404."""
    rows = Link.objects.writable_by(user).filter(client_id=client_id, undone_at=None)
    return get_object_or_404(rows, pk=link_id)


def ties_of_person(user: User, person: Person) -> list[Tied]:
    """What is tied to a person, and the events they are part of, in order of making."""
    get_object_or_404(Person.objects.visible_to(user), pk=person.pk)
    ends = _Ends(person.client_id, _people(person.client_id))
    return [
        Tied(one.id, tuple(ends.things(one)), one.sentence)
        for one in ends.links
        if one.person_id == person.id
    ]


def events_with(user: User, person: Person) -> list[LifeEvent]:
    """Events a person is part of, in order."""
    touched = EventPerson.objects.filter(person=person).values("event")
    rows = LifeEvent.objects.visible_to(user).filter(pk__in=touched, archived_at=None)
    return list(rows.order_by("on"))
