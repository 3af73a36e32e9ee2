"""Reading formulations of a course the reader was already allowed to see."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from django.db.models import QuerySet
from django.http import Http404

from kinweave.core.problem_areas import ProblemArea
from kinweave.shelf.queries import library
from kinweave.treatment.models import Course, Formulation, LifeEvent, Person
from kinweave.treatment.queries import course as courses


def versions(course: Course) -> QuerySet[Formulation]:
    """Every version, the newest first."""
    return Formulation.objects.filter(course=course).order_by("-number")


def current_formulation(course: Course) -> Formulation | None:
    """The version both agreed on last, or None before that.

    A course that goes on from another one keeps what was agreed there until both agree anew.
    """
    agreed = versions(course).filter(agreed_at__isnull=False).first()
    if agreed is None and course.follows_id is not None:
        before = Formulation.objects.filter(course_id=course.follows_id, agreed_at__isnull=False)
        return before.order_by("-number").first()
    return agreed


def open_version(course: Course) -> Formulation | None:
    """The version that is being written or waits for the client's answer, if there is one."""
    return versions(course).filter(answered_at=None).first()


def numbered(course: Course, number: int) -> Formulation:
    """One version by its number, else 404."""
    found = versions(course).filter(number=number).first()
    if found is None:
        raise Http404
    return found


def for_client(course: Course) -> Formulation | None:
    """The version that was shown to the client and waits for their answer, if there is one."""
    return versions(course).filter(answered_at=None, shared_at__isnull=False).first()


def areas_of(course: Course) -> tuple[ProblemArea, ...]:
    """The problem areas this course's protocol works on, in its order."""
    return tuple(library().get(ProblemArea, code) for code in courses.protocol(course).problem_areas)


@dataclass(frozen=True)
class Piece:
    """A stretch of words: kept, taken out or put in."""

    kind: Literal["same", "out", "in"]
    text: str


def word_changes(before: str, after: str) -> tuple[Piece, ...]:
    """What was taken out of one text and put in to make the other, word by word; line breaks are kept.

    Changes with nothing but space between them are one change, as a person would mark it.
    """
    old, new = re.findall(r"\S+|\s+", before), re.findall(r"\S+|\s+", after)
    runs: list[tuple[str, str, str]] = []  # kept, taken out, put in: one of the first or both of the others
    for kind, a, b, c, d in SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        kept = "".join(old[a:b]) if kind == "equal" else ""
        out, put = ("", "") if kept else ("".join(old[a:b]), "".join(new[c:d]))
        if not kept and len(runs) > 1 and runs[-1][0].isspace():
            space = runs.pop()[0]
            _, was_out, was_put = runs.pop()
            out, put = was_out + space + out, was_put + space + put
        runs.append((kept, out, put))
    pieces = [
        each
        for kept, out, put in runs
        for each in (Piece("same", kept), Piece("out", out), Piece("in", put))
        if each.text
    ]
    return tuple(pieces)


@dataclass(frozen=True)
class Ties:
    """Who and what a formulation is tied to, by name."""

    people: tuple[str, ...]
    onset_event: str
    areas: tuple[tuple[str, str], ...]  # client's name of each area, and of its narrower form or ""


def ties(formulation: Formulation) -> Ties:
    """The names behind the ids in a formulation; one query for people, one for the event if there is one."""
    wanted = set(formulation.people)
    rows = Person.objects.filter(client_id=formulation.client_id, pk__in=wanted) if wanted else []
    areas = []
    for code in formulation.areas:
        area = library().get(ProblemArea, code)
        narrower = {each.code: each.client_label for each in area.subtypes}
        areas.append((area.client_label, narrower.get(formulation.subtypes.get(code, ""), "")))
    event = formulation.onset_event
    return Ties(
        people=tuple(sorted(person.name for person in rows)),
        onset_event=f"{event.title}, {event.on.year}" if event else "",
        areas=tuple(areas),
    )


def people_to_name(course: Course) -> list[tuple[str, str]]:
    """People of the inventory, for choosing: id and name."""
    rows = Person.objects.filter(client_id=course.client_id, archived_at=None)
    return sorted(((str(row.pk), row.name) for row in rows), key=lambda each: each[1].casefold())


def events_to_name(course: Course) -> list[tuple[str, str]]:
    """Life events of the timeline, for choosing the one at which it began: id, and title with its year."""
    rows = LifeEvent.objects.filter(client_id=course.client_id, archived_at=None).order_by("-on")
    return [(str(row.pk), f"{row.title}, {row.on.year}") for row in rows]
