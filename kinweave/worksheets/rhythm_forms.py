"""One day of the rhythm log as a form: a time for each anchor, who was there, and a line in own words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from django import forms
from django.forms.boundfield import BoundField

from kinweave.core.rhythm import RhythmLog, minutes
from kinweave.worksheets.actions.rhythm import COMPANY

MOST = 200
MOST_SHOWN = 20


class ClockField(forms.CharField):
    """A time of day as the clock shows it, or nothing; cleaned to "07:10". Seconds are dropped."""

    def __init__(self, label: str, help_text: str = "") -> None:
        widget = forms.TextInput(attrs={"type": "time"})
        super().__init__(label=label, required=False, help_text=help_text, widget=widget)

    def clean(self, value: Any) -> str:
        typed = str(super().clean(value)).strip()
        if not typed:
            return ""
        parts = typed.replace(".", ":").split(":")
        try:
            at = minutes(":".join(parts[:2]))
        except ValueError:
            raise forms.ValidationError(self._wrong(typed)) from None
        if len(typed) > len("23:45:00.000000"):
            raise forms.ValidationError(self._wrong(typed))
        return f"{at // 60:02d}:{at % 60:02d}"

    def _wrong(self, typed: str) -> str:
        shown = typed if len(typed) <= MOST_SHOWN else f"{typed[:MOST_SHOWN]}…"
        return f"“{shown}” under “{self.label}” is not a time. Write it as 7:30 or 23:45, or leave it empty."


class AnchorRow(NamedTuple):
    """One anchor on the page."""

    time: BoundField
    company: BoundField


class DayForm(forms.Form):
    """What one day was like. Everything may be left out."""

    version = forms.IntegerField(
        required=False, min_value=0, max_value=1_000_000, widget=forms.HiddenInput, initial=0
    )

    def __init__(self, log: RhythmLog, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.log = log
        company = [("", "who was there?"), *((str(each.value), each.text) for each in log.company)]
        for anchor in log.anchors:
            self.fields[anchor.code] = ClockField(anchor.text, anchor.help)
            self.fields[anchor.code + COMPANY] = forms.ChoiceField(
                label=f"Who was there: {anchor.text}", required=False, choices=company,
                error_messages={"invalid_choice": f"Please choose from the list beside “{anchor.text}”."},
            )  # fmt: skip
        self.fields["note"] = forms.CharField(
            label="Anything about this day", required=False, max_length=MOST,
            widget=forms.TextInput(attrs={"class": "said", "autocomplete": "off"}),
            error_messages={"max_length": f"Keep the line to {MOST} letters, please. Yours has %(show_value)d."},
        )  # fmt: skip

    @property
    def anchors(self) -> Iterator[AnchorRow]:
        """The controls of each anchor, in the order of the day."""
        for anchor in self.log.anchors:
            yield AnchorRow(self[anchor.code], self[anchor.code + COMPANY])

    @property
    def seen(self) -> int:
        """The version the writer had before them."""
        return int(self.cleaned_data.get("version") or 0)

    @property
    def values(self) -> dict[str, str]:
        """The day as `write_day` takes it."""
        return {field: value for field, value in self.cleaned_data.items() if field != "version"}

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        for anchor in self.log.anchors:
            alone = found.get(anchor.code + COMPANY) and not found.get(anchor.code)
            if alone and anchor.code not in self.errors:
                self.add_error(
                    anchor.code,
                    f"You chose who was there under “{anchor.text}”. Please give a time too, or take the choice back.",
                )
        return found
