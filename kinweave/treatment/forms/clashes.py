"""Two people wrote the same thing at once: showing both, keeping what was typed, letting a person decide."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict

from kinweave.people.actions import Refused
from kinweave.treatment.actions.inventory import ChangedMeanwhile


@dataclass(frozen=True)
class BothTexts:
    """One field as somebody else left it, and as it was typed here."""

    label: str
    theirs: str
    mine: str


def show_both(
    form: forms.Form, refused: ChangedMeanwhile, names: Mapping[str, str] | None = None
) -> list[BothTexts]:
    """Put the refusal into a bound form and let its next sending start from what stands there now.

    `names` are people by id, for fields that hold people.
    """
    form.add_error(None, str(refused))
    data = form.data.copy() if isinstance(form.data, QueryDict) else dict(form.data)
    data["version"] = str(refused.version)
    form.data = data
    return [
        BothTexts(
            _label(form, clash.field),
            *(_readable(form, clash.field, v, names or {}) for v in (clash.theirs, clash.mine)),
        )
        for clash in refused.clashes
    ]


_LABELS = {"i_expect": "What is hoped for from them", "they_expect": "What they hope for", "on": "When?"}


def _label(form: forms.Form, field: str) -> str:
    name = {"person_id": "person"}.get(field, field)
    known = form.fields.get(name)
    return str(known.label) if known and known.label else _LABELS.get(field, field.replace("_", " "))


def _readable(form: forms.Form, field: str, value: Any, names: Mapping[str, str]) -> str:
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "\n".join(_readable(form, field, one, names) for one in value) or "nothing"
    if isinstance(value, Mapping):
        return str(value.get("text", ""))
    if value is None or value == "":
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if str(value) in names:
        return names[str(value)]
    labels = {str(code): str(label) for code, label in getattr(form.fields.get(field), "choices", ())}
    return labels.get(str(value), str(value))


def attempt(
    form: forms.Form, act: Callable[[], object], names: Mapping[str, str] | None = None
) -> list[BothTexts] | None:
    """Carry out a valid form. None when it was done; else the form says why not, with both texts if any."""
    try:
        act()
    except ChangedMeanwhile as refused:
        return show_both(form, refused, names)
    except Refused as refused:
        form.add_error(None, str(refused))
        return []
    return None
