"""Giving, writing, sharing and finishing worksheets. What one side writes never loses what the other wrote."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction

from kinweave.audit import actions as audit
from kinweave.audit.acts import Act
from kinweave.core import clock
from kinweave.core.entries import EntryProblems, check_entry
from kinweave.core.worksheets import WorksheetDefinition, shared_values
from kinweave.people.actions import Refused
from kinweave.people.models import User
from kinweave.shelf import actions as shelf
from kinweave.treatment.models import Course, Session, StepMode
from kinweave.worksheets.actions.steps import invite_to, written_on
from kinweave.worksheets.models import EntryVersion, Kept, Standing, Step, WorksheetEntry
from kinweave.worksheets.queries.entries import definition as definition_of


@dataclass(frozen=True)
class EntryWritten:
    """The worksheet as it now stands. `draft` is what was typed when it could not be taken: kept beside it."""

    entry: WorksheetEntry
    draft: EntryVersion | None = None

    @property
    def taken(self) -> bool:
        return self.draft is None


@transaction.atomic
def give_worksheet(
    *,
    course: Course,
    definition: WorksheetDefinition,
    by: User,
    session: Session | None = None,
    area: str = "",
    values: Mapping[str, Any] | None = None,
    share: bool = False,
) -> WorksheetEntry:
    """Open a worksheet, with what is already known filled in. `share` puts it on the client's phone at once."""
    if not course.is_open:
        raise Refused("This course has ended; its worksheets can be read but not begun.")
    now = clock.now()
    entry = WorksheetEntry.objects.create(
        service_id=course.service_id, client_id=course.client_id, course=course, session=session,
        definition_id=shelf.freeze(definition), definition_code=definition.code, area=area,
        values=_known(definition, values or {}), standing=Standing.SHARED if share else Standing.DRAFT,
        shared_at=now if share else None, changed_at=now, changed_by=by, by_client=by.is_client,
        created_at=now, created_by=by,
    )  # fmt: skip
    audit.record(Act.WORKSHEET_GIVEN, by=by, on=entry, reason=definition.code)
    return entry


@transaction.atomic
def write_entry(
    *,
    entry: WorksheetEntry,
    values: Mapping[str, Any],
    seen: int,
    page: UUID,
    by: User,
    session: Session | None = None,
) -> EntryWritten:
    """Save clean values. `seen` is the version the writer had before them, `page` the page they wrote on.

    A client's page does not carry private fields: those stay as they are. When somebody else has written
    since, the typed values are kept as a version beside the sheet and the sheet stays.
    """
    entry = WorksheetEntry.objects.select_for_update().get(pk=entry.pk)
    if by.is_client and entry.standing == Standing.DRAFT:
        raise Refused("This worksheet is not open on your side.")
    merged = _with_private(entry, values) if by.is_client else dict(values)
    if merged == entry.values:
        return EntryWritten(entry)
    if entry.is_done or (seen != entry.version and page != entry.last_page):
        return EntryWritten(entry, _kept_once(entry, merged, seen, by))
    if entry.changed_by_id != by.id:
        _keep(entry, Kept.OTHER_HAND, entry.values, entry.version, by)
    first_of_page = entry.last_page != page
    entry.values, entry.version, entry.last_page = merged, entry.version + 1, page
    entry.changed_at, entry.changed_by = clock.now(), by
    entry.by_client = entry.by_client or by.is_client
    entry.session = session or entry.session
    entry.save()
    if first_of_page:
        audit.record(Act.WORKSHEET_SAVED, by=by, on=entry)
    return EntryWritten(entry)


@transaction.atomic
def share_entry(*, entry: WorksheetEntry, by: User) -> WorksheetEntry:
    """Put a worksheet on the client's side too."""
    entry = WorksheetEntry.objects.select_for_update().get(pk=entry.pk)
    if entry.standing == Standing.DRAFT:
        entry.standing, entry.shared_at = Standing.SHARED, clock.now()
        entry.save(update_fields=["standing", "shared_at"])
        audit.record(Act.WORKSHEET_SHARED, by=by, on=entry)
    return entry


@transaction.atomic
def finish_entry(*, entry: WorksheetEntry, by: User) -> EntryProblems | None:
    """Finish a worksheet, or say what is still missing. What it said then is kept."""
    entry = WorksheetEntry.objects.select_for_update().get(pk=entry.pk)
    if entry.is_done:
        return None
    checked = check_entry(definition_of(entry), _visible(entry, by))
    if isinstance(checked, EntryProblems):
        return checked
    entry.standing, entry.done_at = Standing.DONE, clock.now()
    entry.save(update_fields=["standing", "done_at"])
    _keep(entry, Kept.FINISHED, entry.values, entry.version, by)
    audit.record(Act.WORKSHEET_FINISHED, by=by, on=entry)
    written_on(entry=entry, by=by)
    return None


@transaction.atomic
def invite_to_worksheet(
    *, entry: WorksheetEntry, by: User, session: Session | None = None, mode: str = StepMode.INVITED
) -> Step:
    """Put a worksheet on the client's phone as a step between sessions."""
    shared = share_entry(entry=entry, by=by)
    return invite_to(
        entry=shared, title=definition_of(shared).client_title, session=session, mode=mode, by=by
    )


@transaction.atomic
def reopen_entry(*, entry: WorksheetEntry, by: User) -> WorksheetEntry:
    """Take up a finished worksheet again; the finished text stays among its versions."""
    entry = WorksheetEntry.objects.select_for_update().get(pk=entry.pk)
    if entry.is_done:
        entry.standing = Standing.SHARED if entry.shared_at else Standing.DRAFT
        entry.done_at = None
        entry.save(update_fields=["standing", "done_at"])
        audit.record(Act.WORKSHEET_SAVED, by=by, on=entry, reason="taken up again")
    return entry


def _known(definition: WorksheetDefinition, values: Mapping[str, Any]) -> dict[str, Any]:
    checked = check_entry(definition, values, draft=True)
    return {} if isinstance(checked, EntryProblems) else checked


def _with_private(entry: WorksheetEntry, values: Mapping[str, Any]) -> dict[str, Any]:
    definition = definition_of(entry)
    shown = shared_values(definition, dict(values))
    private = {each.code for each in definition.fields if each.private}
    kept = {code: value for code, value in entry.values.items() if code in private}
    return {each.code: (kept | shown)[each.code] for each in definition.fields if each.code in (kept | shown)}


def _visible(entry: WorksheetEntry, by: User) -> dict[str, Any]:
    # a client cannot be asked for an answer that only the therapist can see
    if not by.is_client:
        return dict(entry.values)
    private = {each.code for each in definition_of(entry).fields if each.private and each.required}
    return {**entry.values, **{code: entry.values.get(code, "-") for code in private}}


def _kept_once(entry: WorksheetEntry, values: dict[str, Any], seen: int, by: User) -> EntryVersion:
    refused = EntryVersion.objects.filter(entry=entry, kept=Kept.REFUSED, created_by=by)
    last = refused.order_by("-created_at").first()
    if last is not None and last.values == values:
        return last
    audit.record(Act.WORKSHEET_SAVED, by=by, on=entry, reason="kept beside a sheet that had changed")
    return _keep(entry, Kept.REFUSED, values, seen, by)


def _keep(entry: WorksheetEntry, why: Kept, values: dict[str, Any], version: int, by: User) -> EntryVersion:
    return EntryVersion.objects.create(
        service_id=entry.service_id, client_id=entry.client_id, entry=entry, version=version, kept=why,
        values=values, created_at=clock.now(), created_by=by,
    )  # fmt: skip
