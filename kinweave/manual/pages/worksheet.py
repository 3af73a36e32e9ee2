"""The page of a worksheet: what it is for, every field as it is asked, and a filled-in example."""

from collections.abc import Iterator
from typing import Any

from kinweave.core.worksheets import Column, Example, WorksheetDefinition, WorksheetField
from kinweave.manual import markdown as md
from kinweave.manual import standing
from kinweave.manual.catalogue import Catalogue
from kinweave.manual.words import said


def lines(catalogue: Catalogue, it: WorksheetDefinition) -> Iterator[str]:
    """Everything the definition says."""
    yield from md.fields(_facts(catalogue, it))
    yield from md.paragraph(f"**Caution.** {md.plain(it.caution)}" if it.caution else "")
    yield from md.heading("Fields")
    yield from md.paragraph(f"*{md.plain(it.intro)}*")
    yield from _sections(it)
    for each in it.examples:
        if not each.problems:
            yield from _example(it, each)


def _facts(catalogue: Catalogue, it: WorksheetDefinition) -> Iterator[tuple[str, str]]:
    yield "A client reads", md.plain(it.client_title)
    yield "For", f"{md.plain(it.purpose.text)} {standing.of(it.purpose)}"
    yield "Filled in by", md.plain(said(it.filled_by))
    yield "Problem areas", catalogue.links("problem-area", it.areas) or "any"
    named = catalogue.link("technique", it.technique) if it.technique else ""
    yield "Technique", named or catalogue.users(it, "technique")
    yield "On a phone", md.plain(it.on_phone)


def _sections(it: WorksheetDefinition) -> Iterator[str]:
    if not it.sections:
        yield from _fields(it, tuple(each.code for each in it.fields))
    for section in it.sections:
        if section.title:
            yield from md.heading(section.title, 3)
        yield from _fields(it, section.fields)


def _fields(it: WorksheetDefinition, codes: tuple[str, ...]) -> Iterator[str]:
    yield from md.table(
        ("Question", "Kind", "Filled in from", "Remarks"),
        (
            (
                md.plain(each.label),
                _kind(it, each),
                md.plain((each.prefill or "").replace(".", ", ").replace("_", " ")),
                md.plain(". ".join(_remarks(each))),
            )
            for each in map(it.field, codes)
        ),
    )


def _kind(it: WorksheetDefinition, each: WorksheetField) -> str:
    inner = [choice.text for choice in each.choices] + [_column(c) for c in it.columns_of(each.code)]
    ends = f": 0 {each.low} to 10 {each.high}" if each.kind == "scale" and each.low else ""
    listed = f": {'; '.join(inner)}" if inner else ends
    return md.plain(said(each.kind) + listed)


def _column(column: Column) -> str:
    return column.label + (f" ({', '.join(c.text for c in column.choices)})" if column.choices else "")


def _remarks(each: WorksheetField) -> Iterator[str]:
    if each.required:
        yield "Needed"
    if each.private:
        yield "Stays in the therapist’s record"
    if each.approximate:
        yield "A year is enough"
    if each.help:
        yield each.help.removesuffix(".")


def _example(it: WorksheetDefinition, example: Example) -> Iterator[str]:
    yield from md.heading(f"Example: {example.name}")
    yield from md.fields(
        (md.plain(it.field(code).label).replace(":", ""), _shown(it, code, value))
        for code, value in example.values.items()
    )


def _shown(it: WorksheetDefinition, code: str, value: Any) -> str:
    texts = {choice.value: choice.text for choice in it.field(code).choices}
    if isinstance(value, list):
        return md.plain("; ".join(_row(texts, each) for each in value))
    return md.plain(texts.get(str(value), value))


def _row(texts: dict[str, str], each: Any) -> str:
    if isinstance(each, dict):
        return ", ".join(f"{key.replace('_', ' ')}: {inner}" for key, inner in each.items())
    return texts.get(str(each), str(each))
