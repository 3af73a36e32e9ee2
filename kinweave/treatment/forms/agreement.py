"""The agreement as a form, and signing it."""

from __future__ import annotations

from datetime import date, time
from typing import Any

from django import forms

from kinweave.core.course import MOST_SESSIONS
from kinweave.core.protocols import Protocol
from kinweave.treatment.actions.agreement import KEPT
from kinweave.treatment.forms.rows import Column, RowsField, day, version, words
from kinweave.treatment.models import Agreement, Course, Mode, Recording
from kinweave.treatment.queries.agreement import MOST_GOALS, not_better

OTHER = "other"
STAYS_OPEN, IS_FIXED = "open", "fixed"
AND_THEN = (
    (STAYS_OPEN, "you look at it together again; no last session is set"),
    (IS_FIXED, "it ends: the last of them is the last session"),
)
RHYTHM = ((3, "twice a week"), (7, "every week"), (14, "every two weeks"), (30, "every month"))
FIRST_WORDS = {
    "therapist_tasks": "Be there on time, keep to what we agreed to work on, and say honestly how I see it.",
    "client_tasks": "Come, say how it is, and try things out between sessions as far as it is possible.",
    "between_session_contact": (
        "Messages are read on working days. They are not for emergencies: in danger, use Help now on any page."
    ),
    "missed_session_rule": (
        "Please say so a day ahead. A session that is missed is not used up; we agree another day. "
        "After two in a row we talk about what gets in the way."
    ),
    "nonresponse_plan": (
        "Half way we look at the scores and at how you are. If it is not better, we decide together: "
        "go on, change the focus, add other help such as medication, meet more often, or change the treatment."
    ),
}
"""A start to change, not rules: what most agreements say about these, in our own words."""
IF_IT_COMES_BACK = (
    "If first signs come back and stay, or the score rises, we meet more often for a while and think together "
    "about other help such as medication."
)
AT_THE_REVIEW = (
    "When we look at it together again, we look at the scores and at how you are, and decide together: go on, "
    "change the focus, add other help, meet more or less often, or begin to end."
)


