"""What staff write about an alert."""

from __future__ import annotations

from django import forms

from kinweave.safety.models import Contact, Disposition

_LONG = 20_000


def _text(label: str, hint: str = "", *, required: bool = True) -> forms.CharField:
    message = {"required": f"Write something under “{label}”."}
    widget = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=_LONG,
        required=required,
        widget=widget,
        error_messages=message,
    )


class ContactForm(forms.Form):
    """One attempt to reach the client."""

    contact = forms.ChoiceField(
        label="How did it go?",
        choices=Contact.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Say how the attempt went."},
    )
    note = _text("What was said", "For “no answer”, say what you tried and what you do next.", required=False)


class DispositionForm(forms.Form):
    """What is going on and what was decided. The version is the one the writer has read."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    disposition = forms.ChoiceField(
        label="What was decided",
        choices=Disposition.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what was decided."},
    )
    formulation = _text(
        "What is going on", "What the client said, what leads up to it, what keeps them safe."
    )
    plan = _text("What happens next", "Who does what, and by when.")


class SnoozeForm(forms.Form):
    """Putting an alert off, once."""

    reason = _text("Why it can wait to the end of the next working day")
