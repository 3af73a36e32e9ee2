"""The circle ready for a page: picture, the equal list with the same powers, key and words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.safestring import SafeString

from kinweave.treatment import reading_aids
from kinweave.treatment.models import Person
from kinweave.treatment.queries.circle import CircleView, changes, circle_now, drawing
from kinweave.treatment.queries.inventory import network_counts
from kinweave.web.pictures import circle as pictures
from kinweave.web.pictures.circle_layout import lay_out
from kinweave.web.pictures.ties import TIE_WORDS, Tie, key_line
from kinweave.web.words import number_in_words


@dataclass(frozen=True)
class ShownPerson:
    """One line of the list. `place_seen` is "version:ring:angle", what a mover of this page has seen."""

    row: pictures.CircleRow
    url: str
    place_seen: str


@dataclass(frozen=True)
class KeyLine:
    """One sign of the key."""

    sign: SafeString
    words: str


@dataclass(frozen=True)
class Side:
    """One of two circles beside each other."""

    title: str
    svg: SafeString
    names: tuple[str, ...]
    missing: str
    wanted: str


@dataclass(frozen=True)
class ShownCircle:
    """A circle as a page shows it. `before_words` is empty unless an earlier circle is laid under it."""

    svg: SafeString
    people: tuple[ShownPerson, ...]
    gone: tuple[str, ...]
    counts: str
    more_counts: str
    key: tuple[KeyLine, ...]
    changes: tuple[str, ...]
    before_words: str


def show_now(
    people: Sequence[Person],
    before: CircleView | None,
    url_of: Callable[[UUID], str],
    *,
    for_clinician: bool = False,
    key: str = "circle",
) -> ShownCircle:
    """The circle of now with everything a page needs; `url_of` gives the address of a person's page.

    Confidants and contacts are counted for a clinician only: to a client the count could sound like a verdict.
    """
    view = circle_now(people)
    picture = drawing(view, before, key=key)
    angles = {spot.person.key: spot.angle for spot in lay_out(picture).now}
    versions = {str(person.id): person.version for person in people}
    counts = network_counts(list(people))
    return ShownCircle(
        svg=pictures.circle(picture),
        people=tuple(
            ShownPerson(row, url_of(UUID(row.key)), f"{versions[row.key]}:{row.ring}:{angles[row.key]:.1f}")
            for row in pictures.circle_rows(picture)
        ),
        gone=pictures.no_longer_there(picture),
        counts=counts.sentence,
        more_counts=_more(counts.confidants, counts.contacts_a_week) if people and for_clinician else "",
        key=key_of(view),
        changes=changes(before, view).sentences if before else (),
        before_words=before.when if before else "",
    )


def key_of(*views: CircleView) -> tuple[KeyLine, ...]:
    """The signs that occur in these circles."""
    ties = {one.tie for view in views for one in view.placements}
    return tuple(KeyLine(key_line(tie), TIE_WORDS[tie]) for tie in Tie if tie.value in ties)


def _more(confidants: int, contacts: float) -> str:
    whom = "none" if not confidants else number_in_words(confidants)
    often = "less than one" if 0 < contacts < 1 else number_in_words(round(contacts))
    standing = reading_aids.told(reading_aids.CONFIDANT, reading_aids.CONTACTS)
    return f"Confidants: {whom}. Contacts a week, by and large: {often}. {standing}"


def side_of(view: CircleView, key: str, *, signed: bool = False) -> Side:
    """One of two circles; `key` keeps its SVG ids apart from the other's, `signed` says who drew it."""
    title = view.when[:1].upper() + view.when[1:]
    return Side(
        title=f"{title}, {view.drawn_by}" if signed and view.drawn_by else title,
        svg=pictures.circle(drawing(view, key=key)),
        names=tuple(f"{one.name}, {one.who}: {one.place}" for one in view.placements),
        missing=view.missing_people,
        wanted=view.change_wanted,
    )
