"""The rows of a batch of clients for measuring, table by table.

Ids rise with the clients, so that indexes grow at their end. They are valid UUIDs (version 8).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
from django.db import connection

from kinweave.audit import chain
from kinweave.audit.acts import Act
from kinweave.audit.models import Event
from kinweave.commands.demo import courses
from kinweave.commands.demo.bulk_insert import Table
from kinweave.core.columns import score_columns
from kinweave.core.course import Attendance, Stage
from kinweave.core.instruments import Instrument
from kinweave.measures.models import AnsweredBy, Assignment, Response, Score, State, Why
from kinweave.people.models import CareRelationship, Client, Part
from kinweave.treatment.models import Course, Episode, Mode, Session
from kinweave.vault import crypto, keys
from kinweave.vault.models import ClientKey

Rows = list[tuple[Any, ...]]
_RECORD = ("id", "service", "client", "created_at", "created_by")
KEYS = Table(ClientKey, ("client_id", "service_id", "wrapped"))
CLIENTS = Table(Client, ("id", "service", "user", "code", "name", "pronouns", "birth_date", "created_at"))
CARE = Table(CareRelationship, ("id", "service", "client", "staff", "part", "starts_at", "ends_at"))
EPISODES = Table(Episode, (*_RECORD, "came_by", "reason", "opened_at", "closed_at"))
COURSES = Table(
    Course,
    (
        *_RECORD, "episode", "protocol", "protocol_code", "follows", "stage", "opened_on", "planned_sessions",
        "planned_end", "open_end", "agreed_on", "done", "weekday", "session_minutes", "ending_by_hand", "focus_line",
        "areas", "ended_on", "end_reason", "version",
    ),
)  # fmt: skip
SESSIONS = Table(
    Session,
    (
        *_RECORD, "course", "number", "starts_at", "minutes", "mode", "attendance", "attendance_reason", "opened_at",
        "begun_without", "called", "maintenance", "signed_at", "amendments", "focus_worked", "version",
    ),
)  # fmt: skip
ASSIGNMENTS = Table(
    Assignment,
    (
        *_RECORD, "instrument", "code", "course", "session", "before_number", "due_at", "why", "state", "answers",
        "saved_at", "closed_at",
    ),
)  # fmt: skip
RESPONSES = Table(
    Response,
    (
        *_RECORD, "assignment", "instrument", "code", "course", "session", "answered_by", "answered_at", "answers",
        "supersedes", "correction_reason",
    ),
)  # fmt: skip
SCORES = Table(
    Score,
    (*_RECORD, "response", "course", "code", "scale", "main", "value", "complete", "band", "prorated", "answered_at"),
)  # fmt: skip
EVENTS = Table(
    Event,
    (
        "at", "act", "actor_id", "actor_name", "service_id", "client_id", "object_type", "object_id", "reason", "origin",
        "stands",
        "seal",
    ),
)  # fmt: skip
MOST = 24  # eight items of 3: the ninth stays 0


@dataclass(frozen=True)
class About:
    """What all rows share. Ids are hex without hyphens."""

    service: str
    protocol: str
    instrument: Instrument
    frozen: str
    sessions: int
    now: datetime
    first: datetime  # the first session

    @cached_property
    def opened(self) -> datetime:
        return self.first - timedelta(days=9)

    def held(self, number: int) -> datetime:
        """When the session of that number was (or will be) held."""
        return self.first + timedelta(weeks=number - 1)


@dataclass(frozen=True)
class Person:
    """One client of a batch."""

    place: int
    id: str
    course: str
    staff: str
    staff_name: str
    key: bytes


def uid(place: int, kind: int) -> str:
    """A UUID of version 8 as hex: rising with `place`, different for each kind of row."""
    return f"{place:012x}8{kind:03x}8{kind:015x}"


def dashed(key: str) -> str:
    """A UUID as Python writes it, for what is sealed."""
    return f"{key[:8]}-{key[8:12]}-{key[12:16]}-{key[16:20]}-{key[20:]}"


@lru_cache(maxsize=4096)
def at(moment: datetime) -> str:
    """An instant as the database keeps it. There are few different ones, so each is written once."""
    words = moment.strftime("%Y-%m-%d %H:%M:%S")
    return f"{words}+00" if connection.vendor == "postgresql" else words


def batch(
    about: About,
    chance: np.random.Generator,
    start: int,
    count: int,
    staff: list[tuple[str, str]],
    caseload: int,
) -> Iterator[tuple[Table, Rows]]:
    """Every row of `count` clients from number `start`, in an order that keeps references whole."""
    people = []
    for place in range(count):
        worker, name = staff[place // caseload]
        people.append(
            Person(
                start + place, uid(start + place, 1), uid(start + place, 2), worker, name, crypto.new_key()
            )
        )
    yield KEYS, [_key(about, person) for person in people]
    yield CLIENTS, [_client(about, person) for person in people]
    yield CARE, [_care(about, person) for person in people]
    yield EPISODES, [_episode(about, person) for person in people]
    yield COURSES, [_course(about, person) for person in people]
    yield SESSIONS, [line for person in people for line in _sessions(about, person)]
    yield from _measures(about, chance, people)
    yield EVENTS, _events(about, people)


def _sealed(person: Person, model: str, field: str, row: str, words: str) -> bytes:
    place = f"{model}:{field}:{dashed(row)}:{dashed(person.id)}"
    return crypto.seal(person.key, words.encode(), place.encode())


def _record(about: About, person: Person, row: str, made: datetime) -> tuple[Any, ...]:
    return (row, about.service, person.id, at(made), person.staff)


def _key(about: About, person: Person) -> tuple[Any, ...]:
    wrapped = crypto.seal(keys.master(), person.key, b"client-key:" + bytes.fromhex(person.id))
    return (person.id, about.service, wrapped)


def _client(about: About, person: Person) -> tuple[Any, ...]:
    name = _sealed(person, "people.client", "name", person.id, f"Client {person.place + 1:07}")
    pronouns = _sealed(person, "people.client", "pronouns", person.id, "")
    return (
        person.id,
        about.service,
        None,
        f"M-{person.place + 1:07}",
        name,
        pronouns,
        None,
        at(about.opened),
    )


def _care(about: About, person: Person) -> tuple[Any, ...]:
    row = uid(person.place, 3)
    return (row, about.service, person.id, person.staff, Part.THERAPIST.value, at(about.opened), None)


def _episode(about: About, person: Person) -> tuple[Any, ...]:
    row = uid(person.place, 4)
    reason = _sealed(person, "treatment.episode", "reason", row, "Low since the move.")
    return (*_record(about, person, row, about.opened), "gp", reason, at(about.opened), None)


def _course(about: About, person: Person) -> tuple[Any, ...]:
    row, opened = person.course, about.opened.date().isoformat()
    line = _sealed(person, "treatment.course", "focus_line", row, "Everything I knew is somewhere else.")
    reason = _sealed(person, "treatment.course", "end_reason", row, "")
    done = json.dumps({"consent_given": opened, "suitability_recorded": opened, "baseline_measured": opened})
    return (
        *_record(about, person, row, about.opened), uid(person.place, 4), about.protocol, "ipt", None,
        Stage.STARTED.value, opened, 16, None, False, None, done, None, 50, None, line,
        '["role-transition"]', None, reason, 1,
    )  # fmt: skip


def _sessions(about: About, person: Person) -> Iterator[tuple[Any, ...]]:
    """Those held, and the one that comes next."""
    for number in range(1, about.sessions + 2):
        row, held = _session_id(about, person, number), number <= about.sessions
        when = at(about.held(number))
        yield (
            *_record(about, person, row, about.opened), person.course, number if held else None, when, 50,
            Mode.IN_PERSON.value, (Attendance.ATTENDED if held else Attendance.PLANNED).value,
            _sealed(person, "treatment.session", "attendance_reason", row, ""), when if held else None, None, None, False,
            None, 0, None, 1,
        )  # fmt: skip


def _session_id(about: About, person: Person, number: int) -> str:
    return uid(person.place * (about.sessions + 1) + number - 1, 5)


def _measures(
    about: About, chance: np.random.Generator, people: list[Person]
) -> Iterator[tuple[Table, Rows]]:
    """Assignments, responses and scores of every session held."""
    if not about.sessions:
        return
    drawn = courses.draw(chance, len(people), about.sessions)
    totals = np.minimum(drawn.totals, MOST).astype(np.int8).ravel()
    answers = courses.phq_answers(chance, totals, np.zeros_like(totals))
    difficulty = courses.difficulty_of(totals)
    asked: Rows = []
    given: Rows = []
    forms = np.column_stack([answers, difficulty]).tolist()
    names = (*courses.PHQ_ITEMS, "difficulty")
    for place, form in enumerate(forms):
        person, number = people[place // about.sessions], place % about.sessions + 1
        words = json.dumps(dict(zip(names, form, strict=True)))
        asked.append(_assignment(about, person, number, words))
        given.append(_response(about, person, number, words))
    yield ASSIGNMENTS, asked
    yield RESPONSES, given
    yield (
        SCORES,
        _scores(about, people, dict(zip(names, np.column_stack([answers, difficulty]).T, strict=True))),
    )


def _measure_id(about: About, person: Person, number: int, kind: int) -> str:
    return uid(person.place * about.sessions + number - 1, kind)


def _assignment(about: About, person: Person, number: int, answers: str) -> tuple[Any, ...]:
    when = about.held(number)
    sent = at(when - timedelta(hours=15))
    return (
        *_record(about, person, _measure_id(about, person, number, 6), when - timedelta(hours=16)), about.frozen,
        "phq-9", person.course, _session_id(about, person, number), number, at(when), Why.PROTOCOL.value,
        State.DONE.value, answers, None, sent,
    )  # fmt: skip


def _response(about: About, person: Person, number: int, answers: str) -> tuple[Any, ...]:
    sent = about.held(number) - timedelta(hours=15)
    return (
        *_record(about, person, _measure_id(about, person, number, 7), sent), _measure_id(about, person, number, 6),
        about.frozen, "phq-9", person.course, _session_id(about, person, number), AnsweredBy.CLIENT.value, at(sent),
        answers, None, None,
    )  # fmt: skip


def _scores(about: About, people: list[Person], columns: dict[str, courses.Ints]) -> Rows:
    """Every scale of every response, by the definition itself."""
    tight = {code: np.ascontiguousarray(column, dtype=np.int8) for code, column in columns.items()}
    found: Rows = []
    for order, scale in enumerate(about.instrument.scales):
        scored = score_columns(about.instrument, tight, scale.code)
        main = scale.code == about.instrument.main_scale.code
        bands = {
            value: band.label for value in scored.ladder if value is not None and (band := scale.band(value))
        }
        for place, step in enumerate(scored.steps.tolist()):
            person, number = people[place // about.sessions], place % about.sessions + 1
            value, sent = scored.ladder[step], about.held(number) - timedelta(hours=15)
            row = uid((person.place * about.sessions + number - 1) * len(about.instrument.scales) + order, 8)
            found.append((
                *_record(about, person, row, sent), _measure_id(about, person, number, 7), person.course, "phq-9",
                scale.code, main, value, value is not None, bands.get(value, ""), None, at(sent),
            ))  # fmt: skip
    return found


def _events(about: About, people: list[Person]) -> Rows:
    """One act for each client, each chained to the one before it."""
    last = Event.objects.order_by("-id").values_list("seal", flat=True).first()
    before = bytes(last) if last is not None else chain.FIRST
    service, found = dashed(about.service), []
    for person in people:
        event = Event(
            at=about.opened, act=Act.CLIENT_ADDED.value, actor_id=dashed(person.staff), actor_name=person.staff_name,
            service_id=service, client_id=dashed(person.id), object_type="people.client", object_id=dashed(person.id),
        )  # fmt: skip
        before = chain.seal(event, before)
        found.append((
            at(about.opened), event.act, person.staff, person.staff_name, about.service, person.id, "people.client",
            dashed(person.id), "", "", None, before,
        ))  # fmt: skip
    return found
