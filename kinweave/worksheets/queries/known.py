"""What the record already knows that a worksheet may use: people, events, and first answers.

`known` and `first_answers` are read once for a page: people, events, moments and steps in a few queries.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from kinweave.core.entries import LONG_TEXT_LIMIT, TEXT_LIMIT, EntryProblems, check_entry
from kinweave.core.worksheets import WorksheetDefinition, WorksheetField
from kinweave.people.models import Client, User
from kinweave.treatment.models import Course
from kinweave.treatment.models.inventory import Person
from kinweave.treatment.models.inventory_terms import Living, Support
from kinweave.treatment.models.timeline import LifeEvent, Moment
from kinweave.treatment.queries.inventory import people_of
from kinweave.treatment.queries.timeline import when_in_words
from kinweave.worksheets.forms import Known
from kinweave.worksheets.models import Step

CHANGES = frozenset({"change", "illness", "move", "birth", "work", "money", "legal"})
MOST_PEOPLE = 6  # a table begun with everybody would be a wall


def known(user: User, client: Client) -> Known:
    """People and events that references on a worksheet may point to. Two queries."""
    people = tuple((str(person.id), person.name) for person in people_of(user, client))
    rows = LifeEvent.objects.visible_to(user).filter(client=client, archived_at=None).order_by("-on")
    return Known(people, tuple((str(event.id), _event_words(event)) for event in rows))


def first_answers(user: User, course: Course, definition: WorksheetDefinition) -> dict[str, Any]:
    """What can be filled in before anyone writes, by the hints of the worksheet. Clean values only."""
    wanted = [each for each in definition.fields if each.prefill]
    if not wanted:
        return {}
    record = _Record.read(user, course)
    found = {each.code: _SOURCES[each.prefill or ""](record, each) for each in wanted}
    kept = {code: value for code, value in found.items() if value not in (None, "", [])}
    checked = check_entry(definition, kept, draft=True)
    if isinstance(checked, EntryProblems):  # one answer that does not fit must not cost the others
        wrong = {problem.path.split(".")[0] for problem in checked.problems}
        checked = check_entry(
            definition, {code: value for code, value in kept.items() if code not in wrong}, draft=True
        )
    return {} if isinstance(checked, EntryProblems) else checked


def _event_words(event: LifeEvent) -> str:
    return f"{event.title or event.get_kind_display()}, {when_in_words(event.on, event.precision)}"


@dataclass
class _Record:
    """What the hints look into."""

    people: list[Person]
    events: list[LifeEvent]
    moment: Moment | None
    step: Step | None

    @classmethod
    def read(cls, user: User, course: Course) -> _Record:
        mine = {"client_id": course.client_id}
        events = LifeEvent.objects.visible_to(user).filter(archived_at=None, **mine).order_by("on")
        moments = Moment.objects.visible_to(user).filter(archived_at=None, **mine).order_by("-happened_at")
        steps = (
            Step.objects.visible_to(user)
            .filter(course=course, lesson=None, worksheet=None)
            .order_by("-created_at")
        )
        people = people_of(user, course.client)
        return cls(people, list(events), moments.first(), steps.first())

    def focus(self) -> Person | None:
        """Whom the focus is about: as marked, else whom the client ranked first."""
        marked = [person for person in self.people if person.part_in_focus == "focus"]
        ranked = sorted(
            (person for person in self.people if person.problem_rank), key=lambda one: one.problem_rank or 0
        )
        return next(iter(marked or ranked), None)

    def dispute(self) -> Person | None:
        """With whom there is a conflict: the focus when it is one, else the strongest."""
        focus = self.focus()
        if focus is not None and (focus.conflict_stage or focus.conflict_level):
            return focus
        strained = [person for person in self.people if person.conflict_level]
        return max(strained, key=lambda one: one.conflict_level or 0, default=focus)

    def lost(self) -> Person | None:
        """Who has died: the focus when it is one, else the latest death."""
        dead = [one for one in self.people if one.living == Living.DEAD or one.died_on is not None]
        focus = self.focus()
        return focus if focus in dead else max(dead, key=lambda one: str(one.died_on or ""), default=None)

    def helper(self) -> Person | None:
        """Who gives support now: the closest of those who do."""
        living = [one for one in self.people if one.living != Living.DEAD]
        giving = [one for one in living if set(one.support_from) - {Support.NONE.value}]
        return min(giving, key=lambda one: one.ring, default=None)

    def change(self) -> LifeEvent | None:
        """The latest change on the timeline."""
        changes = [event for event in self.events if event.kind in CHANGES]
        return changes[-1] if changes else None


def _id(person: Person | None) -> str:
    return str(person.id) if person is not None else ""


def _expectations(record: _Record, _: WorksheetField) -> list[dict[str, Any]]:
    person = record.dispute()
    if person is None:
        return []
    mine = [
        {"of_them": one.get("text", "")[:LONG_TEXT_LIMIT], "met": one.get("met")} for one in person.i_expect
    ]
    theirs = [
        {"of_me": one.get("text", "")[:LONG_TEXT_LIMIT], "met": one.get("met")} for one in person.they_expect
    ]
    return [row for row in (*mine, *theirs) if row.get("of_them") or row.get("of_me")]


def _people(record: _Record, _: WorksheetField) -> list[dict[str, Any]]:
    return [{"person": _id(person)} for person in record.people[:MOST_PEOPLE]]


def _support(record: _Record, _: WorksheetField) -> list[dict[str, Any]]:
    wished = {kind for person in record.people for kind in person.support_wished} - {Support.NONE.value}
    rows = []
    for kind in [one for one in Support if one.value in wished]:
        giver = next((person for person in record.people if kind.value in person.support_from), None)
        rows.append({"need": str(kind.label), "now": _id(giver)})
    return rows


def _dates(record: _Record, _: WorksheetField) -> list[dict[str, Any]]:
    days = [
        {"date": one.died_on.isoformat(), "meaning": f"{one.name} died"}
        for one in record.people
        if one.died_on
    ]
    losses = [
        {"date": event.on.isoformat(), "meaning": event.title[:TEXT_LIMIT]}
        for event in record.events
        if event.kind == "loss" and event.precision == "day"
    ]
    return days + [row for row in losses if row["date"] not in {day["date"] for day in days}]


def _moment(record: _Record, _: WorksheetField) -> list[dict[str, Any]]:
    said = record.moment.said if record.moment is not None else ""
    return [{"who": "them", "said": said}] if said else []


def _said(record: _Record, each: WorksheetField) -> str:
    said = record.moment.said if record.moment is not None else ""
    return said[: LONG_TEXT_LIMIT if each.kind == "long_text" else TEXT_LIMIT]


def _died_on(record: _Record, each: WorksheetField) -> str:
    person = record.lost()
    return person.died_on.isoformat() if person is not None and person.died_on else ""


def _issue(record: _Record, _: WorksheetField) -> str:
    person = record.dispute()
    return "; ".join(map(str, person.conflict_topics))[:TEXT_LIMIT] if person is not None else ""


def _stage(record: _Record, each: WorksheetField) -> str:
    person = record.dispute()
    stage = person.conflict_stage if person is not None else ""
    return stage if stage in {choice.value for choice in each.choices} else ""


def _change(record: _Record, _: WorksheetField) -> str:
    event = record.change()
    return event.title[:TEXT_LIMIT] if event is not None else ""


def _change_on(record: _Record, each: WorksheetField) -> str:
    event = record.change()
    if event is None:
        return ""
    exact = event.precision == "day" or not each.approximate
    return event.on.isoformat() if exact else event.on.isoformat()[: 4 if event.precision == "year" else 7]


_SOURCES: dict[str, Callable[[_Record, WorksheetField], Any]] = {
    "focus.person": lambda record, _: _id(record.focus()),
    "focus.event": lambda record, _: str(event.id) if (event := record.change()) else "",
    "dispute.person": lambda record, _: _id(record.dispute()),
    "dispute.issue": _issue,
    "dispute.stage": _stage,
    "grief.person": lambda record, _: _id(record.lost()),
    "grief.died_on": _died_on,
    "transition.event": _change,
    "transition.date": _change_on,
    "inventory.people": _people,
    "inventory.support": _support,
    "inventory.expectations": _expectations,
    "timeline.dates": _dates,
    "diary.moment": _moment,
    "diary.said": _said,
    "help.person": lambda record, _: _id(record.helper()),
    "last_step": lambda record, _: record.step.words[:TEXT_LIMIT] if record.step else "",
    "sessions.left": lambda record, _: "",
}
"""What each hint of `kinweave.core.worksheets.PREFILLS` finds."""
