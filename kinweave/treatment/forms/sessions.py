"""Forms for planning a session and for saying what became of it."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms

from kinweave.core.course import Attendance
from kinweave.treatment.actions.sessions import LONGEST, SHORTEST
from kinweave.treatment.models import Mode, Session

LENGTH = f"A session is {SHORTEST} to {LONGEST} minutes long."
OUTCOMES = [
    (Attendance.ATTENDED.value, "Held"),
    (Attendance.CANCELLED_BY_CLIENT.value, "Cancelled by the client"),
    (Attendance.CANCELLED_BY_SERVICE.value, "Cancelled by us"),
    (Attendance.DID_NOT_ATTEND.value, "The client did not come"),
    (Attendance.PLANNED.value, "Still planned"),
]
CALLED = [("", "not said"), ("yes", "yes"), ("no", "not yet")]


class SessionForm(forms.Form):
    """Day, time, length and way of meeting, where the service is."""

    day = forms.DateField(
        label="Day",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "Say on which day you meet."},
    )
    at = forms.TimeField(
        label="Time",
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"required": "Say at what time you meet."},
    )
    minutes = forms.IntegerField(
        label="Minutes",
        min_value=SHORTEST,
        max_value=LONGEST,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), LENGTH),
    )
    mode = forms.ChoiceField(label="How", choices=Mode.choices)

    def starts_at(self, zone: ZoneInfo) -> datetime:
        """The instant that was chosen, in the service's time zone."""
        day: date = self.cleaned_data["day"]
        at: time = self.cleaned_data["at"]
        return datetime.combine(day, at, tzinfo=zone)


def session_initial(session: Session, zone: ZoneInfo) -> dict[str, Any]:
    """What a planned session puts into its form."""
    local = session.starts_at.astimezone(zone)
    return {
        "day": local.date(), "at": local.time().replace(second=0, microsecond=0), "minutes": session.minutes, "mode": session.mode
    }  # fmt: skip


class AttendanceForm(forms.Form):
    """What became of a session."""

    attendance = forms.ChoiceField(label="What became of it?", choices=OUTCOMES, widget=forms.RadioSelect)
    reason = forms.CharField(
        label="Why, as far as is known",
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": "2"}),
    )
    called = forms.ChoiceField(
        label="After a missed session: did somebody ring?",
        required=False,
        choices=CALLED,
        widget=forms.RadioSelect,
    )

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        if cleaned.get("attendance") == Attendance.DID_NOT_ATTEND and not cleaned.get("called"):
            self.add_error(
                "called", "Say whether somebody has rung. A missed session may be a sign of trouble."
            )
        return cleaned

    @property
    def rang(self) -> bool | None:
        """Whether somebody rang; None when it was not said."""
        return {"yes": True, "no": False}.get(self.cleaned_data.get("called", ""))


class CannotComeForm(forms.Form):
    """A client's own word that they cannot come."""

    reason = forms.CharField(
        label="Anything you would like to say", required=False, max_length=2_000,
        widget=forms.Textarea(attrs={"rows": "3"}),
    )  # fmt: skip


class BeginForm(forms.Form):
    """Beginning the first session although something is not known yet of how to reach the client."""

    without = forms.CharField(
        label="Why it cannot wait",
        help_text="Kept with the session. What is missing stays on your first page until it is written down.",
        max_length=2_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": "2"}),
    )
