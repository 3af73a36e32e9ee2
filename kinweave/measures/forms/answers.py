"""Forms of an instrument's questions: one question, all of them, or a total made elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms

from kinweave.core.instruments import Instrument, Item, Option
from kinweave.measures.models.mood import BEST


def _label(option: Option) -> str:
    return str(option.value) if option.text is None else option.text


def _question(instrument: Instrument, item: Item) -> forms.TypedChoiceField:
    options = instrument.options_of(item.code)
    return forms.TypedChoiceField(
        label=item.text or f"Item {item.code}",
        choices=[(str(option.value), _label(option)) for option in options],
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "This is not one of the answers. Choose one from the list."},
    )


class QuestionForm(forms.Form):
    """One question. Nothing chosen is said so in words, as the page also offers to leave it out."""

    def __init__(self, instrument: Instrument, item: Item, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = _question(instrument, item)
        field.required = True
        field.error_messages["required"] = "Choose the answer that fits best, or leave this question out."
        self.fields["answer"] = field

    @property
    def error(self) -> str:
        """What is wrong, in one sentence."""
        return " ".join(str(words) for words in self.errors.get("answer", ()))

    @property
    def answer(self) -> int:
        """The value chosen; only once the form is valid."""
        value: int = self.cleaned_data["answer"]
        return value


class AnswersForm(forms.Form):
    """All questions of an instrument on one page; any may be left out."""

    def __init__(self, instrument: Instrument, *args: Any, items: Iterable[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instrument = instrument
        wanted = set(items) or {item.code for item in instrument.items}
        for item in instrument.items:
            if item.code in wanted:
                self.fields[f"item_{item.code}"] = _question(instrument, item)
        for scale in instrument.scales:
            if scale.recorded:
                self.fields[f"item_{scale.code}"] = forms.IntegerField(
                    label=f"Total of {instrument.title}",
                    min_value=int(scale.minimum),
                    max_value=int(scale.maximum),
                    help_text=f"A whole number from {scale.minimum} to {scale.maximum}, from the form.",
                )

    @property
    def answers(self) -> dict[str, int | None]:
        """Answers by item code, None where one is missing; only once the form is valid."""
        return {name.removeprefix("item_"): value for name, value in self.own().items()}

    def own(self) -> dict[str, int | None]:
        """Cleaned values of the questions alone, without the fields a sub-class adds."""
        return {name: value for name, value in self.cleaned_data.items() if name.startswith("item_")}

    @staticmethod
    def initial_from(answers: Mapping[str, int | None]) -> dict[str, str]:
        """What the form shows as chosen already."""
        return {f"item_{code}": str(value) for code, value in answers.items() if value is not None}


class EnteredForm(AnswersForm):
    """Answers a therapist writes in for a client, with the day they were given."""

    on = forms.DateField(
        label="Answered on",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "Give the day as a date, such as 2026-11-13."},
    )
    today: date | None = None
    field_order = ("on",)

    def clean_on(self) -> date:
        """A day that has been."""
        day: date = self.cleaned_data["on"]
        if self.today and day > self.today:
            raise forms.ValidationError("This day is still to come. Give the day the answers were given.")
        if day.year < 1990:
            raise forms.ValidationError("This day is too long ago. Check the year.")
        return day


class CorrectionForm(AnswersForm):
    """Answers put right, with the reason."""

    reason = forms.CharField(
        label="Why are the answers changed?",
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="The first form is kept beside this one.",
        error_messages={
            "required": "Say why the answers are changed.",
            "max_length": "Please keep to 2,000 letters.",
        },
    )


class MoodForm(forms.Form):
    """How somebody is now, and words if they like."""

    value = forms.TypedChoiceField(
        label="How are you now?",
        help_text="0 is the worst you can imagine, 10 the best.",
        choices=[(str(n), str(n)) for n in range(BEST + 1)],
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={
            "required": f"Choose a number from 0 to {BEST}.",
            "invalid_choice": f"Choose a number from 0 to {BEST}.",
        },
    )
    note = forms.CharField(
        label="What is it about?",
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"max_length": "This is too long to keep in one note. Please keep to 20,000 letters."},
    )
    private = forms.BooleanField(label="Only for me: do not show this to my therapist", required=False)


class AskForm(forms.Form):
    """Which instrument to ask for besides the protocol's."""

    code = forms.ChoiceField(
        label="Ask for",
        error_messages={
            "required": "Choose a measure.",
            "invalid_choice": "This measure cannot be asked for.",
        },
    )

    def __init__(self, instruments: Iterable[Instrument], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].choices = [(i.code, i.title) for i in instruments]  # type: ignore[attr-defined]
