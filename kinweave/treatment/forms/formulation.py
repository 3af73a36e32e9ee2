"""The formulation as a form, the client's answer to it, and the reason for another version."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms

from kinweave.core.problem_areas import ProblemArea
from kinweave.treatment.forms.rows import LaterField, day, version, words
from kinweave.treatment.models import Answer, Formulation

Choices = Sequence[tuple[str, str]]
LINE = 300
PLAIN = (
    "statement", "one_line", "why_these_areas", "illness_sentence", "onset", "how_linked",
    "vulnerability_background", "strengths_supports", "what_we_will_do", "sessions", "ends_on", "hope_sentence",
)  # fmt: skip


class FormulationForm(forms.Form):
    """Everything a formulation holds. `areas`, `people` and `events` are what this record offers to choose from."""

    use_required_attribute = False  # a half-written one can be saved

    statement = words(
        "The statement",
        rows=7,
        said=True,
        asked_later=True,
        hint="Two to five plain sentences, as you say them to the client.",
    )
    one_line = LaterField(
        label="One line, in the client’s words", max_length=LINE,
        help_text="It stands at the top of every later page.",
        widget=forms.Textarea(attrs={"rows": "2", "class": "said"}),
        error_messages={"max_length": f"Keep the one line under {LINE} letters, please."},
    )  # fmt: skip
    area = forms.ChoiceField(label="Problem area", required=False, widget=forms.RadioSelect)
    subtype = forms.ChoiceField(label="Narrower form of it", required=False)
    second_area = forms.ChoiceField(
        label="Second area", required=False, help_text="Only if both will be worked on. Two at most."
    )
    second_subtype = forms.ChoiceField(label="Narrower form of the second area", required=False)
    why_these_areas = words(
        "Why this area", asked_later=True, hint="What lies nearest to the onset, and where the feeling is."
    )
    illness_sentence = words("The illness, named", rows=2, hint="That it has a name and can be treated.")
    symptoms_own_words = words("Symptoms, in the client’s words", rows=3, said=True, hint="One on each line.")
    onset_event = forms.ChoiceField(label="It began around", required=False)
    onset = words("How it began", rows=2)
    people = forms.MultipleChoiceField(
        label="People in it", required=False, widget=forms.CheckboxSelectMultiple
    )
    how_linked = words("How the event and the low mood belong together")
    vulnerability_background = words(
        "What made it more likely", hint="Bodily and earlier things. The client does not see this."
    )
    strengths_supports = words("Strengths, and who helps")
    what_we_will_do = words("What we will do", rows=2)
    sessions = forms.IntegerField(label="Sessions spoken of", required=False, min_value=1, max_value=100)
    ends_on = day("Until about")
    hope_sentence = words("A sentence of hope", rows=2)
    version = version()

    def __init__(
        self, data: Any = None, *, areas: Sequence[ProblemArea], people: Choices, events: Choices, **more: Any
    ) -> None:
        super().__init__(data, **more)
        named = [(area.code, area.client_label) for area in areas]
        narrower = [
            (area.client_label, [(f"{area.code}:{each.code}", each.client_label) for each in area.subtypes])
            for area in areas
            if area.subtypes
        ]
        self._offer("area", named)
        self._offer("second_area", [("", "None"), *named])
        self._offer("subtype", [("", "None"), *narrower])
        self._offer("second_subtype", [("", "None"), *narrower])
        self._offer("onset_event", [("", "Not tied to an event"), *events])
        self._offer("people", people)
        self.areas = areas
        for area in areas:
            self.fields[f"towards_{area.code}"] = words(f"{area.client_label}: points towards it", rows=2)
            self.fields[f"away_{area.code}"] = words(f"{area.client_label}: points away", rows=2)

    def _offer(self, name: str, choices: Any) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - narrows the type
        field.choices = choices

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        first, second = given.get("area", ""), given.get("second_area", "")
        if second and not first:
            self.add_error("area", "Choose the main area before a second one.")
        if second and second == first:
            self.add_error("second_area", "Choose another area here, or none.")
        for name, area in (("subtype", first), ("second_subtype", second)):
            if given.get(name) and given[name].split(":")[0] != area:
                self.add_error(name, "This form belongs to another area.")
        return given

    def values(self) -> dict[str, Any]:
        """What `actions.formulation.write` takes."""
        given = self.cleaned_data
        narrower = [given[name].split(":") for name in ("subtype", "second_subtype") if given[name]]
        return {name: given[name] for name in PLAIN} | {
            "areas": [code for code in (given["area"], given["second_area"]) if code],
            "subtypes": {area: code for area, code in narrower},
            "symptoms_own_words": [line.strip() for line in given["symptoms_own_words"].splitlines() if line.strip()],
            "onset_event_id": UUID(given["onset_event"]) if given["onset_event"] else None,
            "people": given["people"],
            "weighing": {
                area.code: {"towards": given[f"towards_{area.code}"], "away": given[f"away_{area.code}"]}
                for area in self.areas
            },
        }  # fmt: skip


def initial(row: Formulation) -> dict[str, Any]:
    """How a version fills the form."""
    areas = [*row.areas, "", ""]
    narrower = [f"{area}:{row.subtypes[area]}" if area in row.subtypes else "" for area in areas]
    weighed = {f"{side}_{area}": said for area, sides in row.weighing.items() for side, said in sides.items()}
    return weighed | {name: getattr(row, name) for name in PLAIN} | {
        "area": areas[0],
        "second_area": areas[1],
        "subtype": narrower[0],
        "second_subtype": narrower[1],
        "symptoms_own_words": "\n".join(row.symptoms_own_words),
        "onset_event": str(row.onset_event_id or ""),
        "people": row.people,
        "version": row.version,
    }  # fmt: skip


class ReasonForm(forms.Form):
    """Why there is another version."""

    reason = words("Why a new version", required=True)


class AnswerForm(forms.Form):
    """The client's own answer. The text is there to be changed."""

    response = forms.ChoiceField(
        label="How close does this come?", choices=Answer.choices, widget=forms.RadioSelect,
        error_messages={"required": "Please choose one answer."},
    )  # fmt: skip
    edit = words(
        "The text, if you want to change it", rows=8, said=True, hint="Change it until it says what you mean."
    )
    said = words("What you want to say to it", rows=3, said=True)
    version = version()
