"""The suitability review as one long form of short parts, and the decision on it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from kinweave.core.days import Day
from kinweave.core.protocols import Protocol
from kinweave.treatment.forms.rows import Column, RowsField, version, words
from kinweave.treatment.forms.said import WhenField, choice, yes_no
from kinweave.treatment.models import Screen, Severity, SuitabilityChoice, SuitabilityReview
from kinweave.treatment.models.timeline_terms import Confidence
from kinweave.treatment.suitability import (
    ScreenTopic,
    Symptom,
    around_onset,
    lifting_records,
    screens,
    symptoms,
)

PLAIN = (
    "daily_life", "episodes", "family", "seen_alone", "home_words", "medical", "medication", "prescriber",
    "medication_wish", "dependants", "diagnosis", "diagnosis_code", "diagnosed_by", "diagnosis_waived",
    "waiver_reason", "safety_words",
)  # fmt: skip
OTHER = ScreenTopic("other", "Other findings", "", "")


def line(label: str, *, hint: str = "") -> forms.CharField:
    """A short line, up to 300 letters."""
    return forms.CharField(
        label=label, help_text=hint, required=False, max_length=300,
        error_messages={"max_length": f"Keep “{label}” under 300 letters, please."},
    )  # fmt: skip


class SuitabilityForm(forms.Form):
    """Everything a review holds. `protocol` says which findings its rules know. A draft may be half done."""

    onset_when = WhenField("When this episode began", required=False)
    onset_confidence = choice("How sure", Confidence, blank="not said")
    onset_words = words("What was happening then, between people", rows=2, said=True)
    around_onset = forms.MultipleChoiceField(
        label="Spoken of around that time", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="What is ticked stands beside the problem areas, to be weighed together.",
    )  # fmt: skip
    daily_life = words("What it stops them from doing", said=True)
    episodes = RowsField(
        Column("when", "When"), Column("how_long", "How long"), Column("what_helped", "What helped, what did not"),
        label="Earlier episodes and treatments", help_text="One on each line. They can go on the timeline too.",
    )  # fmt: skip
    family = words("Similar illness in the family", rows=2)
    seen_alone = yes_no("Was the client alone with you when you asked?")
    home_words = words(
        "What was said about fear or violence",
        hint="It stays on this page: it is in no summary, no export and nothing the client sees on a screen at home.",
    )
    medical = words("Bodily illness, pregnancy, tests", rows=2)
    medication = RowsField(
        Column("what", "Medicine"), Column("dose", "Dose"), Column("since", "Since"), Column("effect", "Effect"),
        label="Medication now",
    )  # fmt: skip
    prescriber = line("Who prescribes, and how to reach them")
    medication_wish = words("What the client would like about medication", rows=2, said=True)
    dependants = words("Who depends on the client", rows=2, hint="Children, anybody they care for.")
    diagnosis = line("Diagnosis, in words")
    diagnosis_code = line("Code", hint="With the name of the classification, such as ICD-11.")
    diagnosed_by = line("Made by")
    diagnosis_waived = forms.BooleanField(label="No diagnosis is recorded here, on purpose", required=False)
    waiver_reason = words("Why none is recorded", rows=2)
    safety_words = words(
        "How safe the client is now",
        hint="As you talked it through. An answer of “not at all” on a form is not an all-clear.",
    )
    version = version()

    def __init__(self, data: Any = None, *, protocol: Protocol, draft: bool = False, **more: Any) -> None:
        super().__init__(data, **more)
        self.draft, self.protocol = draft, protocol
        self.titles = {route.finding: route.title for route in protocol.routing}
        self._offer_around()
        for symptom in symptoms():
            self.fields[f"symptom_{symptom.code}"] = choice(symptom.title, Severity, blank="not asked yet")
            self.fields[f"symptom_{symptom.code}_words"] = words("In their words", rows=2, said=True)
        for screen in self.topics:
            self._add_screen(screen)
        for record in lifting_records():
            self.fields[f"record_{record.code}"] = words(record.title, rows=2, hint=record.hint)

    def _offer_around(self) -> None:
        field = self.fields["around_onset"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 - as declared above
        field.choices = [(each.code, each.title) for each in around_onset()]

    @property
    def topics(self) -> tuple[ScreenTopic, ...]:
        """The screens, and one more for findings of this protocol that none of them names."""
        named = {finding for screen in screens() for finding in screen.findings}
        left = tuple(finding for finding in self.titles if finding not in named)
        other = ScreenTopic(OTHER.code, OTHER.title, "Findings this protocol has rules for.", "", left)
        return (*screens(), other) if left else screens()

    def _add_screen(self, screen: ScreenTopic) -> None:
        known = [(finding, self.titles[finding]) for finding in screen.findings if finding in self.titles]
        if screen is not OTHER and screen.code != OTHER.code:
            self.fields[f"screen_{screen.code}"] = forms.ChoiceField(
                label="How far this has got", choices=Screen.choices, required=False
            )
            self.fields[f"screen_{screen.code}_words"] = words("What was said", rows=2)
        if known:
            self.fields[f"findings_{screen.code}"] = forms.MultipleChoiceField(
                label="Found", choices=known, required=False, widget=forms.CheckboxSelectMultiple
            )

    def symptom_parts(self) -> list[tuple[Symptom, BoundField, BoundField]]:
        """Each symptom with its two fields: how much, and in their words."""
        return [
            (each, self[f"symptom_{each.code}"], self[f"symptom_{each.code}_words"]) for each in symptoms()
        ]

    def screen_parts(self) -> list[tuple[ScreenTopic, list[BoundField]]]:
        """Each screen with its fields."""
        return [
            (each, [self[name] for name in self._names(each) if name in self.fields]) for each in self.topics
        ]

    def record_parts(self) -> list[tuple[str, BoundField]]:
        """Each record that may lift a stop: its standing and its field."""
        return [(each.standing, self[f"record_{each.code}"]) for each in lifting_records()]

    @staticmethod
    def _names(screen: ScreenTopic) -> tuple[str, ...]:
        own = (f"screen_{screen.code}", f"findings_{screen.code}")
        return (*own, "seen_alone", "home_words") if screen.private else (*own, f"screen_{screen.code}_words")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if self.draft:
            return given
        for screen in screens():
            found, state = given.get(f"findings_{screen.code}"), given.get(f"screen_{screen.code}")
            if found and state != Screen.SOMETHING:
                self.add_error(
                    f"screen_{screen.code}",
                    f"{screen.title}: something is ticked, so say that there is something to weigh.",
                )
            if screen.private and state and given.get("seen_alone") is not True:
                self.add_error(
                    "seen_alone",
                    "Ask about fear and violence only when alone. Say that you did, or leave it as not asked yet.",
                )
        if given.get("diagnosis_waived") and not given.get("waiver_reason"):
            self.add_error("waiver_reason", "Say why no diagnosis is recorded.")
        return given

    def values(self) -> dict[str, Any]:
        """What was written, as the review stores it."""
        given = self.cleaned_data
        return {field: given[field] for field in PLAIN} | {
            "onset": self._onset(),
            "around_onset": given["around_onset"],
            "symptoms": {
                each.code: self._symptom(each.code)
                for each in symptoms()
                if any(self._symptom(each.code).values())
            },
            "screens": {
                each.code: self._screen(each) for each in screens() if any(self._screen(each).values())
            },
            "findings": [code for each in self.topics for code in given.get(f"findings_{each.code}", [])],
            "records": {
                each.code: given[f"record_{each.code}"]
                for each in lifting_records()
                if given[f"record_{each.code}"].strip()
            },
        }

    def _onset(self) -> dict[str, str]:
        when, given = self.cleaned_data["onset_when"], self.cleaned_data
        said = {"confidence": given["onset_confidence"], "words": given["onset_words"]}
        if isinstance(when, Day):
            said |= {"on": when.on.isoformat(), "precision": when.precision}
        return {key: value for key, value in said.items() if value}

    def _symptom(self, code: str) -> dict[str, str]:
        return {
            "how": self.cleaned_data[f"symptom_{code}"],
            "words": self.cleaned_data[f"symptom_{code}_words"],
        }

    def _screen(self, screen: ScreenTopic) -> dict[str, str]:
        said = self.cleaned_data.get(f"screen_{screen.code}_words", "")
        return {"state": self.cleaned_data[f"screen_{screen.code}"], "words": "" if screen.private else said}

    def differences(self, review: SuitabilityReview | None) -> tuple[tuple[str, str], ...]:
        """What a saved review says where it differs from what was sent: label and words."""
        theirs = SuitabilityForm(protocol=self.protocol, initial=start(review))
        return tuple(
            (str(field.label), in_words(theirs[name]))
            for name, field in self.fields.items()
            if name != "version" and field.has_changed(theirs[name].initial, self[name].data)
        )


def in_words(bound: BoundField) -> str:
    """What a field of a form shows at first, as one reads it."""
    value = bound.initial
    if isinstance(value, list):
        return "; ".join(
            ", ".join(map(str, each.values())) if isinstance(each, dict) else str(each) for each in value
        )
    choices = dict(getattr(bound.field, "choices", ()))
    return str(
        choices.get(
            value, bound.field.prepare_value(value) if hasattr(bound.field, "prepare_value") else value
        )
        or ""
    )


def start(review: SuitabilityReview | None) -> dict[str, Any]:
    """What the form shows of a review; of none, an empty form of version 0."""
    if review is None:
        return {"version": 0}
    onset: Mapping[str, str] = review.onset
    shown = {field: getattr(review, field) for field in PLAIN} | {"version": review.version}
    shown["seen_alone"] = "" if review.seen_alone is None else str(review.seen_alone)
    shown |= {"onset_confidence": onset.get("confidence", ""), "onset_words": onset.get("words", "")}
    shown["around_onset"] = review.around_onset or []
    if onset.get("on"):
        shown["onset_when"] = Day(date.fromisoformat(onset["on"]), onset.get("precision", "month"))
    for code, said in review.symptoms.items():
        shown |= {f"symptom_{code}": said["how"], f"symptom_{code}_words": said["words"]}
    for code, said in review.screens.items():
        shown |= {f"screen_{code}": said["state"], f"screen_{code}_words": said["words"]}
    for screen in (*screens(), OTHER):
        shown[f"findings_{screen.code}"] = list(review.findings)
    return shown | {f"record_{code}": said for code, said in review.records.items()}


class DecisionForm(forms.Form):
    """What was decided. Nothing is chosen beforehand."""

    choice = forms.ChoiceField(
        label="What you decided", choices=SuitabilityChoice.choices, widget=forms.RadioSelect,
        error_messages={"required": "Choose what you decided."},
    )  # fmt: skip
    reason = words("Why", rows=3)
    conditions = words(
        "What has to hold",
        rows=2,
        hint="If the course starts on conditions: medication, who is told, what is looked at when.",
    )
    offered = words("Help that was offered instead or beside", rows=2)
    offered_to = words("Who was told or asked, and when", rows=2)
    version = version()
