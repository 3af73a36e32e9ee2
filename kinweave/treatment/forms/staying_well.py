"""The plan for staying well as a form, in words for the client."""

from __future__ import annotations

from typing import Any

from django import forms

from kinweave.treatment.actions.staying_well import KEPT
from kinweave.treatment.forms.rows import Column, RowsField, day, version, words
from kinweave.treatment.models import StayingWellPlan

GROUPS = {
    "keep_going": ("routine", "sleep", "contact"),
    "self_check": ("scale", "every_weeks", "threshold"),
    "return_route": ("contact", "when"),
}
LISTS = ("trigger_situations", "what_helped")


def _line(label: str, hint: str = "") -> forms.CharField:
    return forms.CharField(
        label=label, help_text=hint, required=False, max_length=500,
        error_messages={"max_length": f"Keep “{label}” under 500 letters, please."},
    )  # fmt: skip


def _weeks() -> forms.IntegerField:
    return forms.IntegerField(
        label="Every how many weeks", required=False, min_value=1, max_value=52,
        error_messages={"invalid": "Give the weeks as a whole number.", "max_value": "At most every 52 weeks."},
    )  # fmt: skip


class PlanForm(forms.Form):
    """All of the plan. Nothing must be filled in; what is there is kept as it was written."""

    got_better = words("What got better, and what I did", rows=4, said=True)
    my_first_signs = RowsField(
        Column("text", "A first sign", said=True), Column("how_long_before", "How long before it got bad"),
        label="First signs, for me",
    )  # fmt: skip
    trigger_situations = RowsField(Column("text", "A situation", said=True), label="What can set it off")
    hard_dates = RowsField(
        Column("on", "Day", "date"), Column("text", "What it is, and what I will do", said=True),
        label="Hard days I can see coming",
    )  # fmt: skip
    what_helped = RowsField(Column("text", "What helped", said=True), label="What helped me")
    interpersonal_actions = RowsField(
        Column("sign", "When I see", said=True), Column("action", "I will", said=True),
        Column("person", "With"), label="When I see the signs",
    )  # fmt: skip
    people_to_tell = RowsField(
        Column("person", "Who"), Column("what_to_ask", "What I ask them", said=True),
        Column("telephone", "Telephone", "tel"), label="My people",
    )  # fmt: skip
    keep_going_routine = _line("Things I keep doing")
    keep_going_sleep = _line("Sleep")
    keep_going_contact = _line("Being with people, each week")
    self_check_scale = _line("What I look at", "For instance the PHQ-9, or my mood from 0 to 10.")
    self_check_every_weeks = _weeks()
    self_check_threshold = _line("I get in touch when it is at")
    return_route_contact = _line("How I come back")
    return_route_when = _line("When I do")
    review_on = day("I look at this plan again on")
    shared_with = RowsField(
        Column("who", "Who has a copy"), Column("agreed_on", "I agreed on", "date"), label="Who else has this plan",
        spare=1,
    )  # fmt: skip
    version = version()

    def values(self) -> dict[str, Any]:
        """What `actions.staying_well.write` takes."""
        given = self.cleaned_data
        grouped = {
            group: {part: given[f"{group}_{part}"] for part in parts} for group, parts in GROUPS.items()
        }
        listed = {name: [row["text"] for row in given[name] if row["text"]] for name in LISTS}
        return {name: given[name] for name in KEPT if name in given} | grouped | listed


def initial(row: StayingWellPlan | None) -> dict[str, Any]:
    """How a plan fills the form; an empty page for None."""
    if row is None:
        return {"version": 0}
    flat = {
        f"{group}_{part}": getattr(row, group).get(part) for group, parts in GROUPS.items() for part in parts
    }
    listed = {name: [{"text": text} for text in getattr(row, name)] for name in LISTS}
    return {name: getattr(row, name) for name in KEPT} | flat | listed | {"version": row.version}
