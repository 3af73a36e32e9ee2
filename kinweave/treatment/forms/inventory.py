"""One short form for each side of a person, the same for client and therapist but for the words beside it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms

from kinweave.treatment.forms.rows import day, version, words
from kinweave.treatment.forms.said import (
    Expectation,
    LinesField,
    choice,
    choices,
    expectations,
    rating,
    yes_no,
)
from kinweave.treatment.models import Person
from kinweave.treatment.models.inventory_terms import (
    Contactable,
    ContactMode,
    Direction,
    DisputeStage,
    Frequency,
    Living,
    PartInFocus,
    Place,
    Relation,
    SafetyFlag,
    Support,
    TieKind,
)


def name_field() -> forms.CharField:
    """What somebody is called."""
    return forms.CharField(
        label="What do you call them?",
        help_text="A first name or a nickname is enough. You never need a real name.",
        max_length=120,
        error_messages={
            "required": "Please write what you call them. A first name or a nickname is enough.",
            "max_length": "Please keep the name under 120 letters.",
        },
    )


class PersonPart(forms.Form):
    """One side of a person. `CODE` is its word in addresses; `THERAPIST` renames fields for a therapist."""

    CODE: ClassVar[str]
    TITLE: ClassVar[str]
    CLIENT_TITLE: ClassVar[str]
    THERAPIST: ClassVar[dict[str, str]] = {}
    version = version()

    def __init__(self, *args: Any, for_client: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not for_client:
            for field, label in self.THERAPIST.items():
                self.fields[field].label = label

    @classmethod
    def seen(cls, person: Person) -> dict[str, Any]:
        """What the form shows of a person, with the version it shows."""
        fields = [field for field in cls.base_fields if field != "version"]
        return {field: getattr(person, field) for field in fields} | {"version": person.version}

    def values(self) -> dict[str, Any]:
        """Fields of Person as the writer left them."""
        return {field: value for field, value in self.cleaned_data.items() if field != "version"}


class WhoForm(PersonPart):
    """Who they are."""

    CODE, TITLE, CLIENT_TITLE = "who", "Who they are", "Who they are"
    THERAPIST: ClassVar = {
        "name": "Name or nickname",
        "who": "What they are to the client, in the client’s words",
    }
    name = name_field()
    relation = choice("What are they to you?", Relation)
    who = forms.CharField(
        label="In your own words",
        required=False,
        max_length=200,
        help_text="For example: daughter, friend in Leeds.",
    )
    living = choice("Are they alive and in touch?", Living)
    died_on = day("When did they die?", hint="Only if they have died. A rough day is fine.")
    age_or_stage = forms.CharField(label="Age, or time of life", required=False, max_length=120)
    tie = choice("What does this tie bring you at the moment?", TieKind)


class ClosenessForm(PersonPart):
    """How close they are, were and might be."""

    CODE, TITLE, CLIENT_TITLE = "closeness", "Closeness", "How close you are"
    THERAPIST: ClassVar = {
        "ring": "Closeness now",
        "ring_wished": "Closeness wished for",
        "ring_at_onset": "Closeness at the onset",
        "importance": "Importance, for better or worse",
    }
    ring = choice("How close are they, today?", Place)
    ring_wished = choice("How close would you like them to be?", Place, blank="I can’t say")
    ring_at_onset = choice("How close were they when you began to feel bad?", Place, blank="I can’t say")
    importance = choice(
        "How much do they matter, for better or worse?", ((1, "a little"), (2, "much"), (3, "very much"))
    )

    def values(self) -> dict[str, Any]:
        blank = {"ring_wished": None, "ring_at_onset": None}
        found = {field: int(value) for field, value in super().values().items() if value}
        return blank | found


class ContactForm(PersonPart):
    """How they are in touch and what they do together."""

    CODE, TITLE, CLIENT_TITLE = "contact", "Contact", "How you are in touch"
    THERAPIST: ClassVar = {
        "frequency": "How often in touch",
        "contact_modes": "In touch by",
        "shared_activities": "What they do together",
    }
    frequency = choice("How often are you in touch?", Frequency, blank="I can’t say")
    contact_modes = choices("How?", ContactMode)
    shared_activities = LinesField("What do you do together?")


class SupportForm(PersonPart):
    """What they give each other."""

    CODE, TITLE, CLIENT_TITLE = "support", "Support", "What you give each other"
    THERAPIST: ClassVar = {
        "support_from": "Support they give",
        "support_to": "Support they get",
        "support_wished": "Support wished for",
        "can_confide": "Can confide in them",
        "can_ask": "Can ask them for help",
    }
    support_from = choices("What do they give you?", Support)
    support_to = choices("What do you give them?", Support)
    support_wished = choices("What would you like from them?", Support)
    can_confide = rating("How much can you tell them?", "0 nothing, 10 anything")
    can_ask = rating("How easily could you ask them for help?", "0 not at all, 10 any time")


class BothSidesForm(PersonPart):
    """What is good, what is hard, what might change."""

    CODE, TITLE, CLIENT_TITLE = "good-and-hard", "Good and hard", "What is good and what is hard"
    THERAPIST: ClassVar = {
        "good": "What is good",
        "hard": "What is hard",
        "wished_in_me": "Changes wished for in the client",
        "wished_in_them": "Changes wished for in them",
    }
    good = LinesField("What is good between you?")
    hard = LinesField("What is hard between you?")
    wished_in_me = LinesField("What would you like to do differently?")
    wished_in_them = LinesField("What would you like them to do differently?")


class OnsetForm(PersonPart):
    """What changed with them when the low time began: the key to choosing a focus."""

    CODE, TITLE, CLIENT_TITLE = "change", "Change around the onset", "What changed when it began"
    THERAPIST: ClassVar = {
        "changed": "Did anything change with them around the onset?",
        "change_direction": "Direction",
        "changed_on": "When",
        "change_mood": "Effect on mood",
        "change_what": "What happened, as told",
    }
    changed = yes_no("Did anything change with them around the time you began to feel bad?")
    change_direction = choice("Which way?", Direction, blank="I can’t say")
    changed_on = day("When, roughly?")
    change_mood = forms.IntegerField(
        label="What did it do to your mood?",
        required=False,
        min_value=-5,
        max_value=5,
        help_text="−5 much worse, 0 nothing, 5 much better",
        error_messages={
            "min_value": "Give a number from −5 to 5.",
            "max_value": "Give a number from −5 to 5.",
        },
    )
    change_what = words("What happened?", said=True)


class ConflictForm(PersonPart):
    """Conflict and how much of a problem it is."""

    CODE, TITLE, CLIENT_TITLE = "conflict", "Conflict", "When it is difficult"
    THERAPIST: ClassVar = {
        "conflict_level": "Level of conflict",
        "conflict_stage": "Stage",
        "conflict_topics": "Topics",
        "conflict_ends": "How quarrels end",
        "problem_rating": "How much of a problem",
        "problem_rank": "Rank, 1 the first to work on",
    }
    conflict_level = rating("How much conflict is there between you?", "0 none, 10 as bad as it could be")
    conflict_stage = choice("Where does it stand?", DisputeStage, blank="I can’t say")
    conflict_topics = LinesField("What is it about?")
    conflict_ends = words("How do quarrels end?", said=True)
    problem_rating = rating("How much of a problem is this for you?", "0 no problem, 10 the worst")
    problem_rank = forms.IntegerField(
        label="Where would you put it, if 1 is the first to work on?",
        required=False,
        min_value=1,
        max_value=99,
        error_messages={
            "min_value": "Give a number from 1 to 99.",
            "max_value": "Give a number from 1 to 99.",
        },
    )


class WordsForm(PersonPart):
    """Their story."""

    CODE, TITLE, CLIENT_TITLE = "story", "Story", "Your story with them"
    THERAPIST: ClassVar = {
        "story": "The story, as told",
        "client_words": "In one sentence of the client’s",
    }
    story = words("The story, as short or long as you like", rows=6, said=True)
    client_words = words("If you had one sentence for it", rows=2, said=True)


class ReachForm(PersonPart):
    """What they know, and whether anybody may get in touch with them."""

    CODE, TITLE, CLIENT_TITLE = "reach", "What they know", "What they know"
    THERAPIST: ClassVar = {
        "knows_about_illness": "Knows about the illness",
        "may_be_contacted": "May be contacted, as the client agrees",
    }
    knows_about_illness = yes_no("Do they know how you have been?")
    may_be_contacted = choice("May your therapist get in touch with them?", Contactable)


class HopesForm(PersonPart):
    """What each hopes for from the other: met or not, said aloud or not, told or guessed."""

    CODE, TITLE, CLIENT_TITLE = "hopes", "What each expects", "What each of you hopes for"

    def __init__(self, *args: Any, for_client: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, for_client=for_client, **kwargs)
        self.headings = self.hopes(for_client)
        self.mine = self._rows("i_expect", told=False)
        self.theirs = self._rows("they_expect", told=True)

    def _rows(self, field: str, *, told: bool) -> list[Expectation]:
        there = len(self.initial.get(field, []))
        rows = expectations(field, there, self.data if self.is_bound else None, told=told)
        for row in rows:
            self.fields.update(row.fields)
        for row, was in zip(rows, self.initial.get(field, []), strict=False):
            self.initial = {**self.initial, **row.initial(was)}
        return rows

    @classmethod
    def seen(cls, person: Person) -> dict[str, Any]:
        return {"i_expect": person.i_expect, "they_expect": person.they_expect, "version": person.version}

    def values(self) -> dict[str, Any]:
        rows = {"i_expect": self.mine, "they_expect": self.theirs}
        return {
            field: [v for row in there if (v := row.value(self.cleaned_data))]
            for field, there in rows.items()
        }

    @staticmethod
    def hopes(for_client: bool) -> dict[str, str]:
        """The two sides and the question of each."""
        if for_client:
            return {"i_expect": "What you hope for from them", "they_expect": "What they hope for from you"}
        return {
            "i_expect": "The client hopes for, from them",
            "they_expect": "They hope for, from the client",
        }

    @property
    def sides(self) -> list[tuple[str, list[list[forms.BoundField]]]]:
        """Rows of controls for the template, under the question of each side."""
        rows = (self.mine, self.theirs)
        return [
            (heading, [[self[name] for name in row.fields] for row in side])
            for heading, side in zip(self.headings.values(), rows, strict=True)
        ]


class FocusForm(PersonPart):
    """The person's part in the problem area; for therapists."""

    CODE, TITLE, CLIENT_TITLE = "focus", "Part in the focus", ""
    part_in_focus = choice("Part in the problem area", PartInFocus)


