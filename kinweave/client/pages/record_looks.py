"""Events of the audit as a client reads them: by day, alike ones together."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.text import capfirst
from django.utils.timezone import localtime

from kinweave.audit.acts import Act
from kinweave.client.pages.record import Look, LookDay
from kinweave.core import clock
from kinweave.web import words

if TYPE_CHECKING:
    from kinweave.audit.models import Event

READING = {
    "course": "the course", "inventory": "your people", "circle": "your circle", "timeline": "your timeline",
    "formulation": "the formulation", "agreement": "the agreement", "measures": "your answers",
    "notes": "the notes", "sessions": "the sessions", "safety-plan": "your safety plan", "review": "the review",
    "ending": "the ending", "suitability": "the first review", "care": "who takes part in your care",
    "psychoeducation": "what was explained", "room": "the session room", "worksheets": "your worksheets",
    "alert": "an answer that waits", "earlier course": "an earlier course", "carer": "talks with who cares for you",
    "people": "your people", "problem area": "what you work on together", "reading": "what there is for you to read",
    "plan for staying well": "your plan for staying well", "safety plan": "your safety plan",
    "rhythm": "your daily rhythm", "following": "what carries over into another course",
}  # fmt: skip
"""What was opened, by the word the audit has for it."""
FEW = 4  # so many clock times are listed; more are counted


def days(events: Iterable[Event], reader: UUID) -> tuple[LookDay, ...]:
    """Group events, latest first, by day and then by who did what. `reader` is the account that reads."""
    today = localtime(clock.now()).date()
    return tuple(
        LookDay(day, capfirst(words.day_in_words(day, today)), _looks(list(of_day), reader))
        for day, of_day in groupby(events, key=_day)
    )


def _day(event: Event) -> date:
    return localtime(event.at).date()


def _looks(events: list[Event], reader: UUID) -> tuple[Look, ...]:
    alike: dict[tuple[str, str], list[Event]] = {}
    for event in events:
        alike.setdefault((_who(event, reader), _did(event)), []).append(event)
    return tuple(Look(who, did, _times(rows)) for (who, did), rows in alike.items())


def _who(event: Event, reader: UUID) -> str:
    if event.act in (Act.CARE_STARTED, Act.CARE_ENDED) and " as " in event.reason:
        return event.reason.partition(" as ")[0]  # whose part it is, not who wrote it down
    return "You" if event.actor_id == reader else event.actor_name


def _did(event: Event) -> str:
    """In words. The reason is told only of reading: elsewhere it may say what is not for this page."""
    known = next((act for act in Act if act == event.act), None)
    if known is Act.RECORD_READ:
        return f"looked at {READING.get(event.reason, 'your record')}"
    return known.words if known else event.act


def _times(rows: list[Event]) -> str:
    if len(rows) > FEW:
        return f"{words.count_of(len(rows), 'time')}, last at {words.clock(localtime(rows[0].at))}"
    clocks = list(dict.fromkeys(words.clock(localtime(row.at)) for row in reversed(rows)))
    return words.list_in_words(clocks)
