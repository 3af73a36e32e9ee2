"""Reading worksheets. A client's own pages never get private fields: see `for_client`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from kinweave.core.problem_areas import ProblemArea
from kinweave.core.worksheets import WorksheetDefinition
from kinweave.people.models import Client, User
from kinweave.shelf.queries import library, thawed
from kinweave.treatment.models import Course
from kinweave.web.prepared import Prepared
from kinweave.worksheets.models import EntryVersion, Standing, WorksheetEntry

_JOINED = ("client", "course", "session", "changed_by")


def definition(entry: WorksheetEntry) -> WorksheetDefinition:
    """The worksheet as it was when the entry was begun."""
    return cast(WorksheetDefinition, thawed(entry.definition_id))


def entry(user: User, entry_id: UUID) -> WorksheetEntry:
    """One worksheet that a member of staff may see, or 404."""
    return get_object_or_404(WorksheetEntry.objects.visible_to(user).select_related(*_JOINED), pk=entry_id)


def writable(user: User, entry_id: UUID) -> WorksheetEntry:
    """One worksheet of a client whose record a member of staff may write, or 404."""
    return get_object_or_404(WorksheetEntry.objects.writable_by(user).select_related(*_JOINED), pk=entry_id)


def own(client: Client, entry_id: UUID) -> WorksheetEntry:
    """One of the client's worksheets that is open on their side, or 404."""
    return get_object_or_404(_of_client(client), pk=entry_id)


def for_client(client: Client) -> list[WorksheetEntry]:
    """The worksheets a client sees on their phone, latest change first. One query."""
    return list(_of_client(client).order_by("-changed_at"))


def of_course(course: Course) -> list[WorksheetEntry]:
    """All worksheets of a course the reader was already allowed to see, latest change first."""
    rows = WorksheetEntry.objects.filter(course=course).select_related("changed_by", "session")
    return list(rows.order_by("-changed_at"))


def lines_of_areas(course: Course) -> list[WorksheetEntry]:
    """The worksheets that were given for a problem area, earliest first, with nothing joined. One query."""
    return _sheets(course.id)


def _rows_of_areas(course_id: UUID) -> QuerySet[WorksheetEntry]:
    return WorksheetEntry.objects.filter(course=course_id).exclude(area="").order_by("created_at")


_sheets = Prepared(_rows_of_areas, UUID)


def versions(entry: WorksheetEntry) -> list[EntryVersion]:
    """What the worksheet said before, newest first."""
    rows = EntryVersion.objects.filter(entry=entry).select_related("created_by")
    return list(rows.order_by("-created_at"))


def for_areas(areas: Iterable[str]) -> list[WorksheetDefinition]:
    """Worksheets for these problem areas, then those that serve any; in order of the library."""
    chosen = set(areas)
    sheets = library().all(WorksheetDefinition)
    own_sheets = [each for each in sheets if chosen & set(each.areas)]
    return own_sheets + [each for each in sheets if not each.areas]


def at_hand(areas: Iterable[str]) -> list[WorksheetDefinition]:
    """The worksheets these problem areas name, in their order; without an area those that serve any."""
    named = [code for area in areas for code in library().get(ProblemArea, area).worksheets]
    held = {each.code: each for each in library().all(WorksheetDefinition)}
    return [held[code] for code in dict.fromkeys(named) if code in held] or for_areas(())


def _of_client(client: Client) -> QuerySet[WorksheetEntry]:
    rows = WorksheetEntry.objects.filter(client=client, standing__in=(Standing.SHARED, Standing.DONE))
    return rows.select_related(*_JOINED)
