"""What was explained and what is put down for now, as a form."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms

from kinweave.treatment.forms.rows import Column, RowsField, day, version, words
from kinweave.treatment.forms.said import LinesField
from kinweave.treatment.models import Psychoeducation
from kinweave.treatment.psychoeducation import topics
from kinweave.web import here

FIELDS = ("topics", "named_as", "client_said", "excused", "kept", "helpers", "review_on", "client_sees")
WEEKS_TO_REVIEW = 4  # a proposal that can be changed (rule of this project): the sick role is for now


class PsychoeducationForm(forms.Form):
    """One version: written together, read by the client where the last line says so."""

    topics = forms.MultipleChoiceField(
        label="What you explained", required=False, widget=forms.CheckboxSelectMultiple
    )
    named_as = forms.CharField(
        label="How you named it together", required=False, max_length=300,
        help_text="In words the client can use with others.",
    )  # fmt: skip
    client_said = words(
        "How the client took it", said=True, hint="In their words. Say also what they did not believe."
    )
    excused = LinesField("What may be put down for now")
    kept = LinesField("What is kept up")
    helpers = RowsField(Column("who", "Who"), Column("what", "What they take on"), label="Who helps")
    review_on = day("Looked at again on")
    client_sees = forms.BooleanField(
        label="The client can read what is put down, what is kept and who helps", required=False
    )
    version = version()

    def __init__(self, data: Any = None, **more: Any) -> None:
        super().__init__(data, **more)
        offered = self.fields["topics"]
        assert isinstance(offered, forms.MultipleChoiceField)  # noqa: S101 - narrows the type
        offered.choices = [(topic.code, topic.title) for topic in topics()]

    def values(self) -> dict[str, Any]:
        """What was written, as a version stores it."""
        return {field: self.cleaned_data[field] for field in FIELDS}


def start(row: Psychoeducation | None) -> dict[str, Any]:
    """What the form shows of the last version; of none, an empty one that proposes a day of review."""
    if row is None:
        day_of_review = here.today() + timedelta(weeks=WEEKS_TO_REVIEW)
        return {"version": 0, "client_sees": True, "review_on": day_of_review}
    return {field: getattr(row, field) for field in FIELDS} | {"version": row.number}
