"""One client of the demonstration while the story is lived: who is who, and which day is which."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import numpy as np

from kinweave.commands.demo.calendar import Calendar
from kinweave.commands.demo.story import Missed, Phrases, Story, phrases
from kinweave.people.models import Client, Service, User
from kinweave.treatment.models import Course, Moment, Person, Session

AREAS_WITHOUT = "role-transition"  # whose phrases are used before an area is agreed


@dataclass(frozen=True)
class Week:
    """A week of the course: a session with its number, or one that did not take place."""

    day: int
    number: int
    missed: Missed | None = None


@dataclass
class Life:
    """What acts of one story share. Fields are filled as the acts come."""

    story: Story
    service: Service
    staff: dict[str, User]
    calendar: Calendar
    seed: int
    today: date
    moved_today: time | None = None
    client: Client = field(init=False)
    user: User = field(init=False)
    course_id: UUID = field(init=False)
    people: dict[str, Person] = field(default_factory=dict)
    moments: dict[str, Moment] = field(default_factory=dict)
    sheets: dict[str, UUID] = field(default_factory=dict)
    held: dict[int, Session] = field(default_factory=dict)

    @cached_property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.service.time_zone)

    @cached_property
    def chance(self) -> random.Random:
        """Chance that belongs to this story alone, whatever other stories there are."""
        return random.Random(f"{self.seed}:{self.story.code}")  # noqa: S311 - invented lives, not secrets

    @cached_property
    def numbers(self) -> np.random.Generator:
        return np.random.default_rng([self.seed, *self.story.code.encode()])

    @cached_property
    def first_day(self) -> date:
        return self.today + timedelta(days=self.story.begins)

    @property
    def therapist(self) -> User:
        return self.staff[self.story.therapist]

    @property
    def closer(self) -> User:
        """Who closes an alert: the therapist, or the supervisor of a trainee."""
        return self.staff["adela"] if self.story.therapist == "farah" else self.therapist

    @property
    def course(self) -> Course:
        """The course as it stands now."""
        return Course.objects.select_related("client", "service").get(pk=self.course_id)

    @cached_property
    def same_course(self) -> Course:
        """The course where only its name is wanted, and not how it stands."""
        return self.course

    @cached_property
    def phrases(self) -> Phrases:
        return phrases()[self.story.area or AREAS_WITHOUT]

    def day(self, day: float) -> date:
        return self.first_day + timedelta(days=int(day // 1))

    def when(self, day: float, at: time | None = None, minutes: int = 0) -> datetime:
        """That day at that hour (the session's own without one), and so many minutes later."""
        here = datetime.combine(self.day(day), at or self.story.at, tzinfo=self.zone)
        return here + timedelta(days=day % 1, minutes=minutes)

    @cached_property
    def weeks(self) -> tuple[Week, ...]:
        """Every week of the course with a session or a missed one."""
        last = self.story.sessions if self.story.held is None else self.story.held
        missed = {each.week: each for each in self.story.missed}
        found: list[Week] = []
        number, week = 0, 0
        while number < last:
            if week in missed:
                found.append(Week(week * 7, number, missed[week]))
            elif week not in self.story.without:
                number += 1
                found.append(Week(week * 7, number))
            week += 1
        return tuple(found)

    def is_next(self, week: Week) -> bool:
        """Whether this session is the one that comes next, today's included."""
        ahead = [each for each in self.weeks if each.missed is None and self.day(each.day) >= self.today]
        return bool(ahead) and ahead[0] == week

    def day_of(self, session: int) -> int:
        """The day of that session."""
        return next(week.day for week in self.weeks if week.number == session and week.missed is None)

    def resolved(self, value: Any) -> Any:
        """A free value with its days and people put in: "@5" a day, "iso:5" its text, "person:Kate" an id."""
        if isinstance(value, dict):
            return {key: self.resolved(each) for key, each in value.items()}
        if isinstance(value, list | tuple):
            return [self.resolved(each) for each in value]
        if not isinstance(value, str):
            return value
        if value.startswith("@"):
            return self.day(int(value[1:]))
        if value.startswith("iso:"):
            return self.day(int(value[4:])).isoformat()
        if value.startswith("person:"):
            return str(self.people[value[7:]].id)
        return value
