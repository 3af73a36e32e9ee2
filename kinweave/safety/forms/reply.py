"""One question to the client: are you safe, where you are, right now?"""

from __future__ import annotations

from django import forms

from kinweave.safety.models import Safe


class ReplyForm(forms.Form):
    """The client's own answer. Only the first field is asked for; the others may stay empty."""

    safe = forms.ChoiceField(
        label="Are you safe where you are, right now?",
        choices=Safe.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose one of the three answers, or use a number above.",
            "invalid_choice": "Choose one of the three answers, or use a number above.",
        },
    )
    whereabouts = forms.CharField(
        label="Where are you now?",
        help_text="A place, a street, or a town. It helps someone to reach you.",
        max_length=500,
        required=False,
    )
    words = forms.CharField(
        label="Anything you want to say",
        max_length=20_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
