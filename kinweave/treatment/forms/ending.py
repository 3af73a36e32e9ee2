"""The ending as forms: one for each part of the page, one for meetings afterwards, one to close."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms

from kinweave.core.course import Stage
from kinweave.treatment.forms.rows import day, version, words
from kinweave.treatment.models import Ending, FollowUp, NextStep


class FeelingsForm(forms.Form):
    """Feelings about ending."""

    feelings = words("How it feels to end", said=True, hint="In the client’s words.", required=True)
    sadness_or_illness = words(
        "Sad about the goodbye, or falling ill again?",
        hint="What tells the two apart for this person: sadness comes with the goodbye and passes; illness brings "
        "back the old signs.",
    )
    who_will_know = words("Who will be told that the sessions end", rows=2)
    version = version()


class GainsForm(forms.Form):
    """What has changed, and what the client did."""

    what_changed = words("What is different now")
    what_the_client_did = words(
        "What the client did that helped", said=True, hint="In their words.", required=True
    )
    still_hard = words("What is still hard")
    version = version()


class NextForm(forms.Form):
    """What comes next. When the depression has not lifted, another treatment is named and arranged."""

    fell_short = forms.BooleanField(
        label="The depression has not lifted: the treatment fell short, not the person", required=False
    )
    alternative = words("The other treatment", hint="What, with whom, and how it was arranged.")
    alternative_booked_for = day("Arranged for")
    next_step = forms.ChoiceField(
        label="What comes next", choices=NextStep.choices, widget=forms.RadioSelect,
        error_messages={"required": "Choose what comes next."},
    )  # fmt: skip
    next_step_why = words("Why", rows=2)
    version = version()

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if (
            given.get("next_step") == NextStep.OTHER_TREATMENT
            and not (given.get("alternative") or "").strip()
        ):
            self.add_error("alternative", "Say which other treatment, with whom, and how it was arranged.")
        return given


PARTS: dict[str, type[FeelingsForm | GainsForm | NextForm]] = {
    "feelings": FeelingsForm,
    "gains": GainsForm,
    "next": NextForm,
}


def part_form(part: str, ending: Ending, data: Any = None) -> forms.Form:
    """The form of one part, filled from what was written."""
    made = PARTS[part](data, prefix=None)
    made.initial = {name: getattr(ending, name) for name in made.fields}
    return made


class FollowUpForm(forms.Form):
    """A meeting after the last session."""

    on = day("Day", required=True)
    at = forms.TimeField(
        label="Time", widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"required": "Please give the hour.", "invalid": "Give the hour as 10:00."},
    )  # fmt: skip
    kind = forms.ChoiceField(label="What for", choices=FollowUp.Kind.choices)
    with_whom = forms.CharField(label="With whom, if somebody else", required=False, max_length=200)

    def starts_at(self, zone: ZoneInfo) -> datetime:
        """The moment meant, where the service is."""
        return datetime.combine(self.cleaned_data["on"], self.cleaned_data["at"], tzinfo=zone)


WAYS = (
    (Stage.FINISHED.value, "finished as agreed"),
    (Stage.MAINTENANCE.value, "goes on with sessions further apart"),
    (Stage.STOPPED_EARLY.value, "stopped early"),
    (Stage.TRANSFERRED.value, "passed on to somebody else"),
)


class EndForm(forms.Form):
    """How the course ends."""

    to = forms.ChoiceField(
        label="The course is", choices=WAYS, widget=forms.RadioSelect,
        error_messages={"required": "Choose how the course ends."},
    )  # fmt: skip
    reason = words("Why, if it stops early or is passed on", rows=2)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        early = given.get("to") in {Stage.STOPPED_EARLY.value, Stage.TRANSFERRED.value}
        if early and not (given.get("reason") or "").strip():
            self.add_error("reason", "Please give the reason.")
        return given
