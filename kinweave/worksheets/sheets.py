"""A worksheet laid out for one reader: everything is worked out here, so that templates only print."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.safestring import SafeString

from kinweave.core.days import in_words, read_day
from kinweave.core.drawings import MOST_LINES, MOST_POINTS, lines_of
from kinweave.core.entries import EntryProblem, EntryProblems
from kinweave.core.worksheets import Column, WorksheetDefinition, WorksheetField
from kinweave.web.pictures.drawing import drawing
from kinweave.worksheets.forms import MANY, ROWS, Known


@dataclass(frozen=True)
class Option:
    """One thing that can be chosen."""

    value: str
    text: str
    chosen: bool


@dataclass(frozen=True)
class Control:
    """One control, or one answer to be read: a field, a line of a list, or a cell of a row."""

    kind: str
    name: str
    id: str
    label: str
    value: Any = ""
    text: str = ""  # as a person reads it
    help: str = ""
    problem: str = ""
    options: tuple[Option, ...] = ()
    low: str = ""
    high: str = ""
    approximate: bool = False
    required: bool = False
    row: str = ""  # the line it is, as the button that removes it names it

    @property
    def template(self) -> str:
        return f"worksheets/_field_{self.kind}.html"

    @property
    def short(self) -> str:
        """The label of a layer of a turn, in a word: "Meant" for "What was meant?"."""
        return self.label.removeprefix("What was ").rstrip("?").capitalize()


@dataclass(frozen=True)
class Row:
    """One row of a table or one turn of a dialogue."""

    place: int | str  # "__n__" in the row that a script copies
    name: str
    cells: tuple[Control, ...]
    blank: bool
    speaker: str = ""
    mine: bool = False

    def cell(self, code: str) -> Control:
        """The cell of that column."""
        return next(each for each in self.cells if each.name.endswith(f".{code}"))

    @property
    def said(self) -> str:
        return str(self.cell("said").text)

    @property
    def layers(self) -> tuple[Control, ...]:
        """Meant, felt and heard, where something was written."""
        return tuple(self.cell(code) for code in ("meant", "felt", "heard") if self.cell(code).text)

    @property
    def wrong(self) -> bool:
        return any(each.problem for each in self.cells)


@dataclass(frozen=True)
class SheetDrawing:
    """A drawing as it stands: the picture, its lines as the form posts them, and the words with it."""

    picture: SafeString
    strokes: str
    words: str
    is_drawn: bool
    most_lines: int = MOST_LINES
    most_points: int = MOST_POINTS


@dataclass(frozen=True)
class SheetField(Control):
    """A whole question of the worksheet, with its rows when it has any."""

    code: str = ""
    private: bool = False
    rows: tuple[Row, ...] = ()
    lines: tuple[Control, ...] = ()
    read: tuple[str, ...] = ()
    full: bool = False  # no room for another row
    spare: Row | None = None  # what a script copies for one more row
    spare_line: Control | None = None
    columns: tuple[Column, ...] = ()
    drawn: SheetDrawing | None = None

    @property
    def filled(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if not row.blank)

    @property
    def answered(self) -> bool:
        if self.drawn is not None:
            return self.drawn.is_drawn or bool(self.drawn.words)
        return bool(self.filled or self.read or (self.kind not in {*ROWS, "list", *MANY} and self.text))

    @property
    def shown_template(self) -> str:
        own = self.kind in ROWS or self.kind == "drawing"
        return f"worksheets/_shown_{self.kind if own else 'plain'}.html"


@dataclass(frozen=True)
class SheetSection:
    """A run of fields under a heading."""

    title: str
    fields: tuple[SheetField, ...]

    @property
    def answered(self) -> bool:
        return any(each.answered for each in self.fields)

    @property
    def wrong(self) -> bool:
        return any(each.problem or any(row.wrong for row in each.rows) for each in self.fields)


@dataclass(frozen=True)
class Sheet:
    """A worksheet laid out for one reader."""

    title: str
    intro: str
    caution: str
    sections: tuple[SheetSection, ...]
    problems: tuple[EntryProblem, ...] = ()
    ids: str = "w"

    @property
    def answered(self) -> bool:
        return any(each.answered for each in self.sections)

    @property
    def draws(self) -> bool:
        """Whether there is a sheet to draw on, which needs its script."""
        return any(each.drawn for section in self.sections for each in section.fields)

    def problem_links(self) -> list[tuple[str, str]]:
        """Where each problem is on the page, and what it says."""
        return [(f"{self.ids}-{each.path.replace('.', '-')}", each.message) for each in self.problems]


@dataclass
class _Layout:
    definition: WorksheetDefinition
    known: Known
    me: str
    them: str
    ids: str
    problems: Mapping[str, str]
    prefix: str = ""
    names: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.names = dict(self.known.people) | dict(self.known.events)


def lay_out(
    definition: WorksheetDefinition,
    values: Mapping[str, Any],
    *,
    known: Known,
    for_client: bool,
    me: str = "Me",
    ids: str = "w",
    prefix: str = "",
    problems: EntryProblems | None = None,
) -> Sheet:
    """The worksheet with these values (clean or as typed). A client's sheet has no private field.

    `me` is what a dialogue calls the client; the other person is named when the worksheet says who it was.
    """
    them = dict(known.people).get(str(values.get("person") or ""), "The other person")
    layout = _Layout(definition, known, me, them, ids, problems.messages() if problems else {}, prefix)
    fields = {
        each.code: _field(layout, each, values.get(each.code))
        for each in (definition.shown_to_client() if for_client else definition.fields)
    }
    return Sheet(
        title=definition.client_title if for_client else definition.title,
        intro=definition.intro,
        caution="" if for_client else definition.caution,
        sections=_sections(definition, fields),
        problems=problems.problems if problems else (),
        ids=ids,
    )


def _sections(definition: WorksheetDefinition, fields: dict[str, SheetField]) -> tuple[SheetSection, ...]:
    if not definition.sections:
        return (SheetSection("", tuple(fields.values())),)
    found = (
        SheetSection(each.title, tuple(fields[code] for code in each.fields if code in fields))
        for each in definition.sections
    )
    return tuple(each for each in found if each.fields)


def _field(layout: _Layout, each: WorksheetField, value: Any) -> SheetField:
    base = _control(layout, each, each.code, value)
    rows = _rows(layout, each, value) if each.kind in ROWS else ()
    lines = _lines(layout, each, value) if each.kind == "list" else ()
    held = len(value) if isinstance(value, list) else 0
    return SheetField(
        **base.__dict__, code=each.code, private=each.private, rows=rows, lines=lines,
        read=_read_words(layout, each, value), full=held >= each.max_rows,
        columns=layout.definition.columns_of(each.code),
        spare=_row(layout, each, "__n__", {}) if each.kind in ROWS else None,
        spare_line=_line(layout, each, "__n__", "") if each.kind == "list" else None,
        drawn=_drawn(base, value) if each.kind == "drawing" else None,
    )  # fmt: skip


def _drawn(base: Control, value: Any) -> SheetDrawing:
    """A kept drawing, or one that was posted and refused: what came is kept in the form as it came."""
    given = value if isinstance(value, Mapping) else {}
    lines, words = lines_of(given), str(given.get("words") or "")
    raw = given.get("strokes")
    posted = raw if isinstance(raw, str) else json.dumps(lines, separators=(",", ":")) if lines else ""
    return SheetDrawing(drawing(f"{base.id}-picture", base.label, lines, words), posted, words, bool(lines))


def _control(layout: _Layout, each: WorksheetField | Column, path: str, value: Any) -> Control:
    return Control(
        kind=each.kind, name=f"{layout.prefix}{path}", id=f"{layout.ids}-{path.replace('.', '-')}", label=each.label,
        value="" if value is None else value, text=_text(layout, each, value), help=each.help,
        problem=layout.problems.get(path, ""), options=_options(layout, each, value), low=each.low, high=each.high,
        approximate=getattr(each, "approximate", False), required=each.required,
    )  # fmt: skip


def _options(layout: _Layout, each: WorksheetField | Column, value: Any) -> tuple[Option, ...]:
    chosen = {str(one) for one in value} if isinstance(value, list) else {str(value)}
    if each.kind == "yes_no":
        yes = value is True or str(value).lower() in {"yes", "true"}
        no = value is False or str(value).lower() in {"no", "false"}
        return (Option("yes", "Yes", yes), Option("no", "No", no))
    if each.kind == "scale":
        return tuple(Option(str(mark), str(mark), str(mark) in chosen) for mark in range(11))
    if each.kind in {"choice", "multi_choice"}:
        return tuple(Option(one.value, one.text, one.value in chosen) for one in each.choices)
    listed = layout.known.of(each.kind)
    gone = [one for one in chosen if one and one != "None" and listed and one not in dict(listed)]
    kept = [(one, "somebody no longer listed") for one in gone] if each.kind != "event" else []
    return tuple(Option(one, words, one in chosen) for one, words in (*listed, *kept))


def _rows(layout: _Layout, each: WorksheetField, value: Any) -> tuple[Row, ...]:
    given = [row for row in value if isinstance(row, Mapping)] if isinstance(value, list) else []
    room = len(given) < each.max_rows
    return tuple(
        _row(layout, each, place, row) for place, row in enumerate([*given, *([{}] if room else [])])
    )


def _row(layout: _Layout, each: WorksheetField, place: int | str, row: Mapping[str, Any]) -> Row:
    name = f"{each.code}.{place}"
    cells = tuple(
        _control(layout, column, f"{name}.{column.code}", row.get(column.code))
        for column in layout.definition.columns_of(each.code)
    )
    mine = row.get("who") == "me"
    speaker = (layout.me if mine else layout.them) if row.get("who") else ""
    return Row(
        place, name, cells, not any(cell not in (None, "", []) for cell in row.values()), speaker, mine
    )


def _lines(layout: _Layout, each: WorksheetField, value: Any) -> tuple[Control, ...]:
    given: Sequence[Any] = value if isinstance(value, list) else []
    blanks = [""] if len(given) < each.max_rows else []
    return tuple(_line(layout, each, place, str(line)) for place, line in enumerate([*given, *blanks]))


def _line(layout: _Layout, each: WorksheetField, place: int | str, line: str) -> Control:
    path = f"{each.code}.{place}"
    label = f"{each.label}, line {place + 1}" if isinstance(place, int) else f"{each.label}, one more line"
    return Control(
        kind="text", name=f"{layout.prefix}{path}", id=f"{layout.ids}-{each.code}-{place}", label=label, value=line,
        text=line, row=path,
    )  # fmt: skip


def _read_words(layout: _Layout, each: WorksheetField, value: Any) -> tuple[str, ...]:
    if each.kind == "list" and isinstance(value, list):
        return tuple(str(line) for line in value if str(line).strip())
    if each.kind in MANY:
        return tuple(option.text for option in _options(layout, each, value) if option.chosen)
    return ()


def _text(layout: _Layout, each: WorksheetField | Column, value: Any) -> str:
    if value is None or value == "" or isinstance(value, (list, dict)):
        return ""
    if each.kind in {"choice", "yes_no"}:
        return next((one.text for one in _options(layout, each, value) if one.chosen), "")
    if each.kind in {"person", "event"}:
        return layout.names.get(str(value), "somebody no longer listed")
    if each.kind == "date":
        return _day_words(str(value))
    return f"{value} of 10" if each.kind == "scale" else str(value)


def _day_words(value: str) -> str:
    """A day, a month or a year in words; what is no date is shown as it was typed."""
    found = read_day(value)
    return in_words(found) if found else value
