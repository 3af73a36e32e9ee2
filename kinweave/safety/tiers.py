"""What each tier asks for: by when somebody answers, who is told, and to whom it is passed on."""

from __future__ import annotations

import tomllib
from datetime import datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from django.conf import settings
from pydantic import Field, TypeAdapter

from kinweave.core.definitions import Part, Sourced
from kinweave.people.models import Service
from kinweave.safety.hours import Hours

PUBLISHED = Path(__file__).with_name("response_times.toml")

Person = Literal["therapist", "duty", "supervisor", "manager"]
Minutes = Annotated[int, Field(ge=1, le=10_000)]


class PassOn(Part):
    """One step: this many staffed minutes after the time to acknowledge ran out, to this person."""

    after: int = Field(ge=0, le=10_000)
    to: Person


class Response(Sourced):
    """What one tier asks for."""

    acknowledge: Minutes | Literal["end of next working day", "seven days"]
    contact: Minutes | Literal["end of day"] | None = None
    tell: tuple[Person, ...] = ()
    pass_on: tuple[PassOn, ...] = Field(min_length=1)


@cache
def _read(file: Path) -> dict[str, Response]:
    return TypeAdapter(dict[str, Response]).validate_python(tomllib.loads(file.read_text(encoding="utf-8")))


def response(tier: str) -> Response:
    """What that tier asks for, from the service's own file or the published one."""
    return _read(getattr(settings, "RESPONSE_TIMES", None) or PUBLISHED)[tier]


def hours_of(service: Service) -> Hours:
    """When somebody is there in that service."""
    return Hours(ZoneInfo(service.time_zone), _time(service.staffed_from), _time(service.staffed_until))


def _time(value: time | str) -> time:
    """A row that was just made still holds the default as it is written in the model."""
    return time.fromisoformat(value) if isinstance(value, str) else value


def due(tier: str, at: datetime, hours: Hours) -> datetime:
    """By when somebody takes an alert raised at `at`: always later than `at`, within or at the end of staffed hours."""
    match response(tier).acknowledge:
        case int(minutes):
            return hours.after(at, minutes)
        case "end of next working day":
            return hours.end_of_next_working_day(at)
        case "seven days":
            return hours.next_opening(at + timedelta(days=7))


def contact_due(tier: str, at: datetime, hours: Hours) -> datetime | None:
    """By when somebody has tried to reach the client; None when the next session is soon enough."""
    match response(tier).contact:
        case int(minutes):
            return hours.after(at, minutes)
        case "end of day":
            return hours.end_of_day(at)
        case _:
            return None


def next_pass_on(tier: str, taken: int, ran_out_at: datetime, hours: Hours) -> datetime | None:
    """When an alert is passed on again, after `taken` steps of which the last ran out at `ran_out_at`; None after the last.

    With none taken, `ran_out_at` is when somebody should have taken it.
    """
    steps = response(tier).pass_on
    if taken >= len(steps):
        return None
    wait = steps[taken].after - (steps[taken - 1].after if taken else 0)
    return hours.after(ran_out_at, wait) if wait > 0 else ran_out_at


def person_of_step(tier: str, taken: int) -> Person:
    """Whom the next step goes to; once all are taken, the last again."""
    steps = response(tier).pass_on
    return steps[min(taken, len(steps) - 1)].to
