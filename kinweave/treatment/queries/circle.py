"""Reading the closeness circle: as it is now, as it was kept, and what changed between two."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.shortcuts import get_object_or_404

from kinweave.people.models import Client, User
from kinweave.treatment.models import CircleVersion, Course, Person
from kinweave.treatment.models.circle import CircleMoment, DrawnBy, placement
from kinweave.treatment.models.inventory_terms import Place
from kinweave.treatment.queries.inventory import in_own_words, people_of
from kinweave.web.pictures.circle_layout import Circle
from kinweave.web.pictures.rings import Person as DrawnPerson
from kinweave.web.pictures.ties import Tie
from kinweave.web.words import count_of, full_date, list_in_words

SIZES = {1: 1, 2: 3, 3: 5}  # importance as said, to the size of the drawn mark


@dataclass(frozen=True)
class Placement:
    """Where one person stands in a circle."""

    person_id: UUID
    name: str
    who: str
    ring: int
    angle: float | None
    size: int  # 1 to 3
    tie: str
    line: str  # solid, conflict, broken or wished

    @property
    def place(self) -> str:
        """The ring in words."""
        return Place(self.ring).label


@dataclass(frozen=True)
class CircleView:
    """One circle. `id` is None for the circle as it is now."""

    id: UUID | None
    when: str
    drawn_on: date | None
    drawn_by: str
    placements: tuple[Placement, ...]
    missing_people: str = ""
    change_wanted: str = ""


def circle(user: User, client: Client, version: CircleVersion | None = None) -> CircleView:
    """The circle as it is now, or as `version` kept it. Two queries at most."""
    if version is None:
        return circle_now(people_of(user, client))
    return _kept(version, _names(user, client))


def circle_now(people: Iterable[Person]) -> CircleView:
    """The circle as it is now, from people the reader was already allowed to see."""
    placements = tuple(_placement(placement(person), person) for person in people)
    return CircleView(id=None, when="now", drawn_on=None, drawn_by="", placements=placements)


def versions(user: User, client: Client) -> list[CircleVersion]:
    """Every kept circle, the first one first."""
    return list(CircleVersion.objects.visible_to(user).filter(client=client).order_by("created_at"))


def version(user: User, version_id: UUID, *, client_id: UUID) -> CircleVersion:
    """One kept circle of this client, or 404."""
    return get_object_or_404(
        CircleVersion.objects.visible_to(user).filter(client_id=client_id), pk=version_id
    )


def views(user: User, client: Client, kept: Iterable[CircleVersion]) -> list[CircleView]:
    """Kept circles with the names people have now. One query for all."""
    names = _names(user, client)
    return [_kept(version, names) for version in kept]


def first_and_last_circles(course: Course) -> tuple[CircleView | None, CircleView]:
    """The first circle kept in this course (None before that), and the circle as it is now.

    For a course the reader was already allowed to see. Two queries.
    """
    kept = CircleVersion.objects.filter(client_id=course.client_id, drawn_on__gte=course.opened_on)
    first = kept.order_by("created_at").first()
    names = _by_id(Person.objects.filter(client_id=course.client_id))
    here = sorted(
        (person for person in names.values() if person.archived_at is None),
        key=lambda person: (person.ring, person.name.casefold()),
    )
    return (_kept(first, names) if first else None), circle_now(here)


def _names(user: User, client: Client) -> dict[str, Person]:
    return _by_id(Person.objects.visible_to(user).filter(client=client))


def _by_id(people: Iterable[Person]) -> dict[str, Person]:
    return {str(person.id): person for person in people}


def _kept(version: CircleVersion, people: dict[str, Person]) -> CircleView:
    return CircleView(
        id=version.id,
        when=f"{CircleMoment(version.moment).label}, {full_date(version.drawn_on)}",
        drawn_on=version.drawn_on,
        drawn_by=DrawnBy(version.drawn_by).label,
        placements=tuple(
            sorted(
                (
                    _placement(one, people[one["person_id"]])
                    for one in version.placements
                    if one["person_id"] in people
                ),
                key=lambda one: (one.ring, one.name.casefold()),
            )
        ),
        missing_people=version.missing_people,
        change_wanted=version.change_wanted,
    )


def _placement(one: dict[str, object], person: Person) -> Placement:
    angle = one["angle"]
    return Placement(
        person_id=person.id,
        name=person.name,
        who=in_own_words(person),
        ring=int(str(one["ring"])),
        angle=None if angle is None else float(str(angle)),
        size=int(str(one["size"])),
        tie=str(one["tie"]),
        line=str(one["line"]),
    )


@dataclass(frozen=True)
class Changes:
    """What differs between two circles, in names."""

    closer: tuple[str, ...]
    further: tuple[str, ...]
    new: tuple[str, ...]
    gone: tuple[str, ...]
    same: int

    @property
    def sentences(self) -> tuple[str, ...]:
        """One sentence for each kind of change; one that says so when nothing changed."""
        said = [
            f"{_are(self.closer, 'closer than before')}",
            f"{_are(self.further, 'further away than before')}",
            f"{_are(self.new, 'new')}",
            f"{_are(self.gone, 'no longer in the circle')}",
        ]
        if self.same and any(said):
            said.append(f"{count_of(self.same, 'person is', 'people are').capitalize()} on the same ring.")
        return tuple(one for one in said if one) or ("Nobody has changed rings.",)


def _are(names: tuple[str, ...], what: str) -> str:
    return f"{list_in_words(names)} {'is' if len(names) == 1 else 'are'} {what}." if names else ""


def changes(before: CircleView, after: CircleView) -> Changes:
    """Who came closer, moved away, is new or is gone, from one circle to another."""
    old = {one.person_id: one for one in before.placements}
    new = {one.person_id: one for one in after.placements}
    both = [(old[key], one) for key, one in new.items() if key in old]
    return Changes(
        closer=tuple(one.name for was, one in both if one.ring < was.ring),
        further=tuple(one.name for was, one in both if one.ring > was.ring),
        new=tuple(one.name for key, one in new.items() if key not in old),
        gone=tuple(one.name for key, one in old.items() if key not in new),
        same=sum(was.ring == one.ring for was, one in both),
    )


def drawing(view: CircleView, before: CircleView | None = None, *, key: str = "circle") -> Circle:
    """What the picture needs: this circle, and if wanted an earlier one whose places show as ghosts."""
    return Circle(
        key=key,
        people=_drawn(view),
        earlier=_drawn(before) if before else (),
        when="now" if view.id is None else "then",
        earlier_when="before",
    )


def _drawn(view: CircleView) -> tuple[DrawnPerson, ...]:
    return tuple(
        DrawnPerson(
            key=str(one.person_id),
            name=one.name,
            relation=one.who,
            ring=one.ring,
            tie=Tie(one.tie),
            angle=one.angle,
            importance=SIZES[one.size],
        )
        for one in view.placements
    )
