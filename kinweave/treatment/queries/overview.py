"""What an overview of one course shows, each strand in one query: rows are read lean, not as whole models.

The course given here is one the reader was already allowed to see.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple, cast
from uuid import UUID

from django.db.models import CharField, F, OuterRef, QuerySet, SmallIntegerField, Subquery, Value
from django.http import Http404

from kinweave.core import clock
from kinweave.core.course import Attendance
from kinweave.people.models import Role, User
from kinweave.treatment.models import Course, EventPerson, Goal, GoalRating, LifeEvent, Person, Session
from kinweave.treatment.queries.course import latest
from kinweave.vault.fields import Sealed, SealedText
from kinweave.web.prepared import Prepared


class Row(NamedTuple):
    """Where sealed words belong, without the rest of their row."""

    pk: UUID
    client_id: UUID


@dataclass(frozen=True, slots=True)
class AtEvent:
    """Somebody at an event, and what they brought to it."""

    id: UUID
    name: str
    brought: str


@dataclass(frozen=True, slots=True)
class DatedEvent:
    """Something that happened. `mood` is how the mood was then, 0 to 10, None when not said."""

    on: date
    title: str
    people: tuple[AtEvent, ...]
    mood: float | None


def _events(client_id: UUID) -> QuerySet[Any]:
    events = LifeEvent.objects.filter(client_id=client_id, archived_at=None).values_list(
        "id", "id", "on", "title", "mood_at", Value("", CharField())
    )
    people = EventPerson.objects.filter(client_id=client_id, event__archived_at=None).values_list(
        "event_id", "person_id", "event__on", "person__name", Value(None, SmallIntegerField()), "brought"
    )
    return events.union(people, all=True)


_rows_of_events = Prepared(_events, UUID)


def dated_events(client_id: UUID) -> tuple[DatedEvent, ...]:
    """Every event on a client's timeline with the people it touched, in order. One query."""
    titles: dict[UUID, tuple[date, str, int | None]] = {}
    touched: defaultdict[UUID, list[AtEvent]] = defaultdict(list)
    for event_id, row_id, on, sealed, mood_at, brought in _rows_of_events(client_id):
        if brought:
            touched[event_id].append(
                AtEvent(row_id, _words(Person, "name", row_id, client_id, sealed), brought)
            )
        else:
            titles[event_id] = (on, _words(LifeEvent, "title", row_id, client_id, sealed), mood_at)
    rows = [
        DatedEvent(on, title, tuple(touched[key]), None if mood is None else mood + 5.0)
        for key, (on, title, mood) in titles.items()
    ]
    return tuple(sorted(rows, key=lambda row: row.on))


def _readable(reader: UUID, service: UUID, client: UUID, now: datetime) -> QuerySet[Course]:
    user = User(id=reader, service_id=service, roles=[Role.THERAPIST.value], is_active=True)
    with clock.at(now):  # the rule of who may see asks the clock
        rows = Course.objects.visible_to(user).filter(client_id=client)
    return rows.select_related("client", "service").order_by("-created_at")[:1]


_course_for_clinician = Prepared(_readable, UUID, UUID, UUID, datetime)


def course_of(user: User, client_id: UUID) -> Course:
    """The client's open course, else their latest, with the client joined; 404 when `user` may not see it.

    As `courses.latest`, for a clinician: the rule of who may see is `visible_to`, written out once.
    """
    if user.is_client or not user.is_clinical:
        return latest(user, client_id)
    found = _course_for_clinician(user.id, user.service_id, client_id, clock.now())
    if not found:
        raise Http404
    return cast(Course, found[0])


def _words(model: type[Any], name: str, row_id: UUID, client_id: UUID, sealed: Sealed) -> str:
    field = model._meta.get_field(name)
    assert isinstance(field, SealedText)  # noqa: S101 - narrows the type
    return str(field.unsealed(Row(row_id, client_id), sealed))  # type: ignore[arg-type]


def _sessions(course_id: UUID) -> QuerySet[Session]:
    rows = Session.objects.filter(course=course_id).defer("attendance_reason")
    return rows.annotate(touched=F("note__touched")).order_by("starts_at")


_rows_of_sessions = Prepared(_sessions, UUID)


def sessions_with_touches(course: Course) -> list[Session]:
    """All sessions in order of time; `touched` of each is what its note marks, None without one. One query."""
    return _rows_of_sessions(course.id)


def touched_in(rows: list[Session]) -> dict[str, tuple[int, ...]]:
    """ "area:strategy" → the numbers of the held sessions whose note marks it, in order."""
    found: defaultdict[str, list[int]] = defaultdict(list)
    for row in rows:
        if row.attendance == Attendance.ATTENDED and row.number is not None:
            for key in row.touched or ():  # type: ignore[attr-defined]
                found[key].append(row.number)
    return {key: tuple(numbers) for key, numbers in found.items()}


@dataclass(frozen=True, slots=True)
class GoalNow:
    """A goal with where it was at the start and where it is now, 0 to 10; None before it was rated."""

    text: str
    start: int | None
    now: int | None
    ratings: int
    note: str  # the client's words with the latest rating


def _goals(course_id: UUID) -> QuerySet[Goal]:
    ratings = GoalRating.objects.filter(goal=OuterRef("pk")).order_by("rated_at", "created_at")
    last = ratings.reverse()
    return Goal.objects.filter(course=course_id, closed_on=None).order_by("place").annotate(
        start=Subquery(ratings.values("rating")[:1]), now=Subquery(last.values("rating")[:1]),
        last_id=Subquery(last.values("pk")[:1]), note=Subquery(last.values("note")[:1]),
        first_id=Subquery(ratings.values("pk")[:1]),
    )  # fmt: skip


_rows_of_goals = Prepared(_goals, UUID)


def goals_now(course: Course) -> tuple[GoalNow, ...]:
    """The goals of the agreement in force, in order. One query."""
    return tuple(_goal(row) for row in _rows_of_goals(course.id))


def _goal(row: Any) -> GoalNow:
    note = _words(GoalRating, "note", row.last_id, row.client_id, row.note) if row.last_id else ""
    rated = 0 if row.last_id is None else 1 if row.last_id == row.first_id else 2
    return GoalNow(row.text, row.start, row.now, rated, note)
