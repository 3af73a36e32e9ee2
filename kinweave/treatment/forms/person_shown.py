"""A person of the inventory in words, side by side as the forms ask, and what earlier versions said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

from django import forms

from kinweave.treatment.forms.inventory import PARTS, HopesForm, PersonPart
from kinweave.treatment.forms.said import LinesField
from kinweave.treatment.models import Person, PersonVersion
from kinweave.web import here
from kinweave.web.words import full_date

OUT_OF_TEN = frozenset({"can_confide", "can_ask", "conflict_level", "problem_rating"})
OWN_WORDS = frozenset({"conflict_ends", "change_what", "story", "client_words"})
EXPECTATIONS = frozenset({"i_expect", "they_expect"})


@dataclass(frozen=True)
class Words:
    """One thing that was answered, and what is noted beside it."""

    text: str
    note: str = ""


@dataclass(frozen=True)
class Line:
    """One answer: the question, what was answered, and whether these are somebody's own words."""

    label: str
    words: tuple[Words, ...]
    said: bool


@dataclass(frozen=True)
class Part:
    """One side of a person with what is known of it."""

    code: str
    title: str
    lines: tuple[Line, ...]


def parts(person: Person, *, for_client: bool) -> tuple[Part, ...]:
    """Every side of a person, with the answers that were given; a side without answers has no lines."""
    return tuple(_part(form, person, for_client) for form in PARTS.values())


def _part(form: type[PersonPart], person: Person, for_client: bool) -> Part:
    fields = form.hopes(for_client) if issubclass(form, HopesForm) else _labels(form, for_client)
    values = {field: getattr(person, field) for field in fields}
    lines = (_line(form, field, label, values[field]) for field, label in fields.items())
    title = form.CLIENT_TITLE if for_client else form.TITLE
    return Part(form.CODE, title, tuple(line for line in lines if line.words))


def _labels(form: type[PersonPart], for_client: bool) -> dict[str, str]:
    labels = {name: str(field.label) for name, field in form.base_fields.items() if name != "version"}
    return labels if for_client else labels | form.THERAPIST


def _line(form: type[PersonPart], field: str, label: str, value: Any) -> Line:
    control = form.base_fields.get(field)
    said = field in OWN_WORDS or field in EXPECTATIONS or isinstance(control, LinesField)
    return Line(label, tuple(in_words(field, control, value)), said)


def in_words(field: str, control: forms.Field | None, value: Any) -> list[Words]:
    """An answer as people read it, one string for each thing said; nothing for no answer."""
    if value is None or value == "" or value == []:
        return []
    if field in EXPECTATIONS:
        return [_expectation(one) for one in value]
    if isinstance(control, forms.MultipleChoiceField):
        labels = _labels_of(control)
        return [Words(", ".join(labels.get(code, code) for code in value))]
    if isinstance(control, forms.ChoiceField):
        return [Words(_labels_of(control).get(str(value), str(value)))]
    if isinstance(value, list):
        return [Words(str(one)) for one in value]
    if isinstance(value, date | datetime):
        return [Words(full_date(value))]
    if isinstance(value, int):
        return [Words(f"{value} of 10" if field in OUT_OF_TEN else str(value).replace("-", "−"))]
    return [Words(str(value))]


def _labels_of(control: forms.ChoiceField) -> dict[str, str]:
    return {str(code): str(words) for code, words in cast("Iterable[tuple[Any, Any]]", control.choices)}


def _expectation(one: Mapping[str, Any]) -> Words:
    met = one.get("met")
    spoken = {"True": "said aloud", "False": "not said aloud"}.get(str(one.get("spoken")), "")
    source = {"told": "they said so", "guessed": "a guess"}.get(str(one.get("source", "")), "")
    notes = [note for note in ("" if met is None else f"met {met} of 10", spoken, source) if note]
    return Words(str(one.get("text", "")), ", ".join(notes))


@dataclass(frozen=True)
class Earlier:
    """One earlier version: what it said where the next one says something else."""

    number: int
    replaced: str
    by: str
    lines: tuple[Line, ...]


def earlier(person: Person, versions: Iterable[PersonVersion], now: Mapping[str, Any]) -> tuple[Earlier, ...]:
    """What was replaced by each change, the latest first; `versions` come that way, `now` is what holds."""
    found: list[Earlier] = []
    after: Mapping[str, Any] = now
    for version in versions:
        changed = [field for field, value in version.content.items() if value != after.get(field)]
        lines = tuple(line for field in changed if (line := _old_line(field, version.content[field])))
        by = version.created_by
        who = "the client" if by is not None and by.is_client else by.full_name if by else "Kinweave"
        found.append(Earlier(version.number, full_date(here.day(version.created_at)), who, lines))
        after = version.content
    return tuple(found)


_OTHERS = {
    "angle": "",
    "contact_agreed_at": "",
    "part_in_focus": "Part in the problem area",
    "archive_reason": "",
}


def _old_line(field: str, value: Any) -> Line | None:
    if field in _OTHERS and not _OTHERS[field]:
        return None
    form = next((form for form in PARTS.values() if field in form.base_fields), PersonPart)
    control = form.base_fields.get(field)
    label = HopesForm.hopes(False).get(field) or _labels(form, False).get(field) or _OTHERS.get(field, field)
    return Line(label, tuple(in_words(field, control, value)) or (Words("nothing"),), field in OWN_WORDS)
