"""A client's worksheets, in plain words."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import UUID

from django.utils.timezone import localtime

from kinweave.core import clock
from kinweave.core.entries import EntryProblems
from kinweave.core.problem_areas import ProblemArea
from kinweave.people.models import User
from kinweave.people.queries import therapist_of
from kinweave.shelf.queries import library
from kinweave.web import here, words
from kinweave.worksheets.queries import entries
from kinweave.worksheets.queries.known import known
from kinweave.worksheets.sheets import Sheet, lay_out

if TYPE_CHECKING:
    from kinweave.people.models import Client
    from kinweave.treatment.models import Course
    from kinweave.worksheets.models import WorksheetEntry


@dataclass(frozen=True)
class SheetRow:
    """One worksheet as a line."""

    id: UUID
    title: str
    when: str
    done: bool
    mine: bool  # the client wrote on it last


@dataclass(frozen=True)
class WorksheetsPage:
    """What a client can write on, and what is finished."""

    template: ClassVar[str] = "client/worksheets.html"
    area_words: tuple[str, ...]
    open: tuple[SheetRow, ...]
    done: tuple[SheetRow, ...]
    offered: tuple[tuple[str, str, str], ...]  # code, title, what it is for


@dataclass(frozen=True)
class WorksheetPage:
    """One worksheet to write on, or to read when it is finished."""

    template: ClassVar[str] = "client/worksheet.html"
    entry_id: UUID
    sheet: Sheet
    editable: bool
    version: int
    page: UUID
    saved_words: str
    reads_it: str  # who else sees what is written here
    kept: tuple[Sheet, ...]


def worksheets_page(client: Client, course: Course | None) -> WorksheetsPage:
    """The client's worksheets: those of the agreed areas can be begun by the client too."""
    rows = [_row(each) for each in entries.for_client(client)]
    codes = list(course.areas) if course is not None else []
    offered = entries.for_areas(codes) if course is not None and course.is_open and codes else []
    open_codes = {each.definition_code for each in entries.for_client(client) if not each.is_done}
    return WorksheetsPage(
        area_words=tuple(library().get(ProblemArea, code).client_label for code in codes),
        open=tuple(row for row in rows if not row.done), done=tuple(row for row in rows if row.done),
        offered=tuple(
            (each.code, each.client_title, each.intro)
            for each in offered
            if each.filled_by != "therapist" and each.code not in open_codes
        ),
    )  # fmt: skip


def _row(each: WorksheetEntry) -> SheetRow:
    day = words.day_in_words(localtime(each.changed_at).date(), here.today())
    mine = each.changed_by is not None and each.changed_by.is_client
    return SheetRow(each.id, entries.definition(each).client_title, day, each.is_done, mine)


def worksheet_page(
    user: User,
    client: Client,
    entry: WorksheetEntry,
    *,
    typed: Mapping[str, Any] | None = None,
    problems: EntryProblems | None = None,
    page: UUID | None = None,
) -> WorksheetPage:
    """One of the client's own worksheets. Private fields of the therapist are never part of it."""
    listed = known(user, client)
    definition = entries.definition(entry)
    therapist = therapist_of(client)
    values = entry.values if typed is None else typed
    own = [row for row in entries.versions(entry) if row.created_by_id == user.id and row.kept == "refused"]
    return WorksheetPage(
        entry_id=entry.id, sheet=lay_out(definition, values, known=listed, for_client=True, me="I", problems=problems),
        editable=not entry.is_done, version=entry.version, page=page or uuid.uuid4(),
        saved_words=words.saved_in_words(localtime(entry.changed_at), localtime(clock.now())) if entry.last_page else "",
        reads_it=therapist.full_name if therapist is not None else "Your therapist",
        kept=tuple(
            lay_out(definition, row.values, known=listed, for_client=True, me="I", ids=f"v{number}")
            for number, row in enumerate(own)
        ),
    )  # fmt: skip
