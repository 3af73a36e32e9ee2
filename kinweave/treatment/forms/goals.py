"""Rating goals from 0 to 10."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms

from kinweave.treatment.forms.rows import words
from kinweave.treatment.models.goals import MOST
from kinweave.treatment.queries.goals import RatedGoal


class RateForm(forms.Form):
    """A mark from 0 to 10 and a few words for each goal; a goal without a mark is left as it is."""

    def __init__(self, data: Any = None, *, goals: Sequence[RatedGoal]) -> None:
        super().__init__(data)
        self.goals = goals
        marks = [(str(mark), str(mark)) for mark in range(MOST + 1)]
        for place, goal in enumerate(goals, start=1):
            self.fields[f"rating_{goal.id}"] = forms.TypedChoiceField(
                label=goal.text, required=False, choices=marks, coerce=int, empty_value=None,
                widget=forms.RadioSelect,
                error_messages={"invalid_choice": f"Goal {place}: choose a number from 0 to {MOST}."},
            )  # fmt: skip
            self.fields[f"note_{goal.id}"] = words("A few words about it", rows=2, said=True)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not self.errors and not self.ratings():
            raise forms.ValidationError("Mark at least one goal, or leave this page.")
        return given

    def ratings(self) -> dict[UUID, tuple[int, str]]:
        """Goal to its mark and words, for the goals that were marked."""
        given = self.cleaned_data
        return {
            goal.id: (given[f"rating_{goal.id}"], given[f"note_{goal.id}"])
            for goal in self.goals
            if given.get(f"rating_{goal.id}") is not None
        }
