"""The safety plan as a form: six steps, each a list of lines with an empty one at its end.

It works without script: whoever needs more lines saves, and finds an empty one again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from django import forms

from kinweave.people.unsaved import as_typed
from kinweave.safety.plan import LONGEST_LINE, MOST_LINES, STEPS, Line, Plan, Step

_EMPTY = 1  # a line to write on at the end of each step: a short page is one that gets written

_LABELS = {
    "signs": {"text": "A sign"},
    "alone": {"text": "What I can do", "likely": "How likely is it that I do it?", "obstacle": "What may be in the way"},
    "company": {"text": "Person or place", "phone": "Telephone"},
    "helpers": {"text": "Person", "phone": "Telephone", "knows": "They know that they are in this plan"},
    "professionals": {"text": "Name", "phone": "Telephone", "hours": "When"},
    "safer": {
        "text": "What", "who": "Who can keep it, or help", "by_when": "By when", "done": "This is done",
    },
}  # fmt: skip


class LineForm(forms.Form):
    """One line of a step. A line with nothing on it is left out."""

    line: type[Line]
    text: forms.CharField

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if any(value not in (None, "", False) for value in values.values()) and not values.get("text"):
            self.add_error("text", "Something stands beside this, but not here. Write it, or empty the line.")
        return values

    def written(self) -> Line | None:
        """The line, or None when nothing stands on it."""
        values = self.cleaned_data
        return self.line(**values) if values.get("text") else None


def _field(name: str, label: str) -> forms.Field:
    match name:
        case "knows" | "done":
            return forms.BooleanField(label=label, required=False)
        case "likely":
            return forms.TypedChoiceField(
                label=label, required=False, coerce=int, empty_value=None,
                choices=[("", "0 to 10"), *((number, str(number)) for number in range(11))],
            )  # fmt: skip
        case "phone":
            return forms.CharField(
                label=label, max_length=40, required=False, widget=forms.TextInput(attrs={"inputmode": "tel"})
            )
        case _:
            return forms.CharField(label=label, max_length=LONGEST_LINE, required=False)


def line_form(step: Step) -> type[LineForm]:
    """The form of one line of a step, from the fields of its line."""
    labels = _LABELS[step.code]
    parts = {each.name: _field(each.name, labels[each.name]) for each in fields(step.line)}
    return type(f"{step.code.title()}LineForm", (LineForm,), {"line": step.line, **parts})


@dataclass(frozen=True)
class StepForms:
    """One step on the page: what it asks, and its lines."""

    number: int
    step: Step
    rows: list[LineForm]
    another: LineForm  # what the script adds; its number stands as __n__
    most: int = MOST_LINES


class PlanForm:
    """The whole plan. `data` is what was posted, `plan` what holds now."""

    def __init__(self, data: Mapping[str, Any] | None = None, *, plan: Plan) -> None:
        self.is_bound = data is not None
        self.steps = [
            StepForms(number, step, _rows(step, data, getattr(plan, step.code)), _another(step))
            for number, step in enumerate(STEPS, 1)
        ]

    def is_valid(self) -> bool:
        """Whether every line can be kept."""
        return self.is_bound and all([row.is_valid() for each in self.steps for row in each.rows])

    def as_typed(self) -> PlanForm:
        """The plan as it was typed, half done as it may be: nothing in it is called wrong before it is sent."""
        for each in self.steps:
            for row in each.rows:
                as_typed(row)
        return self

    @property
    def errors(self) -> list[tuple[str, str]]:
        """What has to be looked at again: the id of the field, and a sentence."""
        return [
            (row[name].id_for_label, str(message))
            for each in self.steps
            for row in each.rows
            for name, messages in row.errors.items()
            for message in messages
        ]

    @property
    def plan(self) -> Plan:
        """What was written. Only after `is_valid`."""
        return Plan(**{
            each.step.code: tuple(line for row in each.rows if (line := row.written()) is not None)
            for each in self.steps
        })  # type: ignore[arg-type]  # fmt: skip


def _rows(step: Step, data: Mapping[str, Any] | None, lines: tuple[Line, ...]) -> list[LineForm]:
    form = line_form(step)
    if data is not None:
        count = 1 + max((n for key in data if (n := _row_number(step, key)) is not None), default=-1)
        return [form(data, prefix=f"{step.code}-{n}") for n in range(min(count, MOST_LINES))]
    filled = [form(prefix=f"{step.code}-{n}", initial=line.__dict__) for n, line in enumerate(lines)]
    empty = range(len(lines), min(len(lines) + _EMPTY, MOST_LINES))
    return filled + [form(prefix=f"{step.code}-{n}") for n in empty]


def _another(step: Step) -> LineForm:
    return line_form(step)(prefix=f"{step.code}-__n__")


def _row_number(step: Step, key: str) -> int | None:
    """Which line of the step a posted name belongs to; None when it is of another."""
    code, _, rest = key.partition("-")
    number = rest.partition("-")[0]
    return (
        int(number)
        if code == step.code and number.isascii() and number.isdigit() and len(number) < 4
        else None
    )
