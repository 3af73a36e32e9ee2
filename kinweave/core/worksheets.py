"""Worksheets as definitions: one file makes the form, its checking, the phone view and the print.

A worksheet is what a technique leaves behind (a talk replayed line by line, an old role beside a new one).
"""

from typing import Any, Literal, Self

from pydantic import Field, JsonValue, StrictBool, StrictInt, model_validator

from kinweave.core.definitions import Code, Part
from kinweave.core.facts import Line, Name, Prose, Referenced, Statement, refuse_repeated

CellKind = Literal["text", "long_text", "choice", "scale", "date", "person", "event", "yes_no"]
FieldKind = Literal[
    "text", "long_text", "choice", "multi_choice", "scale", "date", "person", "people", "event",
    "yes_no", "list", "table", "dialogue", "drawing",
]  # fmt: skip
PREFILLS = frozenset({
    "focus.person", "focus.event", "dispute.person", "dispute.issue", "dispute.stage", "grief.person",
    "grief.died_on", "transition.event", "transition.date", "inventory.people", "inventory.support",
    "inventory.expectations", "timeline.dates", "diary.moment", "diary.said", "help.person", "last_step",
    "sessions.left",
})  # fmt: skip
"""Where a field may be filled from before anyone writes: a name the treatment side knows how to look up."""


class Choice(Part):
    """One thing that can be chosen: what is stored and what is read."""

    value: Name
    text: Line


def _choices_fit(code: str, kind: str, choices: tuple[Choice, ...]) -> None:
    if (kind in {"choice", "multi_choice"}) != bool(choices):
        raise ValueError(f"{code}: choices belong to a choice, and a choice needs them")
    refuse_repeated(tuple(choice.value for choice in choices), "choices")


class Column(Part):
    """A column of a table."""

    code: Name
    label: Line
    kind: CellKind = "text"
    help: str = ""
    choices: tuple[Choice, ...] = ()
    required: StrictBool = False
    low: str = ""
    high: str = ""

    @model_validator(mode="after")
    def _choices_belong_to_choice(self) -> Self:
        _choices_fit(self.code, self.kind, self.choices)
        return self


TURN = (
    Column(
        code="who",
        label="Who spoke?",
        kind="choice",
        required=True,
        choices=(Choice(value="me", text="Me"), Choice(value="them", text="The other person")),
    ),
    Column(code="said", label="What was said, word for word?", kind="long_text", required=True),
    Column(code="meant", label="What was meant?", kind="long_text"),
    Column(code="felt", label="What was felt?", kind="long_text"),
    Column(code="heard", label="What was heard?", kind="long_text"),
)
"""The parts of one turn of a dialogue (Weissman, Markowitz, Klerman 2018, techniques)."""


class WorksheetField(Part):
    """One question of a worksheet.

    `private` fields stay in the therapist's record: never in the client's view, an export or a joint
    session. `low` and `high` word the ends of a 0 to 10 scale. An `approximate` date may be only a year.
    """

    code: Name
    label: Line
    kind: FieldKind
    help: str = ""
    required: StrictBool = False
    private: StrictBool = False
    prefill: str | None = None
    choices: tuple[Choice, ...] = ()
    columns: tuple[Column, ...] = ()
    max_rows: StrictInt = Field(default=30, ge=1, le=100)
    low: str = ""
    high: str = ""
    approximate: StrictBool = False

    @model_validator(mode="after")
    def _parts_fit_the_kind(self) -> Self:
        _choices_fit(self.code, self.kind, self.choices)
        if (self.kind == "table") != bool(self.columns):
            raise ValueError(f"{self.code}: columns belong to a table, and a table needs them")
        refuse_repeated(tuple(column.code for column in self.columns), "columns")
        if self.prefill is not None and self.prefill not in PREFILLS:
            raise ValueError(f"{self.code}: nothing can be filled in from {self.prefill}")
        return self


class Section(Part):
    """A run of fields under one heading, in reading order."""

    title: str = ""
    fields: tuple[Name, ...] = Field(min_length=1)


class Example(Part):
    """A worked entry. `problems` lists the paths that must be refused; empty means it is accepted."""

    name: Line
    values: dict[str, JsonValue]
    problems: tuple[str, ...] = ()


class WorksheetDefinition(Referenced):
    """One worksheet. `areas` empty means it serves any problem area."""

    client_title: Line
    purpose: Statement
    intro: Prose
    filled_by: Literal["client", "therapist", "together"]
    areas: tuple[Code, ...] = ()
    technique: Code | None = None
    on_phone: str = ""
    caution: str = ""
    fields: tuple[WorksheetField, ...] = Field(min_length=1)
    sections: tuple[Section, ...] = ()
    examples: tuple[Example, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _names_agree(self) -> Self:
        codes = tuple(field.code for field in self.fields)
        refuse_repeated(codes, "fields")
        grouped = tuple(code for section in self.sections for code in section.fields)
        if self.sections and sorted(grouped) != sorted(codes):
            raise ValueError("sections must hold every field exactly once")
        return self

    def field(self, code: str) -> WorksheetField:
        """The field of that code. Raises KeyError when there is none."""
        for each in self.fields:
            if each.code == code:
                return each
        raise KeyError(code)

    def columns_of(self, code: str) -> tuple[Column, ...]:
        """The columns of a table or of a dialogue's turns; empty for other kinds of field."""
        each = self.field(code)
        return TURN if each.kind == "dialogue" else each.columns

    def shown_to_client(self) -> tuple[WorksheetField, ...]:
        """The fields a client, a partner or an export may see."""
        return tuple(each for each in self.fields if not each.private)


def shared_values(definition: WorksheetDefinition, values: dict[str, Any]) -> dict[str, Any]:
    """The part of an entry that may leave the therapist's record."""
    shared = {each.code for each in definition.shown_to_client()}
    return {code: value for code, value in values.items() if code in shared}
