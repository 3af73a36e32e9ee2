"""Forms about steps between sessions."""

from __future__ import annotations

from typing import Any

from django import forms

from kinweave.worksheets.models import StepState

TOLD = [
    (StepState.DONE.value, "I tried it"),
    (StepState.NOT_YET.value, "Not yet"),
    (StepState.LET_GO.value, "I let it go"),
]
READ = [
    (StepState.DONE.value, "I have read it"),
    (StepState.NOT_YET.value, "Not yet"),
    (StepState.LET_GO.value, "I let it go"),
]
"""What a client may say became of something to read."""
REVIEWED = [
    (StepState.DONE.value, "tried"),
    (StepState.NOT_YET.value, "not yet"),
    (StepState.LET_GO.value, "let go"),
    (StepState.OPEN.value, "not talked about"),
]
"""What the room may say became of a step."""


class TellStepForm(forms.Form):
    """What became of a step, in the client's words."""

    state = forms.ChoiceField(label="What became of it?", choices=TOLD, widget=forms.RadioSelect)
    how_it_went = forms.CharField(
        label="How was it?", required=False, max_length=20_000, widget=forms.Textarea(attrs={"rows": "4"}),
        help_text="What happened, who was there, how you felt afterwards. Whatever you like, or nothing.",
    )  # fmt: skip


class TellReadingForm(TellStepForm):
    """What became of something to read, and what the client thought."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["state"] = forms.ChoiceField(
            label="What became of it?", choices=READ, widget=forms.RadioSelect
        )
        how = self.fields["how_it_went"]
        how.label, how.help_text = "What did you think?", "What fits you, and what does not. Or nothing."
