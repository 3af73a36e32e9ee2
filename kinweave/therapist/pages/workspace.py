"""The workspace of one problem area: its own artefact first, then its strategies as a map."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from django.utils.timezone import localtime

from kinweave.core.lessons import Lesson
from kinweave.core.problem_areas import ProblemArea
from kinweave.core.worksheets import WorksheetDefinition
from kinweave.people.models import User
from kinweave.shelf.queries import library
from kinweave.therapist.pages.course_head import CourseHead, course_head
from kinweave.therapist.pages.room_matter import AreaMap, SheetLink, area_maps, sheet_link
from kinweave.therapist.pages.techniques import TechniqueCard, techniques_of
from kinweave.treatment.queries import area_marks, notes, sessions
from kinweave.web import here, words
from kinweave.web.lessons import LessonLine, lesson_lines
from kinweave.worksheets.forms import Known
from kinweave.worksheets.queries import entries
from kinweave.worksheets.queries.known import known
from kinweave.worksheets.sheets import SheetField, lay_out

if TYPE_CHECKING:
    from kinweave.treatment.models import AreaMark, Course
    from kinweave.worksheets.models import WorksheetEntry

ARTEFACTS = {
    "grief": ("lost-relationship",),
    "role-dispute": ("dispute-map", "expectations-grid"),
    "role-transition": ("balance-sheet",),
    "interpersonal-deficits": ("pattern-map",),
}
"""The worksheets that are an area's own artefact; for any other area, its first worksheet."""


@dataclass(frozen=True)
class StageRow:
    """One stage of the area: its sign, what the therapist does then, and whether it is the present one."""

    code: str
    title: str
    sign: str
    therapist: str
    state: str  # "here", "was" or ""


@dataclass(frozen=True)
class ProgressRow:
    """One marker of progress: whether it holds, and since when."""

    text: str
    holds: bool
    since: str


@dataclass(frozen=True)
class ArtefactView:
    """The area's artefact as it stands: its fields by code, or nothing yet."""

    code: str
    title: str
    entry: WorksheetEntry | None
    fields: dict[str, SheetField]
    changed: str


@dataclass(frozen=True)
class AreaPage:
    """The workspace of one area."""

    template: ClassVar[str] = "therapist/workspace.html"
    head: CourseHead
    area: ProblemArea
    agreed: bool
    artefacts: tuple[ArtefactView, ...]
    artefact_template: str
    map: AreaMap
    unchecked: bool  # something said about this area has no source yet
    stages: tuple[StageRow, ...]
    stage_words: str
    stage_said: str
    progress: tuple[ProgressRow, ...]
    sheets: tuple[SheetLink, ...]
    offered: tuple[WorksheetDefinition, ...]
    techniques: tuple[TechniqueCard, ...]
    lessons: tuple[LessonLine, ...]


def area_page(user: User, course: Course, area: ProblemArea) -> AreaPage:
    """The workspace of an area of a course the reader was already allowed to see."""
    rows = entries.of_course(course)
    listed = known(user, course.client)
    where = area_marks.standing(course, area.code)
    wanted = ARTEFACTS.get(area.code, area.worksheets[:1])
    return AreaPage(
        head=course_head(user, course, tab=area.code, sessions=sessions.of_course(course)), area=area,
        agreed=area.code in course.areas, artefacts=tuple(_artefact(code, rows, listed, course) for code in wanted),
        artefact_template=f"therapist/workspace_{area.code.replace('-', '_') if area.code in ARTEFACTS else 'other'}.html",
        map=area_maps([area.code], notes.touched_strategies(course))[0],
        unchecked=any(each.needs_checking for each in (*area.strategies, *area.pitfalls)), stages=_stages(area, where),
        stage_words=_said(where.stage), stage_said=where.stage.words if where.stage else "",
        progress=tuple(_progress(each.text, where.progress.get(each.text)) for each in area.progress),
        sheets=tuple(sheet_link(row) for row in rows if _belongs(area, row)),
        offered=tuple(_definitions(area)), techniques=techniques_of(area),
        lessons=lesson_lines(each for each in library().all(Lesson) if area.code in each.areas),
    )  # fmt: skip


def _definitions(area: ProblemArea) -> list[WorksheetDefinition]:
    held = {each.code: each for each in library().all(WorksheetDefinition)}
    return [held[code] for code in area.worksheets if code in held]


def _belongs(area: ProblemArea, row: WorksheetEntry) -> bool:
    return row.area == area.code or (not row.area and row.definition_code in area.worksheets)


def _artefact(code: str, rows: list[WorksheetEntry], listed: Known, course: Course) -> ArtefactView:
    entry = next((row for row in rows if row.definition_code == code), None)
    definition = entries.definition(entry) if entry else library().get(WorksheetDefinition, code)
    values: dict[str, Any] = entry.values if entry else {}
    sheet = lay_out(definition, values, known=listed, for_client=False, me=course.client.name.split(" ")[0])
    fields = {each.code: each for section in sheet.sections for each in section.fields}
    return ArtefactView(code, definition.title, entry, fields, sheet_link(entry).by_words if entry else "")


def _stages(area: ProblemArea, where: area_marks.AreaStanding) -> tuple[StageRow, ...]:
    now = where.stage.code if where.stage else ""
    before = {mark.code for mark in where.earlier}
    return tuple(
        StageRow(
            each.code, each.title, each.sign, each.therapist,
            "here" if each.code == now else "was" if each.code in before else "",
        )
        for each in area.stages
    )  # fmt: skip


def _said(mark: AreaMark | None) -> str:
    if mark is None:
        return "Nobody has said yet where this stands."
    by = mark.created_by.full_name if mark.created_by is not None else ""
    return f"Said by {by}, {words.day_in_words(localtime(mark.created_at).date(), here.today())}"


def _progress(text: str, mark: AreaMark | None) -> ProgressRow:
    holds = mark is not None and mark.holds
    since = words.day_in_words(localtime(mark.created_at).date(), here.today()) if mark is not None else ""
    return ProgressRow(text, holds, since)
