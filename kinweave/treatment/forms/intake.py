"""Agreeing to treatment: one tick for each thing agreed to."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from kinweave.people.texts import ConsentText, ScopeText


class ConsentForm(forms.Form):
    """The scopes of a consent text. Nothing is ticked beforehand."""

    stamp = forms.CharField(widget=forms.HiddenInput, max_length=40)

    def __init__(self, data: Any = None, *, text: ConsentText) -> None:
        super().__init__(data, initial={"stamp": text.stamp})
        self.text = text
        for scope in text.scopes:
            self.fields[f"agree_{scope.code}"] = forms.BooleanField(label=scope.title, required=False)

    def parts(self) -> list[tuple[ScopeText, BoundField]]:
        """Each scope of the text with its tick."""
        return [(scope, self[f"agree_{scope.code}"]) for scope in self.text.scopes]

    @property
    def scopes(self) -> list[str]:
        """The scopes that were ticked."""
        return [scope.code for scope in self.text.scopes if self.cleaned_data.get(f"agree_{scope.code}")]
