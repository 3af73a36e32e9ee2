"""The timeline ready for a page: each entry with what can be done to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from uuid import UUID

from kinweave.treatment import reading_aids
from kinweave.treatment.queries.timeline import Entry, Timeline

MOST_NAMES = 6


@dataclass(frozen=True)
class ShownEntry:
    """One entry. `tap_people` (id and name) is there when a dip is not yet tied to anybody."""

    entry: Entry
    change_url: str
    people_base: str
    tie_field: str
    tie_value: str
    tap_people: tuple[tuple[str, str], ...]


def shown(
    line: Timeline, *, change_url: Callable[[str, UUID], str] | None, people_base: str
) -> tuple[ShownEntry, ...]:
    """Every entry in order. Without `change_url` the reader only looks."""
    names = tuple((str(person.id), person.name) for person in line.people[:MOST_NAMES])
    dips = dips_of(line)
    return tuple(
        ShownEntry(
            entry=entry,
            change_url=change_url(entry.kind, entry.id) if change_url else "",
            people_base=people_base,
            tie_field={"event": "event", "moment": "moment"}.get(entry.kind, "mood_on"),
            tie_value=str(entry.id) if entry.kind in ("event", "moment") else entry.on.isoformat(),
            tap_people=names
            if change_url and entry.id in dips and not entry.ties and not entry.people
            else (),
        )
        for entry in line.entries
    )


def dips_of(line: Timeline) -> frozenset[UUID]:
    """Entries at which the mood was low, or clearly lower than at the entry before that gives a mood."""
    rated = [entry for entry in line.entries if entry.mood is not None]
    low, fell = _thresholds()
    are_low = {entry.id for entry in rated if (entry.mood or 0) <= low}
    have_fallen = {
        after.id for before, after in pairwise(rated) if (before.mood or 0) - (after.mood or 0) >= fell
    }
    return frozenset(are_low | have_fallen)


def _thresholds() -> tuple[float, float]:
    """The mood that is low, and the fall that is much: aids to reading, no cut-offs."""
    return reading_aids.threshold(reading_aids.LOW_MOOD), reading_aids.threshold(reading_aids.MOOD_FELL)


@dataclass(frozen=True)
class Dip:
    """A day on which a rated mood was low or fell; `people` are offered at one tap."""

    on: date
    mood: float
    words: str


def dips_in(moods: list[tuple[date, float]]) -> tuple[Dip, ...]:
    """Days of a mood line, earliest first, that are low or fell by much since the mood before."""
    low, fell = _thresholds()
    found: list[Dip] = []
    for place, (on, mood) in enumerate(moods):
        before = moods[place - 1][1] if place else None
        if before is not None and before - mood >= fell:
            found.append(Dip(on, mood, f"fell from {before:g} to {mood:g} of 10"))
        elif mood <= low:
            found.append(Dip(on, mood, f"{mood:g} of 10"))
    return tuple(found)
