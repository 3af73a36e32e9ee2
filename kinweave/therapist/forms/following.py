"""The form that begins a course after one that was finished."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from kinweave.core.protocols import Protocol
from kinweave.treatment.forms.rows import words


class FollowingForm(forms.Form):
    """Which protocol goes on from here, and what it is for."""

    protocol = forms.ChoiceField(label="Protocol")
    reason = words(
        "What it is for",
        hint="In the client’s words, or yours: how often it has come back, what they wish for.",
    )

    def __init__(self, data: Any = None, *, offered: Sequence[Protocol], **more: Any) -> None:
        super().__init__(data, **more)
        choices = self.fields["protocol"]
        assert isinstance(choices, forms.ChoiceField)  # noqa: S101 - narrows the type
        choices.choices = [(each.code, each.title) for each in offered]
