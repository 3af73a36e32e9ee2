"""One posted worksheet: read, checked and saved. Both portals use it."""

from __future__ import annotations

import uuid
from uuid import UUID

from django.http import QueryDict

from kinweave.core.entries import EntryProblems
from kinweave.people.models import User
from kinweave.worksheets.actions.entries import write_entry
from kinweave.worksheets.forms import Known, check, read_post, without_row
from kinweave.worksheets.models import WorksheetEntry
from kinweave.worksheets.queries.entries import definition


class SheetPost:
    """What was typed on a worksheet. `keep` saves it, or says why not in `problems`.

    When `keep` is False and `problems` is None, somebody else had written meanwhile: what was typed is
    kept among the versions of the sheet.
    """

    def __init__(self, post: QueryDict, entry: WorksheetEntry, known: Known, *, by: User) -> None:
        self.entry, self.by, self.known = entry, by, known
        self.definition = definition(entry)
        self.raw = read_post(self.definition, post, private=not by.is_client)
        if removed := post.get("remove_row"):
            self.raw = without_row(self.raw, removed)
        seen = post.get("version", "")
        self.seen = int(seen) if seen.isdigit() and len(seen) < 10 else 0
        self.page = _page(post.get("page", ""))
        self.problems: EntryProblems | None = None

    def keep(self) -> bool:
        """Write what was typed when it is well formed and the sheet has not changed underneath."""
        checked = check(self.definition, self.raw, self.known, self.entry.values)
        if isinstance(checked, EntryProblems):
            self.problems = checked
            return False
        written = write_entry(entry=self.entry, values=checked, seen=self.seen, page=self.page, by=self.by)
        self.entry = written.entry
        return written.taken


def _page(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return uuid.uuid4()