class PrivateForm(PersonPart):
    """What only clinicians read."""

    CODE, TITLE, CLIENT_TITLE = "private", "Only for clinicians", ""
    safety = choice("Safety with this person, asked alone", SafetyFlag)
    note = words("Note", rows=4, hint="The client’s own pages, shared views and print-outs never show this.")


PARTS: Mapping[str, type[PersonPart]] = {
    form.CODE: form
    for form in (
        WhoForm,
        ClosenessForm,
        ContactForm,
        SupportForm,
        HopesForm,
        BothSidesForm,
        OnsetForm,
        ConflictForm,
        WordsForm,
        ReachForm,
    )
}
"""The sides of a person that client and therapist both write, in the order they are asked."""


class QuickAddForm(forms.Form):
    """Somebody new in four answers."""

    name = name_field()
    relation = choice("What are they to you?", Relation, start=Relation.FRIEND)
    ring = choice("How close are they, today?", Place, start=Place.IN_MY_LIFE)
    tie = choice("What does this tie bring you?", TieKind, start=TieKind.UNSAID)

    def values(self) -> dict[str, Any]:
        """Fields of Person."""
        return self.cleaned_data | {"ring": int(self.cleaned_data["ring"])}


class RemoveForm(forms.Form):
    """Why somebody or something is taken out."""

    MOST = 1000  # characters
    reason = forms.CharField(
        label="Why?",
        required=False,
        max_length=MOST,
        widget=forms.Textarea(attrs={"rows": "2"}),
        help_text="If you like. It stays with the record.",
    )
