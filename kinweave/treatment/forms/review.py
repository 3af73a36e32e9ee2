"""The review half way as a form."""

from __future__ import annotations

from typing import Any

from django import forms

from kinweave.treatment.forms.rows import words
from kinweave.treatment.models import Decision, StillFits


class ReviewForm(forms.Form):
    """What was said and what was decided. `decisions` are the choices of the protocol's rule."""

    still_fits = forms.ChoiceField(
        label="Read again together, the formulation says it", choices=StillFits.choices, widget=forms.RadioSelect,
        error_messages={"required": "Say whether the formulation still fits."},
    )  # fmt: skip
    client_said = words("How the client sees it", said=True, hint="In their words.")
    decision = forms.ChoiceField(
        label="What you decided together", widget=forms.RadioSelect,
        error_messages={"required": "Choose what you decided."},
    )  # fmt: skip
    reason = words("Why", required=True)

    def __init__(self, data: Any = None, *, decisions: tuple[str, ...], with_formulation: bool) -> None:
        super().__init__(data)
        decision = self.fields["decision"]
        assert isinstance(decision, forms.ChoiceField)  # noqa: S101 - narrows the type
        decision.choices = [choice for choice in Decision.choices if not decisions or choice[0] in decisions]
        if not with_formulation:
            del self.fields["still_fits"]
