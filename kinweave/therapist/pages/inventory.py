"""The exact contexts of the therapist's pages about the client's people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, ClassVar
from uuid import UUID

from django.forms import Form
from django.urls import reverse

from kinweave.people.models import User
from kinweave.therapist.pages.course_head import CourseHead, course_head
from kinweave.treatment.forms.clashes import BothTexts
from kinweave.treatment.forms.inventory import QuickAddForm
from kinweave.treatment.forms.person_shown import Earlier, Part, earlier, parts
from kinweave.treatment.queries import circle as circles
from kinweave.treatment.queries import inventory
from kinweave.treatment.queries import timeline as timelines
from kinweave.treatment.queries.circle_shown import ShownCircle, show_now
from kinweave.web.words import full_date

if TYPE_CHECKING:
    from kinweave.treatment.models import Course, Person, PrivateSide

TAB = "inventory"


@dataclass(frozen=True)
class Kept:
    """One kept circle in the list of drawings."""

    id: UUID
    when: str
    drawn_by: str


@dataclass(frozen=True)
class PersonLine:
    """One person at a glance, as the therapist weighs them up."""

    name: str
    url: str
    who: str
    contact: str
    unmet: tuple[str, ...]
    change: str
    conflict: str
    rank: str
    safety: str


@dataclass(frozen=True)
class InventoryPage:
    """Everybody, as circle, list and table."""

    template: ClassVar[str] = "therapist/inventory.html"
    head: CourseHead
    circle: ShownCircle
    before: str  # id of the kept circle laid under the one of now
    move_url: str
    may_write: bool
    lines: tuple[PersonLine, ...]
    kept: tuple[Kept, ...]
    out: tuple[Person, ...]
    unasked: tuple[str, ...]
    taken: str  # day on which the inventory was marked as taken
    form: Form
    moved_meanwhile: str


def inventory_page(
    user: User, course: Course, *, before: str = "", form: Form | None = None, moved_meanwhile: str = ""
) -> InventoryPage:
    """People, circle and what is still open, in a constant number of queries."""
    client, client_id = course.client, course.client_id
    people = inventory.people_of(user, client)
    sides = inventory.private_sides(user, client)
    head = course_head(user, course, tab=TAB)
    versions = circles.versions(user, client)
    chosen = next((version for version in versions if str(version.id) == before), None)
    under = circles.circle(user, client, chosen) if chosen else None
    done = course.done.get("inventory_taken", "")
    return InventoryPage(
        head=head,
        circle=show_now(
            people, under, lambda key: reverse("therapist:person", args=[client_id, key]), for_clinician=True
        ),
        before=before if chosen else "",
        move_url=reverse("therapist:circle_move", args=[client_id]) + (f"?before={before}" if chosen else ""),
        may_write=head.may_write,
        lines=tuple(_line(person, sides.get(person.id)) for person in people),
        kept=tuple(
            Kept(v.id, f"{v.get_moment_display()}, {full_date(v.drawn_on)}", v.get_drawn_by_display())
            for v in versions
        ),
        out=tuple(inventory.taken_out(user, client)),
        unasked=tuple(person.name for person in inventory.unasked(people, sides)),
        taken=full_date(date.fromisoformat(done)) if done else "",
        form=form or QuickAddForm(),
        moved_meanwhile=moved_meanwhile,
    )


def _line(person: Person, side: PrivateSide | None) -> PersonLine:
    unmet = [
        one
        for one in (*person.i_expect, *person.they_expect)
        if one.get("met") is not None and one["met"] <= 4
    ]
    conflict = person.get_conflict_stage_display() if person.conflict_stage not in ("", "none") else ""
    return PersonLine(
        name=person.name,
        url=reverse("therapist:person", args=[person.client_id, person.id]),
        who=inventory.in_own_words(person),
        contact=person.get_frequency_display(),
        unmet=tuple(str(one.get("text", "")) for one in unmet),
        change=inventory.change_in_words(person),
        conflict=conflict or ("" if person.conflict_level is None else f"{person.conflict_level} of 10"),
        rank="" if person.problem_rank is None else str(person.problem_rank),
        safety=inventory.safety_words(side),
    )


@dataclass(frozen=True)
class PersonPage:
    """One person, side by side, with what only clinicians read and what stood here before."""

    template: ClassVar[str] = "therapist/inventory_person.html"
    head: CourseHead
    person: Person
    who: str
    parts: tuple[Part, ...]
    change_base: str
    safety: str
    private_note: str
    part_in_focus: str
    events: tuple[tuple[str, str], ...]  # when, title
    ties: tuple[timelines.Tied, ...]
    earlier: tuple[Earlier, ...]
    timeline_url: str


def person_page(user: User, course: Course, person: Person) -> PersonPage:
    """Everything about one person the reader was already allowed to see."""
    head = course_head(user, course, tab=TAB)
    side = inventory.private_side(user, person)
    here = reverse("therapist:person", args=[course.client_id, person.id])
    return PersonPage(
        head=head,
        person=person,
        who=inventory.in_own_words(person),
        parts=parts(person, for_client=False),
        change_base=here if head.may_write and person.archived_at is None else "",
        safety=inventory.safety_words(side),
        private_note=side.note if side else "",
        part_in_focus=inventory.part_in_focus_words(person),
        events=tuple(
            (timelines.when_in_words(e.on, e.precision), e.title) for e in timelines.events_with(user, person)
        ),
        ties=tuple(timelines.ties_of_person(user, person)),
        earlier=earlier(person, inventory.earlier_versions(user, person), inventory.content(person)),
        timeline_url=reverse("therapist:timeline", args=[course.client_id]),
    )


@dataclass(frozen=True)
class PersonPartPage:
    """One side of a person as a form."""

    template: ClassVar[str] = "therapist/inventory_part.html"
    head: CourseHead
    name: str
    title: str
    form: Form
    both: tuple[BothTexts, ...]
    is_hopes: bool
    back_url: str


@dataclass(frozen=True)
class RemovePersonPage:
    """Taking somebody out."""

    template: ClassVar[str] = "therapist/inventory_remove.html"
    head: CourseHead
    name: str
    form: Form
    back_url: str
