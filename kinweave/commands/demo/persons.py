"""The people of a life, their circle and the timeline, written by the client and together."""

from __future__ import annotations

from datetime import time
from functools import partial

from kinweave.commands.demo.life import Life
from kinweave.commands.demo.story import Feeling, Happening, Move, Noticed, Someone
from kinweave.measures import actions as measures
from kinweave.people.models import User
from kinweave.treatment.actions import inventory, timeline
from kinweave.treatment.actions.circle import keep_circle, move_person
from kinweave.treatment.actions.timeline import add_event, put_on_timeline, tie, write_moment
from kinweave.treatment.models import Person
from kinweave.treatment.models.inventory_terms import Place

TOLD = 7  # the day of the second session


def put_persons(life: Life) -> None:
    """Put inventory, circle, timeline, moods and moments into the calendar."""
    story, calendar = life.story, life.calendar
    if story.inventory != "none":
        shown = story.people if story.inventory == "all" else story.people[: (len(story.people) + 1) // 2]
        for place, someone in enumerate(shown):
            _put_someone(life, someone, place)
    if story.inventory == "all" and story.people:
        calendar.put(life.when(TOLD, minutes=40), lambda: _keep_first(life))
    for move in story.moves:
        calendar.put(life.when(move.day, time(20, 10)), partial(_move, life, move))
    for happening in story.happenings:
        day = happening.told if happening.told is not None else max(happening.day, TOLD)
        at = life.when(day, time(20, 25)) if day > TOLD else life.when(day, minutes=20)
        calendar.put(at, partial(_happen, life, happening))
    for feeling in story.feelings:
        at = life.when(TOLD, minutes=30) if feeling.recalled else life.when(feeling.day, time(20, 30))
        calendar.put(at, partial(_feel, life, feeling))
    for noticed in story.moments:
        _put_noticed(life, noticed)


def _by(life: Life, *, client: bool) -> User:
    return life.user if client and hasattr(life, "user") else life.therapist


def _put_someone(life: Life, someone: Someone, place: int) -> None:
    calendar = life.calendar
    day = someone.day
    at = (
        life.when(TOLD - 2, time(19), minutes=4 * place)
        if someone.by_client
        else life.when(TOLD, minutes=2 + place)
    )
    calendar.put(
        life.when(day, time(19), minutes=place) if day is not None else at, lambda: _add(life, someone)
    )
    if someone.private or someone.safety != "none":
        later = life.when(TOLD, minutes=55) if day is None else life.when(day, time(19), minutes=30)
        calendar.put(later, lambda: _add_private(life, someone))


def _add(life: Life, someone: Someone) -> None:
    values = life.resolved(someone.values) | {"name": someone.name}
    by = _by(life, client=someone.by_client)
    life.people[someone.name] = inventory.add_person(client=life.client, values=values, by=by)


def _add_private(life: Life, someone: Someone) -> None:
    inventory.write_private_side(
        person=life.people[someone.name],
        safety=someone.safety,
        note=someone.private,
        seen=0,
        by=life.therapist,
    )


def _keep_first(life: Life) -> None:
    keep_circle(client=life.client, moment="initial", drawn_by="together", by=life.therapist)
    inventory.complete_inventory(course=life.course, by=life.therapist)


def keep_later(life: Life, moment: str) -> None:
    """Keep the circle again, half way or at the end."""
    if life.people:
        keep_circle(client=life.client, moment=moment, drawn_by="together", by=life.therapist)


def _move(life: Life, move: Move) -> None:
    person = Person.objects.get(pk=life.people[move.name].pk)
    place = Place(move.ring)
    move_person(person=person, ring=place, angle=None, seen=person.version, by=_by(life, client=True))


def _happen(life: Life, said: Happening) -> None:
    people = [life.people[name] for name in said.people if name in life.people]
    by = _by(life, client=said.day > 0)
    event = add_event(
        client=life.client, by=by, people=people, brought=said.brought,
        values={"on": _on(life, said), "precision": said.precision, "kind": said.kind, "mood_at": said.mood_at,
                "title": said.title, "text": said.text},
    )  # fmt: skip
    if said.tie:
        tie(
            client=life.client, by=by, event=event, person=people[0] if people else None,
            mood_on=event.on, mood=_mood_near(life, said.day), sentence=said.tie,
        )  # fmt: skip


def _on(life: Life, said: Happening) -> object:
    on = life.day(said.day)
    return {"day": on, "month": on.replace(day=1), "year": on.replace(day=1, month=1)}[said.precision]


def _mood_near(life: Life, day: int) -> float | None:
    near = [each for each in life.story.feelings if abs(each.day - day) < 1]
    return float(near[0].value) if near else None


def _feel(life: Life, feeling: Feeling) -> None:
    if feeling.recalled:
        values = {"on": life.day(feeling.day), "mood": feeling.value, "text": feeling.note}
        put_on_timeline(kind="mood", client=life.client, values=values, by=life.therapist)
        return
    measures.record_mood(
        client=life.client, value=feeling.value, note=feeling.note, private=feeling.private, course=life.course,
        by=_by(life, client=True),
    )  # fmt: skip


def _put_noticed(life: Life, noticed: Noticed) -> None:
    life.calendar.put(life.when(noticed.day, time(19, 45)), lambda: _notice(life, noticed))
    after = [week.day for week in life.weeks if week.missed is None and week.day > noticed.day]
    if noticed.taken and after:
        life.calendar.put(life.when(after[0], minutes=12), lambda: _take(life, noticed))


def _notice(life: Life, noticed: Noticed) -> None:
    life.moments[noticed.said] = write_moment(
        client=life.client, said=noticed.said, left_me=noticed.left_me, person=life.people.get(noticed.person),
        who=noticed.who, mood=noticed.mood, by=_by(life, client=True),
    )  # fmt: skip


def _take(life: Life, noticed: Noticed) -> None:
    timeline.place_moment(moment=life.moments[noticed.said], standing="taken", by=life.therapist)
