"""From a valid timeline form to the action that carries it out; both portals use it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from kinweave.people.models import Client, User
from kinweave.treatment.actions import timeline as actions
from kinweave.treatment.forms.timeline import TieForm, TimelineForm, names
from kinweave.treatment.models import Person
from kinweave.treatment.models.timeline import TimelineRow
from kinweave.treatment.queries import timeline as timelines


def _people(client: Client, ids: list[str]) -> list[Person]:
    wanted = set(ids)
    return [person for person in timelines.people_to_name(client) if str(person.id) in wanted]


def put(form: TimelineForm, *, client: Client, by: User) -> None:
    """Put what a valid form says on the timeline."""
    cleaned = form.cleaned_data
    ids = [*cleaned.get("people", []), *([cleaned["person"]] if cleaned.get("person") else [])]
    actions.put_on_timeline(
        kind=form.KIND,
        client=client,
        values=form.values(),
        by=by,
        people=_people(client, ids),
        brought=cleaned.get("brought", "unsaid"),
    )


def change(form: TimelineForm, *, row: TimelineRow, by: User) -> None:
    """Correct a row as a valid form says."""
    cleaned = form.cleaned_data
    people = _people(row.client, cleaned["people"]) if "people" in cleaned else None
    actions.change_row(
        row=row,
        values=form.values(),
        seen=form.seen,
        by=by,
        people=people,
        brought=cleaned.get("brought", "unsaid"),
    )


def tie_form(line: timelines.Timeline, data: Mapping[str, Any] | None, asked: Mapping[str, str]) -> TieForm:
    """The form with what is on the timeline to choose from; `asked` names where the reader came from."""
    events = [(str(e.id), f"{e.title}, {e.when}") for e in line.entries if e.kind == "event"]
    moments = [(str(e.id), f"{e.title}, {e.when}") for e in line.entries if e.kind == "moment"]
    initial = {
        name: asked[name] for name in ("event", "moment", "person", "mood_on", "mood") if name in asked
    }
    return TieForm(data, initial=initial, events=events, moments=moments, people=names(line.people))


def tie_together(form: TieForm, *, client: Client, by: User) -> None:
    """Tie what a valid form names."""
    cleaned = form.cleaned_data
    actions.tie(
        client=client,
        by=by,
        event=_one(client, "event", cleaned["event"]),
        moment=_one(client, "moment", cleaned["moment"]),
        person=next(iter(_people(client, [cleaned["person"]])), None),
        mood_on=cleaned["mood_on"],
        mood=cleaned["mood"],
        sentence=cleaned["sentence"],
    )


def _one(client: Client, kind: str, row_id: str) -> Any:
    if not row_id:
        return None
    return timelines.KINDS[kind].objects.filter(client=client, pk=UUID(row_id)).first()