class AgreementForm(forms.Form):
    """Everything an agreement holds. The end is worked out from the dates, never typed."""

    use_required_attribute = False  # a half-written one can be saved

    reason = words("Why the agreement changes", rows=2, required=True)
    sessions = forms.ChoiceField(label="How many sessions", widget=forms.RadioSelect)
    other_sessions = forms.IntegerField(label="Another number", required=False)
    open_end = forms.TypedChoiceField(
        label="And then", choices=AND_THEN, coerce=lambda given: given == STAYS_OPEN, widget=forms.RadioSelect,
        initial=STAYS_OPEN, error_messages={"required": "Say what comes after them: a review, or the end."},
        help_text="To go on after the review, both sign a new version with a higher number.",
    )  # fmt: skip
    starts_on = day("Day of the next session", required=True, hint="The others follow on the same weekday.")
    starts_at = forms.TimeField(
        label="At what time", widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"required": "Please give the hour.", "invalid": "Give the hour as 10:00."},
    )  # fmt: skip
    days_between = forms.TypedChoiceField(label="How often", choices=RHYTHM, coerce=int, initial=7)
    without_sessions = RowsField(
        Column("on", "A day in that week", "date"), label="Weeks without a session",
        help_text="Holidays. A week without a session uses none up; the end moves.",
    )  # fmt: skip
    minutes = forms.IntegerField(label="Minutes each")
    mode = forms.ChoiceField(label="How you meet", choices=Mode.choices)
    goals = RowsField(
        Column("text", "What the client wants, in their words", said=True),
        Column("measure", "How you will both know"),
        Column("start", "Now, 0 to 10", "number"),
        label="Goals", spare=2, most=MOST_GOALS, asked_later=True,
        help_text="Two to four. The client rates them from 0 to 10 over time.",
    )  # fmt: skip
    therapist_tasks = words("What the therapist does")
    client_tasks = words("What the client does")
    between_session_contact = words(
        "Between sessions", asked_later=True, hint="What may be sent, and that it is not for emergencies."
    )
    missed_session_rule = words("When a session is missed", asked_later=True)
    nonresponse_plan = words("If it is not better by the middle", asked_later=True)
    medication = words("Medication", rows=2)
    involved_others = RowsField(
        Column("who", "Who"), Column("scope", "What they may be told, with the client’s consent"),
        label="Others who are part of this", spare=1, most=10,
    )  # fmt: skip
    recording = forms.ChoiceField(
        label="Recording", choices=Recording.choices, widget=forms.RadioSelect, initial=Recording.NONE
    )
    recording_purpose = words("What recordings are for", rows=2)
    recording_delete_on = day("Recordings are deleted by")
    maintenance_option = forms.BooleanField(
        label="Sessions further apart afterwards may be agreed anew at the end", required=False
    )
    confidentiality_explained = forms.BooleanField(
        label="The limits of confidentiality were explained again", required=False
    )
    version = version()

    def __init__(
        self,
        data: Any = None,
        *,
        protocol: Protocol,
        change: bool,
        may_stay_open: bool = False,
        most: int = MOST_SESSIONS,
        **more: Any,
    ) -> None:
        super().__init__(data, **more)
        numbers = self.fields["sessions"]
        assert isinstance(numbers, forms.ChoiceField)  # noqa: S101 - narrows the type
        numbers.choices = [(str(each), f"{each} sessions") for each in protocol.sessions.presets] + [
            (OTHER, "another number")
        ]
        self.fields["other_sessions"] = forms.IntegerField(
            label="Another number", required=False, min_value=1, max_value=most,
            widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        )  # fmt: skip
        shortest, longest = protocol.minutes.min, protocol.minutes.max
        self.fields["minutes"] = forms.IntegerField(
            label="Minutes each",
            min_value=shortest,
            max_value=longest,
            help_text=f"{shortest} to {longest} in this protocol.",
        )
        self.fields["nonresponse_plan"].label = not_better(protocol)
        if may_stay_open:
            numbers.label = "How many sessions, counted from the first"
        else:
            del self.fields["open_end"]
        self.order_fields(self.base_fields)
        if not change:
            del self.fields["reason"]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("sessions") == OTHER and not given.get("other_sessions"):
            self.add_error("other_sessions", "Please give the number of sessions.")
        for place, goal in enumerate(given.get("goals") or [], start=1):
            if not goal["text"]:
                self.add_error("goals", f"Goal {place}: say what the client wants.")
        return given

    def values(self) -> dict[str, Any]:
        """What `actions.agreement` takes."""
        given = self.cleaned_data
        asked = given["other_sessions"] if given["sessions"] == OTHER else int(given["sessions"])
        return {name: given[name] for name in KEPT if name in given} | {
            "sessions": asked,
            "open_end": bool(given.get("open_end", False)),
            "without_sessions": [row["on"] for row in given["without_sessions"] if row["on"]],
        }


def initial(row: Agreement, protocol: Protocol) -> dict[str, Any]:
    """How a version fills the form."""
    preset = row.sessions in protocol.sessions.presets
    return {name: getattr(row, name) for name in KEPT} | {
        "reason": row.reason,
        "sessions": str(row.sessions) if preset else OTHER,
        "other_sessions": None if preset else row.sessions,
        "open_end": STAYS_OPEN if row.open_end else IS_FIXED,
        "without_sessions": [{"on": on} for on in row.without_sessions],
        "version": row.version,
    }


def first(course: Course, protocol: Protocol, next_on: date, at: time) -> dict[str, Any]:
    """How the form of the first version begins."""
    return FIRST_WORDS | _first_if_not_better(protocol) | {
        "sessions": str(protocol.sessions.typical), "starts_on": next_on, "starts_at": at,
        "days_between": rhythm_of(protocol.cadence.days_between),
        "minutes": protocol.minutes.typical, "mode": Mode.IN_PERSON, "recording": Recording.NONE, "version": 0,
        "confidentiality_explained": "consent_given" in course.done,
    }  # fmt: skip


def rhythm_of(days_between: int) -> int:
    """The rhythm on offer that is nearest to a protocol's."""
    return min((days for days, _ in RHYTHM), key=lambda days: abs(days - days_between))


def _first_if_not_better(protocol: Protocol) -> dict[str, Any]:
    if protocol.follows_a_course:
        return {"nonresponse_plan": IF_IT_COMES_BACK}
    return {"nonresponse_plan": AT_THE_REVIEW} if protocol.open_end else {}


class SignForm(forms.Form):
    """One signature, to the words that were read."""

    agrees = forms.BooleanField(
        label="I have read this and agree to it.",
        error_messages={"required": "Tick the line above to sign."},
    )
    version = version()
