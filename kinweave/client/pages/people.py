"""The exact contexts of the client's pages about their people. Nothing private to clinicians is in them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar
from uuid import UUID

from django.forms import Form
from django.urls import reverse

from kinweave.people.models import Client, User
from kinweave.treatment.forms.clashes import BothTexts
from kinweave.treatment.forms.inventory import PARTS
from kinweave.treatment.forms.person_shown import Part, parts
from kinweave.treatment.queries import circle as circles
from kinweave.treatment.queries import inventory
from kinweave.treatment.queries import timeline as timelines
from kinweave.treatment.queries.circle_shown import ShownCircle, show_now
from kinweave.web.words import full_date

if TYPE_CHECKING:
    from kinweave.treatment.models import Person


@dataclass(frozen=True)
class Kept:
    """One kept circle in the list of drawings."""

    id: UUID
    when: str


@dataclass(frozen=True)
class PeoplePage:
    """My people: circle and list."""

    template: ClassVar[str] = "client/people.html"
    circle: ShownCircle
    before: str
    move_url: str
    may_write: bool
    kept: tuple[Kept, ...]
    out: tuple[tuple[UUID, str], ...]
    moved_meanwhile: str


def people_page(user: User, client: Client, *, before: str = "", moved_meanwhile: str = "") -> PeoplePage:
    """Everybody, in a constant number of queries."""
    people = inventory.people_of(user, client)
    versions = circles.versions(user, client)
    chosen = next((version for version in versions if str(version.id) == before), None)
    under = circles.circle(user, client, chosen) if chosen else None
    return PeoplePage(
        circle=show_now(people, under, lambda key: reverse("client:person", args=[key])),
        before=before if chosen else "",
        move_url=reverse("client:circle_move") + (f"?before={before}" if chosen else ""),
        may_write=True,
        kept=tuple(Kept(v.id, f"{v.get_moment_display()}, {full_date(v.drawn_on)}") for v in versions),
        out=tuple((person.id, person.name) for person in inventory.taken_out(user, client)),
        moved_meanwhile=moved_meanwhile,
    )


@dataclass(frozen=True)
class PersonPage:
    """One of my people, with what I have said about them."""

    template: ClassVar[str] = "client/people_person.html"
    id: UUID
    name: str
    who: str
    place: str
    tie: str
    taken_out: bool
    parts: tuple[Part, ...]
    change_base: str
    events: tuple[tuple[str, str], ...]
    next_part: str  # the first side without an answer; empty when every side has one


def person_page(user: User, person: Person) -> PersonPage:
    """One person of the reader's own."""
    sides = parts(person, for_client=True)
    unanswered = [side.code for side in sides if not side.lines]
    return PersonPage(
        id=person.id,
        name=person.name,
        who=inventory.in_own_words(person),
        place=person.get_ring_display(),
        tie=person.get_tie_display(),
        taken_out=person.archived_at is not None,
        parts=sides,
        change_base="" if person.archived_at else reverse("client:person", args=[person.id]),
        events=tuple(
            (timelines.when_in_words(e.on, e.precision), e.title) for e in timelines.events_with(user, person)
        ),
        next_part=unanswered[0] if unanswered else "",
    )


@dataclass(frozen=True)
class PersonPartPage:
    """One side of a person: one small page of questions, all of them optional."""

    template: ClassVar[str] = "client/people_part.html"
    name: str
    title: str
    step: int
    steps: int
    form: Form
    both: tuple[BothTexts, ...]
    is_hopes: bool
    back_url: str


def step_of(code: str) -> tuple[int, int, str]:
    """Which step a side is, of how many, and the code of the next one (empty after the last)."""
    codes = list(PARTS)
    place = codes.index(code)
    return place + 1, len(codes), codes[place + 1] if place + 1 < len(codes) else ""


@dataclass(frozen=True)
class AddPersonPage:
    """Somebody new."""

    template: ClassVar[str] = "client/people_add.html"
    form: Form
    count: int


@dataclass(frozen=True)
class RemovePersonPage:
    """Taking somebody out."""

    template: ClassVar[str] = "client/people_remove.html"
    id: UUID
    name: str
    form: Form
