"""A talk with the carer, as a form."""

from __future__ import annotations

from typing import Any

from django import forms

from kinweave.treatment.forms.rows import day, words
from kinweave.treatment.models import CarerTalk


class CarerTalkForm(forms.Form):
    """Recorded once. What the carer says is not shown to the client."""

    kind = forms.ChoiceField(
        label="The talk was", choices=CarerTalk.Kind.choices, widget=forms.RadioSelect,
        error_messages={"required": "Say whether the client was there."},
    )  # fmt: skip
    held_on = day("On", required=True)
    who = forms.CharField(
        label="Who cares for the client", max_length=200, help_text="A first name, and what they are to them.",
        error_messages={"required": "Say who cares for the client."},
    )  # fmt: skip
    told = words("What they told you", required=True, hint="What is seen at home, and what it asks of them.")
    explained = words(
        "What you explained", hint="For instance that a loss of planning and drive is not ill will."
    )
    support = words("What was agreed", hint="What is asked, matched to what can be done; who takes on what.")
    unwell = forms.BooleanField(label="The carer needs treatment of their own", required=False)
    referred_to = words("Where they were referred", rows=2, hint="The carer is not the patient here.")
    agreed = forms.BooleanField(
        label="The client agreed that we talk", error_messages={"required": "Ask the client first."}
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("unwell") and not (given.get("referred_to") or "").strip():
            self.add_error("referred_to", "Say where the carer was referred.")
        return given

    def values(self) -> dict[str, Any]:
        """What `actions.carer` takes."""
        return self.cleaned_data | {"kind": CarerTalk.Kind(self.cleaned_data["kind"])}
