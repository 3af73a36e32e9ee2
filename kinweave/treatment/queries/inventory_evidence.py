"""What inventory, timeline and symptom review have to say on each problem area: facts with links, side by side.

Nothing is added up, ranked or concluded. Which fields speak for which area is data: the `evidence` of the
problem areas in the library (`kinweave.core.problem_areas.speaks_for`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from kinweave.core.problem_areas import ProblemArea, speaks_for
from kinweave.shelf.queries import library
from kinweave.treatment import reading_aids
from kinweave.treatment.models import Course, Person, SuitabilityReview
from kinweave.treatment.models.inventory_terms import Frequency, Living
from kinweave.treatment.queries import course as courses
from kinweave.treatment.queries import suitability
from kinweave.treatment.queries.inventory import NetworkCounts, in_own_words, network_counts, people_in
from kinweave.treatment.queries.timeline import Entry, Timeline, timeline_of
from kinweave.web.words import full_date, number_in_words


@dataclass(frozen=True)
class EvidenceFact:
    """One fact: what it says, in whose words if any, and where it stands in the record.

    `url_name` takes the client's id, and `object_id` when it is not None.
    """

    text: str
    said: str
    url_name: str
    object_id: UUID | None
    source: str  # "person", "event", "inventory" or "review"


Seen = tuple[str, str, str, str]  # source, field, value, words about it


def evidence_for_areas(course: Course) -> dict[str, tuple[EvidenceFact, ...]]:
    """Area code to the facts that bear on it, for the areas of the course's protocol. Descriptive only."""
    people = people_in(course)
    line = timeline_of(course)
    review = suitability.review_of(course)
    wide = course.service.grief_includes_other_losses
    facts: dict[str, tuple[EvidenceFact, ...]] = {}
    for code in courses.protocol(course).problem_areas:
        area = library().get(ProblemArea, code)
        found = [
            *_of_people(area, people, wide),
            *_of_events(area, line, wide),
            *_of_network(area, network_counts(people)),
            *_of_review(area, review),
        ]
        facts[code] = tuple(found)
    return facts


def _of_people(area: ProblemArea, people: Iterable[Person], wide: bool) -> Iterator[EvidenceFact]:
    for person in people:
        for field, value, said in _fields(person):
            for words in speaks_for(area, "inventory", field, value, grief_is_wide=wide):
                yield EvidenceFact(
                    text=f"{person.name}, {in_own_words(person)}: {words}{_dated(person, field)}",
                    said=said,
                    url_name="therapist:person",
                    object_id=person.id,
                    source="person",
                )


def _fields(person: Person) -> Iterator[tuple[str, str, str]]:
    """The fields of a person that may speak for an area: name as the library writes it, value, words said."""
    yield "living_status", person.living, ""
    if person.living != Living.DEAD:
        yield "relation", person.relation, ""
        yield "frequency", person.frequency or "", ""
        yield "closeness_ring", str(person.ring), ""
    if person.changed:
        yield "change_around_onset.direction", person.change_direction, person.change_what
    yield "conflict.stage", person.conflict_stage, "; ".join(person.conflict_topics)
    unmet = reading_aids.threshold(reading_aids.UNMET)
    for each in (*person.i_expect, *person.they_expect):
        if each.get("met") is not None and each["met"] <= unmet:
            yield "expectations.unmet", "yes", str(each.get("text", ""))


def _dated(person: Person, field: str) -> str:
    if field == "living_status" and person.died_on:
        return f", {full_date(person.died_on)}"
    if field == "change_around_onset.direction" and person.changed_on:
        return f", {full_date(person.changed_on)}"
    if field == "frequency" and person.frequency:
        return f" ({Frequency(person.frequency).label})"
    return ""


def _of_events(area: ProblemArea, line: Timeline, wide: bool) -> Iterator[EvidenceFact]:
    for entry in line.entries:
        if entry.kind == "event":
            for words in speaks_for(area, "timeline", "event.type", entry.sort, grief_is_wide=wide):
                yield EvidenceFact(
                    text=f"{entry.title}, {entry.when}: {words}{_near_onset(entry, line)}",
                    said=entry.said,
                    url_name="therapist:timeline_event",
                    object_id=entry.id,
                    source="event",
                )


def _near_onset(entry: Entry, line: Timeline) -> str:
    """How far the event lies from the onset, in plain days or months; empty without an onset."""
    if line.onset is None:
        return ""
    days = (entry.on - line.onset.on).days
    if abs(days) <= 15:
        return ", at the onset"
    months = max(1, round(abs(days) / 30.4))
    if months > 18:
        return ""
    length = f"{number_in_words(months)} month{'' if months == 1 else 's'}"
    return f", {length} {'before' if days < 0 else 'after'} the onset"


def _of_review(area: ProblemArea, review: SuitabilityReview | None) -> Iterator[EvidenceFact]:
    """What was ticked as spoken of around the onset, with the client's words about it, and bodily illness.

    What was asked alone about fear and violence is never among it.
    """
    if review is None:
        return
    told = [(code, review.onset.get("words", "")) for code in review.around_onset or ()]
    told += [("medical", "")] if review.medical.strip() else []
    for field, said in told:
        for words in speaks_for(area, "review", field, "yes"):
            yield EvidenceFact(
                text=f"{words[:1].upper()}{words[1:]}",
                said=said,
                url_name="therapist:suitability",
                object_id=None,
                source="review",
            )


def _of_network(area: ProblemArea, counts: NetworkCounts) -> Iterator[EvidenceFact]:
    for words in speaks_for(area, "inventory", "people.count", number_in_words(counts.people)):
        yield EvidenceFact(
            text=f"{words[:1].upper()}{words[1:]}: {counts.sentence}",
            said="",
            url_name="therapist:inventory",
            object_id=None,
            source="inventory",
        )
