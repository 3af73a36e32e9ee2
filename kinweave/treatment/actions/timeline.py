"""The only writers of the timeline. Corrections keep a copy of what stood there; nothing is deleted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, TypeVar, cast

from django.db import transaction

from kinweave.audit import actions as audit
from kinweave.audit.acts import Act
from kinweave.core import clock
from kinweave.people.actions import Refused
from kinweave.people.models import Client, ClientRecord, User
from kinweave.treatment.actions.inventory import merged
from kinweave.treatment.models import (
    EventPerson,
    LifeEvent,
    Link,
    Moment,
    MoodRecall,
    OnsetMarker,
    PastTreatment,
    Person,
    SymptomStretch,
    TimelineVersion,
)
from kinweave.treatment.models.timeline import TimelineRow
from kinweave.treatment.models.timeline_terms import Confidence, Precision, Standing
from kinweave.treatment.queries.inventory import plain
from kinweave.treatment.queries.timeline import KINDS
from kinweave.web.words import list_in_words

FIELDS: dict[type[TimelineRow], tuple[str, ...]] = {
    LifeEvent: ("on", "precision", "kind", "mood_at", "title", "text"),
    SymptomStretch: ("strand", "starts_on", "peaks_on", "ends_on", "scale", "score", "text"),
    PastTreatment: ("starts_on", "ends_on", "helped", "what"),
    MoodRecall: ("on", "mood", "text"),
    Moment: ("happened_at", "person_id", "who", "said", "left_me", "mood"),
}
Row = TypeVar("Row", bound=TimelineRow)


def _row(client: Client, by: User | None) -> dict[str, Any]:
    return {"service_id": client.service_id, "client": client, "created_at": clock.now(), "created_by": by}


@transaction.atomic
def add_event(
    *,
    client: Client,
    values: Mapping[str, Any],
    by: User | None,
    people: Iterable[Person] = (),
    brought: str = "unsaid",
) -> LifeEvent:
    """Put an event on the timeline with the people it touched. `values` holds fields of LifeEvent."""
    event = LifeEvent.objects.create(**_row(client, by), **values)
    _set_people(event, people, brought, by)
    audit.record(Act.TIMELINE_ADDED, by=by, on=event)
    return event


@transaction.atomic
def add_to_timeline(*, kind: type[Row], client: Client, values: Mapping[str, Any], by: User | None) -> Row:
    """Put a stretch of symptoms, a past treatment or a recalled mood on the timeline."""
    row = kind(**_row(client, by), **values)
    row.save(force_insert=True)
    audit.record(Act.TIMELINE_ADDED, by=by, on=row)
    return row


@transaction.atomic
def mark_onset(
    *, client: Client, on: date, precision: str, confidence: str, text: str, by: User | None
) -> OnsetMarker:
    """Say when this episode began. An earlier answer stays in the record; the latest one holds.

    Raises Refused for a date that lies ahead, and for a precision or a confidence nobody can choose.
    """
    _must_be_sayable(client, on, precision, confidence)
    marker = OnsetMarker.objects.create(
        **_row(client, by), on=on, precision=precision, confidence=confidence, text=text
    )
    audit.record(Act.TIMELINE_ADDED, by=by, on=marker)
    return marker


def _must_be_sayable(client: Client, on: date, precision: str, confidence: str) -> None:
    if confidence not in Confidence.values:
        raise Refused(f"Say how sure the date is: {list_in_words(Confidence.labels, 'or')}.")
    if precision not in Precision.values:
        raise Refused(f"Say how exactly the date is known: {list_in_words(Precision.labels, 'or')}.")
    if on > clock.today(client.service.zone):
        raise Refused("An onset cannot lie ahead. Choose a day that has been.")


@transaction.atomic
def write_moment(
    *,
    client: Client,
    said: str,
    by: User | None,
    left_me: str = "",
    person: Person | None = None,
    who: str = "",
    mood: int | None = None,
    happened_at: datetime | None = None,
) -> Moment:
    """Write down a moment between people. Raises Refused when it has no words at all."""
    if not (said.strip() or left_me.strip()):
        raise Refused("Write a few words about what was said, or how it left you.")
    _must_be_of(client, person)
    moment = Moment.objects.create(
        **_row(client, by),
        happened_at=happened_at or clock.now(),
        person=person,
        who=who,
        said=said,
        left_me=left_me,
        mood=mood,
    )
    audit.record(Act.MOMENT_WRITTEN, by=by, on=moment)
    return moment


def put_on_timeline(
    *,
    kind: str,
    client: Client,
    values: Mapping[str, Any],
    by: User | None,
    people: Sequence[Person] = (),
    brought: str = "unsaid",
) -> ClientRecord:
    """Put something of any kind on the timeline: a key of `queries.timeline.KINDS`, or "onset"."""
    if kind == "event":
        return add_event(client=client, values=values, by=by, people=people, brought=brought)
    if kind == "onset":
        return mark_onset(client=client, by=by, **values)
    if kind == "moment":
        rest = {field: value for field, value in values.items() if field != "person_id"}
        return write_moment(client=client, by=by, person=people[0] if people else None, **rest)
    return add_to_timeline(kind=KINDS[kind], client=client, values=values, by=by)


@transaction.atomic
def change_row(
    *,
    row: Row,
    values: Mapping[str, Any],
    seen: int,
    by: User | None,
    people: Sequence[Person] | None = None,
    brought: str = "unsaid",
) -> Row:
    """Correct a row, starting from version `seen`. Raises ChangedMeanwhile as `change_person` does."""
    row = _locked(row)
    if row.archived_at is not None:
        raise Refused("This was taken off the timeline.")
    wanted = dict(values)
    if people is not None:
        wanted |= {"people": sorted(str(person.id) for person in people), "brought": brought}
    mine = merged(_content(row), _content_at(row, seen), wanted, row.version)
    if not mine:
        return row
    _keep_copy(row, by)
    _set_row(row, mine, by)
    row.version += 1
    row.save()
    audit.record(Act.TIMELINE_CHANGED, by=by, on=row)
    return row


def _locked(row: Row) -> Row:
    rows: Any = type(row)._default_manager
    return cast(Row, rows.select_for_update().get(pk=row.pk))


def _set_row(row: TimelineRow, mine: dict[str, Any], by: User | None) -> None:
    if isinstance(row, LifeEvent) and mine.keys() & {"people", "brought"}:
        now = _people(row)
        ids = mine.pop("people", now["people"])
        persons = Person.objects.filter(client_id=row.client_id, pk__in=ids)
        _set_people(row, persons, mine.pop("brought", now["brought"]), by)
    for field, value in mine.items():
        setattr(row, field, value)


@transaction.atomic
def take_off(*, row: Row, reason: str, by: User | None) -> Row:
    """Take a row off the timeline, with a reason. It stays in the record."""
    row = _locked(row)
    if row.archived_at is None:
        row.archived_at, row.archive_reason = clock.now(), reason
        row.save(update_fields=["archived_at", "archive_reason"])
        audit.record(Act.TIMELINE_ARCHIVED, by=by, on=row)
    return row


@transaction.atomic
def place_moment(*, moment: Moment, standing: str, by: User | None) -> Moment:
    """Say what became of a moment: taken into a session, kept for later, or only written down."""
    moment = Moment.objects.select_for_update().get(pk=moment.pk)
    moment.standing = Standing(standing)
    moment.save(update_fields=["standing"])
    audit.record(Act.MOMENT_PLACED, by=by, on=moment, reason=standing)
    return moment


@transaction.atomic
def tie(
    *,
    client: Client,
    by: User | None,
    event: LifeEvent | None = None,
    moment: Moment | None = None,
    person: Person | None = None,
    mood_on: date | None = None,
    mood: float | None = None,
    sentence: str = "",
) -> Link:
    """Tie an event or moment, a mood on a day and a person together; any two or more of them, from any side.

    The same tie made twice is one; its sentence is then the later one. Raises Refused for fewer than two.
    """
    for part in (event, moment, person):
        _must_be_of(client, part)
    if sum(part is not None for part in (event, moment, person, mood_on)) < 2:
        raise Refused(
            "Choose at least two things that belong together: what happened, how the mood was, or who."
        )
    same = Link.objects.filter(
        client=client, event=event, moment=moment, person=person, mood_on=mood_on, undone_at=None
    ).first()
    if same and (not sentence or same.sentence == sentence):
        return same
    if same:
        same.undone_at = clock.now()
        same.save(update_fields=["undone_at"])
    link = Link.objects.create(
        **_row(client, by),
        event=event,
        moment=moment,
        person=person,
        mood_on=mood_on,
        mood=mood,
        sentence=sentence,
    )
    audit.record(Act.TIMELINE_LINKED, by=by, on=link)
    return link


@transaction.atomic
def untie(*, link: Link, by: User | None) -> None:
    """Undo a tie. It stays in the record as one that was made."""
    link.undone_at = clock.now()
    link.save(update_fields=["undone_at"])
    audit.record(Act.TIMELINE_UNLINKED, by=by, on=link)


def _must_be_of(client: Client, part: ClientRecord | None) -> None:
    if part is not None and part.client_id != client.id:
        raise Refused("This belongs to another record.")


def _set_people(event: LifeEvent, people: Iterable[Person], brought: str, by: User | None) -> None:
    wanted = {person.id: person for person in people}
    for person in wanted.values():
        _must_be_of(event.client, person)
    EventPerson.objects.filter(event=event).exclude(person__in=wanted).delete()
    for person in wanted.values():
        EventPerson.objects.update_or_create(
            event=event,
            person=person,
            defaults={"brought": brought},
            create_defaults={**_row(event.client, by), "brought": brought},
        )


def _content(row: TimelineRow) -> dict[str, Any]:
    content = {field: plain(getattr(row, field)) for field in FIELDS[type(row)]}
    return content | _people(row) if isinstance(row, LifeEvent) else content


def _people(event: LifeEvent) -> dict[str, Any]:
    rows = list(EventPerson.objects.filter(event=event))
    brought = {row.brought for row in rows}
    return {
        "people": sorted(str(row.person_id) for row in rows),
        "brought": brought.pop() if len(brought) == 1 else "unsaid",
    }


def _content_at(row: TimelineRow, version: int) -> dict[str, Any] | None:
    if version == row.version:
        return _content(row)
    kept = TimelineVersion.objects.filter(of_id=row.pk, number=version).first()
    return kept.content if kept else None


def _keep_copy(row: TimelineRow, by: User | None) -> None:
    TimelineVersion.objects.create(
        service_id=row.service_id,
        client_id=row.client_id,
        of_type=row._meta.model_name or "",
        of_id=row.pk,
        number=row.version,
        content=_content(row),
        created_at=clock.now(),
        created_by=by,
    )
