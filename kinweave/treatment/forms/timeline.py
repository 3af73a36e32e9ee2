"""What can be put on a timeline, one form a kind; and tying things together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from itertools import pairwise
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django import forms

from kinweave.core.days import Day
from kinweave.treatment.forms.rows import words
from kinweave.treatment.forms.said import WhenField, choice, rating
from kinweave.treatment.models import (
    EventPerson,
    LifeEvent,
    Moment,
    MoodRecall,
    OnsetMarker,
    PastTreatment,
    Person,
    SymptomStretch,
)
from kinweave.treatment.models.inventory_terms import TieKind
from kinweave.treatment.models.timeline import TimelineRow
from kinweave.treatment.models.timeline_terms import Confidence, EventKind, Helped, Strand

PersonChoices = list[tuple[str, str]]


def names(people: Iterable[Person]) -> PersonChoices:
    """People to choose from."""
    return [(str(person.id), person.name) for person in people]


class FoldedForm(forms.Form):
    """A form whose rarer questions (`LATER`) stand folded away below the others."""

    LATER: ClassVar[tuple[str, ...]] = ()

    @property
    def first(self) -> list[forms.BoundField]:
        """The questions that are asked openly."""
        return [field for field in self if field.name not in self.LATER]

    @property
    def later(self) -> list[forms.BoundField]:
        """The questions that are folded away."""
        return [field for field in self if field.name in self.LATER]

    @property
    def unfolded(self) -> bool:
        """Whether the folded questions must be seen: one of them needs another look, or holds something."""
        return any(field.errors or field.value() for field in self.later)


class TimelineForm(FoldedForm):
    """One thing on the timeline. `people` are the client's people, for those forms that name somebody."""

    KIND: ClassVar[str]
    TITLE: ClassVar[str]
    version = forms.IntegerField(
        widget=forms.HiddenInput, required=False, min_value=1, max_value=2_000_000_000
    )

    def __init__(
        self, *args: Any, people: Iterable[Person] = (), zone: ZoneInfo | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.zone = zone or ZoneInfo("UTC")
        for name in ("people", "person"):
            if name in self.fields:
                blank: PersonChoices = [("", "Nobody from the list")] if name == "person" else []
                self.fields[name].choices = [*blank, *names(people)]  # type: ignore[attr-defined]

    @property
    def seen(self) -> int:
        """The version the writer saw; 0 for something new."""
        return self.cleaned_data.get("version") or 0

    def values(self) -> dict[str, Any]:
        """Fields of the row."""
        return {
            key: value
            for key, value in self.cleaned_data.items()
            if key not in ("version", "people", "brought")
        }


class EventForm(TimelineForm):
    """A life event."""

    KIND, TITLE = "event", "Something that happened"
    title = forms.CharField(
        label="What happened, in a few words?",
        max_length=200,
        error_messages={
            "required": "Please write in a few words what happened.",
            "max_length": "Please keep it under 200 letters; there is room for more below.",
        },
    )
    when = WhenField("When?")
    kind = choice("What sort of thing was it?", EventKind, start=EventKind.CHANGE)
    people = forms.MultipleChoiceField(
        label="Who was part of it?", required=False, widget=forms.CheckboxSelectMultiple
    )
    brought = choice("What did they bring to it?", TieKind, start=TieKind.UNSAID)
    mood_at = forms.IntegerField(
        label="How was your mood then?",
        required=False,
        min_value=-5,
        max_value=5,
        help_text="−5 lowest, 0 neither, 5 best",
        error_messages={
            "min_value": "Give a number from −5 to 5.",
            "max_value": "Give a number from −5 to 5.",
        },
    )
    text = words("More about it", said=True)

    def values(self) -> dict[str, Any]:
        values = super().values()
        when: Day = values.pop("when")
        return values | {"on": when.on, "precision": when.precision}

    @staticmethod
    def shown(row: LifeEvent) -> dict[str, Any]:
        """What the form shows of an event."""
        touched = list(EventPerson.objects.filter(event=row))
        brought = {one.brought for one in touched}
        return {
            "title": row.title,
            "when": Day(row.on, row.precision),
            "kind": row.kind,
            "mood_at": row.mood_at,
            "text": row.text,
            "people": [str(one.person_id) for one in touched],
            "brought": brought.pop() if len(brought) == 1 else "unsaid",
            "version": row.version,
        }


class MoodForm(TimelineForm):
    """A mood, as recalled."""

    KIND, TITLE = "mood", "How your mood was"
    when = WhenField("When?")
    mood = rating("How was your mood then?", "0 the lowest, 10 the best")
    text = words("What it was like", said=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["mood"].required = True
        self.fields["mood"].error_messages["required"] = "Please give your mood as a number from 0 to 10."

    def values(self) -> dict[str, Any]:
        values = super().values()
        return values | {"on": values.pop("when").on}

    @staticmethod
    def shown(row: MoodRecall) -> dict[str, Any]:
        return {"when": Day(row.on, "day"), "mood": row.mood, "text": row.text, "version": row.version}


def _month(on: date | None) -> Day | None:
    return Day(on, "month" if on.day == 1 else "day") if on else None


class StretchForm(TimelineForm):
    """A stretch of symptoms."""

    KIND, TITLE = "symptoms", "A time with symptoms"
    strand = choice("Which strand?", Strand)
    starts = WhenField("From when?")
    peaks = WhenField("When was it worst?", required=False)
    ends = WhenField("Until when?", required=False, hint="Leave it empty if it is still there.")
    scale = forms.CharField(
        label="A measure from then, if known", required=False, max_length=80, help_text="For example PHQ-9."
    )
    score = forms.FloatField(label="Its score", required=False, min_value=0, max_value=1000)
    text = words("What it was like", said=True)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        _in_order(self, "starts", "peaks", "ends")
        return cleaned

    def values(self) -> dict[str, Any]:
        values = super().values()
        days = {f"{name}_on": values.pop(name) for name in ("starts", "peaks", "ends")}
        return values | {name: day.on if day else None for name, day in days.items()}

    @staticmethod
    def shown(row: SymptomStretch) -> dict[str, Any]:
        return {
            "strand": row.strand,
            "starts": _month(row.starts_on),
            "peaks": _month(row.peaks_on),
            "ends": _month(row.ends_on),
            "scale": row.scale,
            "score": row.score,
            "text": row.text,
            "version": row.version,
        }


class TreatmentForm(TimelineForm):
    """A treatment before this one."""

    KIND, TITLE = "treatment", "A treatment before this one"
    what = forms.CharField(
        label="What was it?",
        max_length=500,
        error_messages={"required": "Please write what treatment it was."},
    )
    starts = WhenField("From when?")
    ends = WhenField("Until when?", required=False)
    helped = choice("Did it help?", Helped, start=Helped.UNSURE)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        _in_order(self, "starts", "ends")
        return cleaned

    def values(self) -> dict[str, Any]:
        values = super().values()
        starts, ends = values.pop("starts"), values.pop("ends")
        return values | {"starts_on": starts.on, "ends_on": ends.on if ends else None}

    @staticmethod
    def shown(row: PastTreatment) -> dict[str, Any]:
        return {
            "what": row.what,
            "starts": _month(row.starts_on),
            "ends": _month(row.ends_on),
            "helped": row.helped,
            "version": row.version,
        }


class MomentForm(TimelineForm):
    """A moment between people, in ten seconds."""

    KIND, TITLE = "moment", "Write down a moment"
    LATER = ("who", "mood", "when")
    person = forms.ChoiceField(label="Who was it with?", required=False)
    who = forms.CharField(label="Or somebody else", required=False, max_length=120)
    said = words("What was said or done?", rows=2, said=True)
    left_me = words("How did it leave you?", rows=2, said=True)
    mood = rating("Your mood just after", "0 the lowest, 10 the best")
    when = WhenField(
        "When?", required=False, hint="Leave it empty for now. Otherwise a day, such as 5 October 2026."
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not (cleaned.get("said") or cleaned.get("left_me")) and not self.errors:
            self.add_error("said", "Write a few words about what was said, or how it left you.")
        return cleaned

    def values(self) -> dict[str, Any]:
        values = super().values()
        when, person = values.pop("when"), values.pop("person")
        values["person_id"] = person or None
        if when is not None:
            values["happened_at"] = datetime.combine(when.on, time(12), self.zone)
        return values

    @staticmethod
    def shown(row: Moment) -> dict[str, Any]:
        return {
            "person": str(row.person_id or ""),
            "who": row.who,
            "said": row.said,
            "left_me": row.left_me,
            "mood": row.mood,
            "when": None,
            "version": row.version,
        }


class OnsetForm(TimelineForm):
    """When this episode began."""

    KIND, TITLE = "onset", "When it began"
    when = WhenField("When did this low time begin?")
    confidence = choice("How sure is that?", Confidence, start=Confidence.FAIRLY)
    text = words("How you would tell it", said=True)

    def values(self) -> dict[str, Any]:
        values = super().values()
        when: Day = values.pop("when")
        return values | {"on": when.on, "precision": when.precision}

    @staticmethod
    def marked(marker: OnsetMarker | None) -> dict[str, Any]:
        """What the form shows of the answer that holds now."""
        if marker is None:
            return {}
        return {
            "when": Day(marker.on, marker.precision),
            "confidence": marker.confidence,
            "text": marker.text,
        }


FORMS: Mapping[str, type[TimelineForm]] = {
    form.KIND: form for form in (EventForm, MoodForm, StretchForm, TreatmentForm, MomentForm, OnsetForm)
}


def shown(row: TimelineRow) -> dict[str, Any]:
    """What the form of a row's kind shows of it."""
    kinds: dict[type[TimelineRow], Any] = {
        LifeEvent: EventForm,
        MoodRecall: MoodForm,
        SymptomStretch: StretchForm,
        PastTreatment: TreatmentForm,
        Moment: MomentForm,
    }
    found: dict[str, Any] = kinds[type(row)].shown(row)
    return found


def _in_order(form: forms.Form, *names: str) -> None:
    days = [(name, form.cleaned_data.get(name)) for name in names]
    known = [(name, day) for name, day in days if isinstance(day, Day)]
    for (_, first), (name, second) in pairwise(known):
        if second.on < first.on and (second.precision == "day" or second.on.year < first.on.year):
            form.add_error(
                name, f"“{form.fields[name].label}” lies before what comes before it. Please check the dates."
            )


class TieForm(FoldedForm):
    """Tying things together, from any side: an event or a moment, a day's mood, a person."""

    event = forms.ChoiceField(label="What happened", required=False)
    moment = forms.ChoiceField(label="A moment that was written down", required=False)
    mood_on = WhenField(
        "A day on which the mood was low or high", required=False, hint="Such as 2 January 2027."
    )
    mood = rating("The mood on that day", "0 the lowest, 10 the best; leave it empty if it is not known")
    person = forms.ChoiceField(label="Who", required=False)
    sentence = words("What belongs together, in a sentence", rows=2, said=True)

    def __init__(
        self, *args: Any, events: PersonChoices, moments: PersonChoices, people: PersonChoices, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, pairs in (("event", events), ("moment", moments), ("person", people)):
            self.fields[name].choices = [("", "None of these"), *pairs]  # type: ignore[attr-defined]

    def clean_mood_on(self) -> date | None:
        """A mood is tied by its day; a month is too wide."""
        day = self.cleaned_data["mood_on"]
        if isinstance(day, Day) and day.precision != "day":
            raise forms.ValidationError("Give the day of the mood, such as 2 January 2027.")
        return day.on if isinstance(day, Day) else None
