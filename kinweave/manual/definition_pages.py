"""Every definition of the library as a page, and a list of pages for each kind."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from kinweave.core.crisis_lines import CrisisLines
from kinweave.core.definitions import Definition
from kinweave.core.fidelity import FidelityItems, RatingScale, Supervision
from kinweave.core.instruments import Instrument
from kinweave.core.kinds import KINDS
from kinweave.core.lessons import Lesson
from kinweave.core.library import PUBLISHED, kind_of
from kinweave.core.pathways import Pathway
from kinweave.core.problem_areas import ProblemArea
from kinweave.core.protocols import Protocol
from kinweave.core.rhythm import RhythmLog
from kinweave.core.tasks import TaskList
from kinweave.core.techniques import Technique
from kinweave.core.translations import Translation
from kinweave.core.worksheets import WorksheetDefinition
from kinweave.manual import markdown as md
from kinweave.manual import signing, standing
from kinweave.manual.catalogue import TITLES, Catalogue, folder_of, title_of
from kinweave.manual.pages import (
    crisis_lines,
    fidelity,
    generic,
    instrument,
    lesson,
    pathway,
    problem_area,
    protocol,
    rhythm_log,
    tasks,
    technique,
    translation,
    worksheet,
)

Made = Callable[[Catalogue, Any], Iterator[str]]
OWN: dict[type[Definition], Made] = {
    Instrument: instrument.lines,
    Protocol: protocol.lines,
    TaskList: tasks.lines,
    ProblemArea: problem_area.lines,
    RhythmLog: rhythm_log.lines,
    WorksheetDefinition: worksheet.lines,
    Technique: technique.lines,
    CrisisLines: crisis_lines.lines,
    FidelityItems: fidelity.items,
    RatingScale: fidelity.scale,
    Supervision: fidelity.supervision,
    Pathway: pathway.lines,
    Lesson: lesson.lines,
    Translation: translation.lines,
}
"""Kinds with a page of their own; any other is written out key by key."""


@dataclass(frozen=True)
class Page:
    """One text of the manual: its path without ending, and Markdown."""

    path: str
    text: str


def pages(catalogue: Catalogue) -> Iterator[Page]:
    """The page of every definition, and the lists."""
    for definition in catalogue.present.values():
        yield page(catalogue, definition)
    for kind in kinds_present(catalogue):
        yield Page(f"{folder_of(kind)}/index", "\n".join(_list(catalogue, kind)) + "\n")


def page(catalogue: Catalogue, definition: Definition) -> Page:
    """The page of one definition."""
    body = OWN.get(type(definition), generic.lines)
    lines = [
        *_head(catalogue, definition),
        *body(catalogue, definition),
        *standing.sources(getattr(definition, "sources", {})),
        *signing.lines(catalogue.library, definition),
    ]
    return Page(catalogue.page_of(definition), "\n".join(lines) + "\n")


def kinds_present(catalogue: Catalogue) -> list[str]:
    """Kinds the library holds anything of, in the manual's order."""
    there = {kind for kind, _ in catalogue.present}
    order = [*TITLES, *(kind for kind in KINDS if kind not in TITLES)]
    return [kind for kind in order if kind in there]


def _head(catalogue: Catalogue, definition: Definition) -> Iterator[str]:
    kind = kind_of(type(definition))
    key = (kind, definition.code, definition.version)
    file = catalogue.library.files[key]
    published = file.is_relative_to(PUBLISHED)
    name = f"kinweave/library/{file.relative_to(PUBLISHED)}" if published else file.name
    yield from ("---", "orphan: true", "---", "", f"# {md.plain(definition.title)}", "")
    up = md.link(title_of(kind), f"{folder_of(kind)}/index")
    yield f"{up} · {md.code(definition.code)}, version {md.code(definition.version)} · {md.code(name)}"
    if not published:
        yield from md.paragraph("**A definition of this service**, not of the published library.")
    if definition.replaces:
        yield from md.paragraph(f"It stands in for the published version {md.code(definition.replaces)}.")
    yield from md.paragraph(standing.in_words(definition))


def _list(catalogue: Catalogue, kind: str) -> Iterator[str]:
    yield from (f"# {md.plain(title_of(kind))}", "")
    if kind in TITLES:
        yield TITLES[kind][1]
    rows = []
    for definition in (d for (of, _), d in catalogue.present.items() if of == kind):
        count = standing.tally(definition)
        checked = f"{count.to_verify} of {count.all}" if count.all else ""
        rows.append(
            (
                md.link(definition.title, catalogue.page_of(definition)),
                md.code(definition.code),
                md.code(definition.version),
                checked,
                signing.state_in_short(catalogue.library, definition),
            )
        )
    yield from md.table(("Page", "Code", "Version", "Statements to be verified", "Sign-off"), rows)
