"""The note as a form: everything is optional while it is written; signing asks for the rest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from kinweave.treatment.actions.notes import FIELDS, TEXTS
from kinweave.treatment.models import Disposition, SessionNote, StepMode

NOTE_LIMIT = 100_000  # bytes of one field


def _words(label: str, *, rows: int = 2, hint: str = "", said: bool = False) -> forms.CharField:
    attrs: dict[str, str] = {"rows": str(rows), "form": "note"}
    if said:
        attrs["class"] = "said"
    return forms.CharField(
        label=label, required=False, help_text=hint, strip=False, widget=forms.Textarea(attrs=attrs)
    )


class NoteForm(forms.Form):
    """Fields of a session note. `touched` and `adherence` get their choices from the course.

    Every control names the form it belongs to, so that a page may place it beside what it speaks of.
    """

    disposition = forms.ChoiceField(
        label="Safety", required=False, choices=[("", "Choose what came of asking"), *Disposition.choices],
        widget=forms.Select(attrs={"form": "note"}),
    )  # fmt: skip
    disposition_words = _words("What was asked, what was said, what was done")
    since_last = _words("Since we last met", rows=3)
    mood_now = forms.IntegerField(
        label="Mood today, 0 to 10", required=False, min_value=0, max_value=10,
        widget=forms.NumberInput(attrs={"form": "note", "inputmode": "numeric", "min": "0", "max": "10"}),
    )  # fmt: skip
    mood_words = _words("In their words", rows=1, said=True)
    steps_summary = _words("What became of the last step")
    moment = _words("The one moment", rows=2)
    area_work = _words("What was worked on", rows=4)
    touched = forms.MultipleChoiceField(
        label="Strategies touched",
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"form": "note"}),
    )
    focus_worked = forms.NullBooleanField(
        label="Was the agreed area worked on?", required=False,
        widget=forms.Select(
            attrs={"form": "note"}, choices=[("unknown", "not said"), ("true", "yes"), ("false", "not this time")]
        ),
    )  # fmt: skip
    step_mode = forms.ChoiceField(
        label="A step before next time", required=False, choices=StepMode.choices,
        widget=forms.RadioSelect(attrs={"form": "note"}),
    )  # fmt: skip
    step_words = _words("What they will try, in their words", said=True)
    step_with = _words("With whom", rows=1)
    step_obstacle = _words("What could get in the way, and what then", rows=1)
    link_sentence = _words("The link, in one sentence", hint="Mood and event, in one breath.", rows=2)
    plan_next = _words("For next time", rows=2)
    adherence = forms.MultipleChoiceField(
        label="Done today", required=False, widget=forms.CheckboxSelectMultiple(attrs={"form": "note"})
    )
    next_on = forms.DateField(
        label="Next session on", required=False,
        widget=forms.DateInput(attrs={"type": "date", "form": "note"}, format="%Y-%m-%d"),
    )  # fmt: skip

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        touched: Iterable[tuple[str, str]] = (),
        adherence: Iterable[tuple[str, str]] = (),
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=initial)  # type: ignore[arg-type]
        self.fields["touched"].choices = list(touched)  # type: ignore[attr-defined]
        self.fields["adherence"].choices = list(adherence)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        for name, value in list(self.cleaned_data.items()):
            if isinstance(value, str):
                words = value.replace("\r\n", "\n").replace("\x00", "")
                self.cleaned_data[name] = words
                self._check_words(name, words)
        return self.cleaned_data

    def _check_words(self, name: str, words: str) -> None:
        if any("\ud800" <= sign <= "\udfff" for sign in words):
            self.add_error(name, "This holds a sign that cannot be saved. Delete the odd sign and try again.")
        elif (size := len(words.encode())) > NOTE_LIMIT:
            self.add_error(
                name, f"This is too long to save by {size - NOTE_LIMIT} letters. Shorten it a little."
            )

    def written(self) -> dict[str, Any]:
        """Clean values of what was posted. A field with a problem is left out, so that the rest can be saved.

        Words of a field that the page did not have are left as they are.
        """
        kept = [name for name in FIELDS if name in self.cleaned_data and name not in self.errors]
        return {name: self.cleaned_data[name] for name in kept if name in self.data or name not in TEXTS}


def initial_of(note: SessionNote) -> dict[str, Any]:
    """What a stored note puts into its form."""
    return {name: getattr(note, name) for name in FIELDS}


class AmendmentForm(forms.Form):
    """An addition to a signed note."""

    words = forms.CharField(
        label="What to add", max_length=20_000, widget=forms.Textarea(attrs={"rows": "4"})
    )
    reason = forms.CharField(
        label="Why it is added now", max_length=2_000, widget=forms.Textarea(attrs={"rows": "2"})
    )
