"""One worksheet in the therapist's portal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import UUID

from django.utils.timezone import localtime

from kinweave.core import clock
from kinweave.core.entries import EntryProblems
from kinweave.people.models import User
from kinweave.therapist.pages.course_head import CourseHead, course_head
from kinweave.therapist.pages.room import new_page
from kinweave.web import words
from kinweave.worksheets.queries import entries
from kinweave.worksheets.queries.known import known
from kinweave.worksheets.sheets import Sheet, lay_out

if TYPE_CHECKING:
    from kinweave.worksheets.models import EntryVersion, WorksheetEntry


@dataclass(frozen=True)
class KeptVersion:
    """An earlier text of the sheet, and why it was kept."""

    why: str
    by: str
    when: str
    refused: bool
    sheet: Sheet


@dataclass(frozen=True)
class WorksheetPage:
    """A worksheet to write on, or to read when it is finished or the reader may not write."""

    template: ClassVar[str] = "therapist/worksheet.html"
    head: CourseHead
    entry: WorksheetEntry
    sheet: Sheet
    editable: bool
    version: int
    page: UUID
    saved_words: str
    changed_words: str
    kept: tuple[KeptVersion, ...]


def worksheet_page(
    user: User,
    entry: WorksheetEntry,
    *,
    typed: Mapping[str, Any] | None = None,
    problems: EntryProblems | None = None,
    page: UUID | None = None,
) -> WorksheetPage:
    """One worksheet the reader was already allowed to see. Versions are read with it."""
    head = course_head(user, entry.course, tab=entry.area or "worksheet")
    listed = known(user, entry.client)
    definition = entries.definition(entry)
    me = entry.client.name.split(" ")[0]

    def laid(values: Mapping[str, Any], ids: str, wrong: EntryProblems | None = None) -> Sheet:
        return lay_out(definition, values, known=listed, for_client=False, me=me, ids=ids, problems=wrong)

    at = localtime(entry.changed_at)
    return WorksheetPage(
        head=head, entry=entry, sheet=laid(entry.values if typed is None else typed, "w", problems),
        editable=head.may_write and not entry.is_done, version=entry.version, page=page or new_page(),
        saved_words=words.saved_in_words(at, localtime(clock.now())) if entry.last_page else "",
        changed_words=words.moment_in_words(at, localtime(clock.now())),
        kept=tuple(_kept(row, laid(row.values, f"v{number}")) for number, row in enumerate(entries.versions(entry))),
    )  # fmt: skip


def _kept(row: EntryVersion, sheet: Sheet) -> KeptVersion:
    by = row.created_by.full_name if row.created_by is not None else ""
    when = words.moment_in_words(localtime(row.created_at), localtime(clock.now()))
    return KeptVersion(row.get_kept_display(), by, when, row.kept == "refused", sheet)
