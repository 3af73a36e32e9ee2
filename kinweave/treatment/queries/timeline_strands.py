"""The strands of the course picture that come from the timeline: events, recalled mood and people."""

from __future__ import annotations

from dataclasses import dataclass

from kinweave.treatment.models import Course
from kinweave.treatment.queries.timeline import Entry, Timeline, timeline_of
from kinweave.web.pictures.course import Event, Mood, Who
from kinweave.web.pictures.ties import Tie

MOST_PEOPLE = 12  # lines of people the picture has room for; the list below it has everybody


@dataclass(frozen=True)
class Strands:
    """What the timeline gives to the picture; scores and moods from the phone are the portal's to add."""

    events: tuple[Event, ...]
    moods: tuple[Mood, ...]
    people: tuple[Who, ...]


def picture_strands(course: Course) -> Strands:
    """Events, recalled moods and people of the course's client, ready for `kinweave.web.pictures.course`."""
    return strands_of(timeline_of(course))


def strands_of(line: Timeline) -> Strands:
    """The same, from a timeline that was already read."""
    events = tuple(_event(entry) for entry in line.entries if entry.kind == "event")
    if line.onset is not None:
        events = (*events, Event(on=line.onset.on, words="It began"))
    moods = tuple(
        Mood(on=entry.on, value=entry.mood, recalled=entry.kind != "moment")
        for entry in line.entries
        if entry.mood is not None
    )
    touched = {key for event in events for key in event.people}
    people = tuple(Who(str(p.id), p.name) for p in line.people if str(p.id) in touched)
    return Strands(events, moods, people[:MOST_PEOPLE])


def _event(entry: Entry) -> Event:
    brought = {one.brought for one in entry.people} - {"unsaid"}
    tie = Tie(brought.pop()) if len(brought) == 1 else Tie.BOTH if brought else Tie.UNSAID
    return Event(on=entry.on, words=entry.title, people=tuple(str(one.id) for one in entry.people), tie=tie)
