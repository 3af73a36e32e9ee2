"""Small controls of inventory and timeline forms: choices, ratings, lines, dates as people say them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms

from kinweave.core.days import Day, in_words, read_day
from kinweave.treatment.models.inventory_terms import ToldOrGuessed

Choices = Iterable[tuple[Any, Any]]
MOST_LINES = 40
SPARE = 1  # empty rows offered for expectations


def choice(label: str, terms: Any, *, blank: str = "", start: Any = None) -> forms.ChoiceField:
    """One of several words; `blank` is what it says when nothing is chosen."""
    pairs = list(getattr(terms, "choices", terms))
    return forms.ChoiceField(
        label=label,
        required=not blank,
        initial=start,
        choices=[("", blank), *pairs] if blank else pairs,
        error_messages={
            "required": f"Please choose an answer under “{label}”.",
            "invalid_choice": f"Please choose one of the answers under “{label}”.",
        },
    )


def choices(label: str, terms: Any) -> forms.MultipleChoiceField:
    """Any number of several words."""
    return forms.MultipleChoiceField(
        label=label,
        required=False,
        choices=terms.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": f"Please choose from the answers under “{label}”."},
    )


def rating(label: str, ends: str) -> forms.IntegerField:
    """A whole number from 0 to 10, or nothing."""
    wrong = f"“{label}”: give a whole number from 0 to 10, or leave it empty."
    return forms.IntegerField(
        label=label,
        help_text=ends,
        required=False,
        min_value=0,
        max_value=10,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages={"invalid": wrong, "min_value": wrong, "max_value": wrong},
    )


def yes_no(label: str) -> forms.TypedChoiceField:
    """Yes, no, or not said."""
    return forms.TypedChoiceField(
        label=label,
        required=False,
        choices=[("", "I can’t say"), ("True", "yes"), ("False", "no")],
        coerce=lambda value: value == "True",
        empty_value=None,
    )


class LinesField(forms.CharField):
    """A list of short entries, one on each line."""

    def __init__(self, label: str) -> None:
        super().__init__(
            label=label,
            required=False,
            max_length=20_000,
            help_text="One thing on each line.",
            widget=forms.Textarea(attrs={"rows": "3", "class": "said"}),
            error_messages={"max_length": f"“{label}” is longer than 20,000 letters. Please shorten it."},
        )

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        lines = [line.strip() for line in str(super().clean(value)).splitlines() if line.strip()]
        if len(lines) > MOST_LINES:
            raise forms.ValidationError(f"Keep to {MOST_LINES} lines under “{self.label}”, please.")
        return lines


@dataclass(frozen=True)
class Expectation:
    """One row of controls: what is hoped for, how far it is met, whether it was said, and how it is known."""

    prefix: str
    fields: dict[str, forms.Field]
    told: bool

    def initial(self, was: Mapping[str, Any]) -> dict[str, Any]:
        """What the row shows of a stored expectation."""
        spoken = was.get("spoken")
        return {
            f"{self.prefix}-text": was.get("text", ""),
            f"{self.prefix}-met": was.get("met"),
            f"{self.prefix}-spoken": "" if spoken is None else str(spoken),
            f"{self.prefix}-source": was.get("source", ""),
        }

    def value(self, cleaned: Mapping[str, Any]) -> dict[str, Any] | None:
        """The expectation as it is stored; None for a row without words."""
        if not cleaned.get(f"{self.prefix}-text", "").strip():
            return None
        row: dict[str, Any] = {key: cleaned.get(f"{self.prefix}-{key}") for key in ("text", "met", "spoken")}
        return row | {"source": cleaned.get(f"{self.prefix}-source", "")} if self.told else row


def expectations(field: str, there: int, data: Mapping[str, Any] | None, *, told: bool) -> list[Expectation]:
    """Rows for what is there and a few more, or as many as a posted form holds."""
    posted = sum(f"{field}-{n}-text" in data for n in range(MOST_LINES)) if data is not None else 0
    count = min(MOST_LINES, max(posted, there + SPARE))
    return [_expectation(f"{field}-{number}", told) for number in range(count)]


def _expectation(prefix: str, told: bool) -> Expectation:
    fields: dict[str, forms.Field] = {
        f"{prefix}-text": forms.CharField(label="What", required=False, max_length=1000),
        f"{prefix}-met": rating("How far is it met?", "0 not at all, 10 fully"),
        f"{prefix}-spoken": yes_no("Said aloud?"),
    }
    if told:
        fields[f"{prefix}-source"] = choice("How do you know?", ToldOrGuessed, blank="I can’t say")
    return Expectation(prefix, fields, told)


class WhenField(forms.CharField):
    """A date as people say it: "5 October 2026", "October 2026", "10/2026", "2026"."""

    def __init__(self, label: str, *, required: bool = True, hint: str = "") -> None:
        super().__init__(
            label=label,
            required=required,
            max_length=40,
            help_text=hint or "A day, a month or only a year: 5 October 2026, October 2026, or 2026.",
            error_messages={"required": f"Please write a date under “{label}”. A year is enough."},
        )

    def prepare_value(self, value: Any) -> Any:
        return in_words(value) if isinstance(value, Day) else value

    def clean(self, value: Any) -> Any:
        text = str(super().clean(value)).strip()
        if not text:
            return None
        found = read_day(text)
        if found is None:
            raise forms.ValidationError(
                f"“{text}” is not a date we can read. Write it like 5 October 2026, October 2026, or 2026."
            )
        return found
