"""How to reach a client, and whom to reach for them (S-44): one question a page, or all on one."""

from __future__ import annotations

import re
from typing import Any

from django import forms

from kinweave.people.models import ContactDetails
from kinweave.shelf.queries import spoken


class TelephoneField(forms.CharField):
    """A telephone number as people write it; only that it can be dialled is checked."""

    def __init__(self, label: str, **more: Any) -> None:
        attrs = {"inputmode": "tel", **more.pop("attrs", {})}
        super().__init__(
            label=label, max_length=40, widget=forms.TextInput(attrs=attrs), **more,
            error_messages={"required": "Please write a telephone number.", "max_length": "This number is too long to dial."},
        )  # fmt: skip

    def clean(self, value: Any) -> Any:
        text = str(super().clean(value)).strip()
        if text and (not re.fullmatch(r"[+0-9 ()./-]+", text) or sum(map(str.isdigit, text)) < 5):
            raise forms.ValidationError("Please write the number in figures, such as 0117 496 0123.")
        return text


def place(label: str, **more: Any) -> forms.CharField:
    """A few lines of an address."""
    return forms.CharField(
        label=label, max_length=500, widget=forms.Textarea(attrs={"rows": "3"}), **more,
        error_messages={
            "required": f"Please write something under “{label}”.", "max_length": "Please keep this under 500 letters.",
        },
    )  # fmt: skip


def language_choices() -> list[tuple[str, str]]:
    """English, and every language some questionnaire has a translation in."""
    return [("en", "English"), *spoken().items()]


class ContactForm(forms.Form):
    """Some of the fields of ContactDetails."""


class ReachForm(ContactForm):
    telephone = TelephoneField("Your telephone number", attrs={"autocomplete": "tel"})
    safe_to_leave_message = forms.BooleanField(
        label="It is safe to leave a message on it", required=False,
        help_text="Leave this open if somebody else might hear it. Nobody says there what it is about.",
    )  # fmt: skip

    language = forms.ChoiceField(
        label="Language of the questions before a session", choices=language_choices, initial="en", required=False,
        help_text="Where a questionnaire has not been translated, it is asked in English.",
        error_messages={"invalid_choice": "Please choose one of the languages in the list."},
    )  # fmt: skip


class PlaceForm(ContactForm):
    address = place(
        "Where you usually are",
        help_text="The address where you live or stay, or where you are during sessions by video or telephone.",
    )


class EmergencyForm(ContactForm):
    emergency_name = forms.CharField(
        label="Who should be called", max_length=120, help_text="A name, and who they are to you.",
        error_messages={"required": "Please write a name."},
    )  # fmt: skip
    emergency_telephone = TelephoneField("Their telephone number")


class DoctorForm(ContactForm):
    gp = place("Your doctor", help_text="Name and place are enough.")


CONTACT_FORMS: dict[str, type[ContactForm]] = {
    "telephone": ReachForm,
    "place": PlaceForm,
    "emergency": EmergencyForm,
    "doctor": DoctorForm,
}
"""The form of each step of the start that asks how to reach the client."""


class ContactDetailsForm(ReachForm, PlaceForm, EmergencyForm, DoctorForm):
    """All of it on one page, for changing it later. Any line may be empty: what is missing is asked in the room."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2_000_000_000)

    def __init__(self, data: Any = None, *, details: ContactDetails | None = None, **more: Any) -> None:
        names = [name for name in self.base_fields if name != "version"]
        start = {name: getattr(details, name) for name in names} if details else {}
        super().__init__(data, initial=start | {"version": details.version if details else 0}, **more)
        for name in names:
            self.fields[name].required = False

    def clean_language(self) -> str:
        """A page that was open before there was a choice says nothing of it, and changes nothing."""
        return str(
            self.cleaned_data["language"] or self.get_initial_for_field(self.fields["language"], "language")
        )

    def values(self) -> dict[str, object]:
        """The fields of ContactDetails, as written."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}

    def differences(self, row: ContactDetails) -> tuple[tuple[str, str], ...]:
        """What stands in `row` where it differs from what was written: label and words."""
        written = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        return tuple(
            (str(self.fields[name].label), _in_words(getattr(row, name)))
            for name, value in written.items()
            if getattr(row, name) != value
        )


def _in_words(value: object) -> str:
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)
