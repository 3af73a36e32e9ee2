"""Lists of short entries in a form: any number of rows of the same few columns; empty rows are ignored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict

MOST_ROWS = 40
LONGEST = {"text": 500, "tel": 40, "date": 10, "number": 6}


@dataclass(frozen=True)
class Column:
    """One column: `kind` is text, tel, date or number; a number lies from 0 to `most`."""

    name: str
    label: str
    kind: str = "text"
    said: bool = False  # the client's own words
    most: int = 10


class RowsWidget(forms.Widget):
    """The rows that are there and a few empty ones, so that it works without script."""

    template_name = "treatment/rows.html"

    def __init__(self, columns: Sequence[Column], spare: int = 1, most: int = MOST_ROWS) -> None:
        super().__init__()
        self.columns, self.spare, self.most = columns, spare, most

    def value_from_datadict(
        self, data: Mapping[str, Any], files: MultiValueDict[str, Any], name: str
    ) -> list[dict[str, str]]:
        if not hasattr(data, "getlist"):
            return list(data.get(name, []))
        columns = [data.getlist(f"{name}-{column.name}") for column in self.columns]
        length = max((len(column) for column in columns), default=0)
        return [
            {
                column.name: values[place] if place < len(values) else ""
                for column, values in zip(self.columns, columns, strict=True)
            }
            for place in range(length)
        ]

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return not any(f"{name}-{column.name}" in data for column in self.columns)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, None, attrs)
        rows = [row for row in value or [] if any(str(cell or "") for cell in row.values())]
        blank: list[dict[str, Any]] = [{} for _ in range(min(self.spare, self.most - len(rows)))]
        context["rows"] = [self._cells(name, row, str(n)) for n, row in enumerate([*rows, *blank], start=1)]
        context["another"] = self._cells(name, {}, "__n__")
        context["name"] = name
        return context

    def _cells(self, name: str, row: Mapping[str, Any], place: str) -> list[dict[str, Any]]:
        return [
            {
                "column": column,
                "name": f"{name}-{column.name}",
                "id": f"id_{name}_{place}_{column.name}",
                "value": "" if row.get(column.name) is None else row.get(column.name, ""),
                "longest": LONGEST[column.kind],
                "place": place,
            }
            for column in self.columns
        ]


class RowsField(forms.Field):
    """A list of rows, each a dict of column name to text (a number or None in columns of numbers)."""

    def __init__(
        self,
        *columns: Column,
        spare: int = 1,
        most: int = MOST_ROWS,
        asked_later: bool = False,
        **more: Any,
    ) -> None:
        super().__init__(
            widget=RowsWidget(columns, spare, most),
            template_name="treatment/rows_field.html",
            required=False,
            **more,
        )
        self.columns, self.most, self.asked_later = columns, most, asked_later

    def clean(self, value: Any) -> list[dict[str, Any]]:
        rows = [row for row in value or [] if any(str(cell or "").strip() for cell in row.values())]
        if len(rows) > self.most:
            raise forms.ValidationError(f"Keep to {self.most} lines here, please.")
        return [
            {
                column.name: self._cell(column, str(row.get(column.name) or ""), place)
                for column in self.columns
            }
            for place, row in enumerate(rows, start=1)
        ]

    def _cell(self, column: Column, text: str, place: int) -> str | int | None:
        text = text.replace("\x00", "").strip()
        where = f"Line {place}, {column.label.lower()}"
        if len(text) > LONGEST[column.kind]:
            raise forms.ValidationError(f"{where}: keep it under {LONGEST[column.kind]} letters, please.")
        if column.kind == "date" and text:
            return _day(text, where)
        if column.kind == "number":
            return _number(text, column.most, where)
        return " ".join(text.splitlines())

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(self.clean(data) != (initial or []))


def _day(text: str, where: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise forms.ValidationError(f"{where}: give a day that exists, such as 2027-06-19.") from error


def _number(text: str, most: int, where: str) -> int | None:
    if not text:
        return None
    if not text.isascii() or not text.isdigit() or int(text) > most:
        raise forms.ValidationError(f"{where}: give a whole number from 0 to {most}.")
    return int(text)


class LaterField(forms.CharField):
    """Words that are asked for before somebody signs or is shown something, not before they are saved."""

    def validate(self, value: Any) -> None:
        """Take it empty; the act that needs it says so."""


def words(
    label: str,
    *,
    rows: int = 3,
    hint: str = "",
    said: bool = False,
    required: bool = False,
    asked_later: bool = False,
) -> forms.CharField:
    """A place to write, up to 20,000 letters; `said` for the client's own words."""
    attrs = {"rows": str(rows)} | ({"class": "said"} if said else {})
    return (LaterField if asked_later else forms.CharField)(
        label=label,
        help_text=hint,
        required=required or asked_later,
        max_length=20_000,
        widget=forms.Textarea(attrs=attrs),
        error_messages={
            "required": f"Please write something under “{label}”.",
            "max_length": f"“{label}” is longer than 20,000 letters. Please shorten it.",
        },
    )


def day(label: str, *, hint: str = "", required: bool = False) -> forms.DateField:
    """A calendar day."""
    return forms.DateField(
        label=label,
        help_text=hint,
        required=required,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": f"Please choose a day under “{label}”.",
            "invalid": f"“{label}”: give a day that exists, such as 2027-06-19.",
        },
    )


def version() -> forms.IntegerField:
    """The version the writer read, so that nobody is written over unseen."""
    return forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2_000_000_000)
