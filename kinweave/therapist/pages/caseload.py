"""Everyone a clinician sees, with filters that work by address alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from kinweave.core import clock
from kinweave.core.protocols import PhaseKind
from kinweave.measures.queries.lines import values_for
from kinweave.people.models import Role, User
from kinweave.safety.queries.alert import marks_for
from kinweave.therapist.pages.caseload_rows import ENDED, CaseRow, ScoreNotes, case_rows, score_notes
from kinweave.treatment.queries.caseload import caseload
from kinweave.web import words

A_PAGE = 50
PHASES = {
    "": "All under way", PhaseKind.INITIAL.value: "Initial phase", PhaseKind.MIDDLE.value: "Middle phase",
    PhaseKind.ENDING.value: "Ending", PhaseKind.MAINTENANCE.value: "Maintenance", ENDED: "Ended",
}  # fmt: skip
WHOSE = {"": "Everyone", "mine": "Those I treat", "supervised": "Those I supervise"}


@dataclass(frozen=True)
class Filters:
    """What was asked for in the address; anything unknown counts as not asked."""

    name: str = ""
    phase: str = ""
    whose: str = ""
    attention: bool = False

    @classmethod
    def of(cls, query: Mapping[str, str]) -> Filters:
        """The filters an address names."""
        phase, whose = query.get("phase", ""), query.get("whose", "")
        return cls(
            name=" ".join(query.get("q", "").split())[:100], phase=phase if phase in PHASES else "",
            whose=whose if whose in WHOSE else "", attention=query.get("attention") == "1",
        )  # fmt: skip

    @property
    def any(self) -> bool:
        return self != Filters()

    @property
    def only_name(self) -> bool:
        return bool(self.name) and self == Filters(name=self.name)

    def keep(self, row: CaseRow) -> bool:
        """Whether a row is among those asked for. A name finds those whose course has ended, too."""
        if self.name and self.name.casefold() not in f"{row.name} {row.code}".casefold():
            return False
        if self.phase != row.phase and (self.phase or (row.phase == ENDED and not self.name)):
            return False
        if self.whose and row.mine != (self.whose == "mine"):
            return False
        return bool(row.attention) or not self.attention

    def address(self, page: int) -> str:
        """The address of another page of the same."""
        asked = {
            "q": self.name,
            "phase": self.phase,
            "whose": self.whose,
            "attention": "1" if self.attention else "",
        }
        named = {key: value for key, value in asked.items() if value}
        return f"?{urlencode({**named, 'page': page})}"


@dataclass(frozen=True)
class CaseloadPage:
    """The caseload, a page at a time."""

    template: ClassVar[str] = "therapist/caseload.html"
    filters: Filters
    phases: tuple[tuple[str, str], ...]
    whose: tuple[tuple[str, str], ...]  # empty for somebody who only treats
    rows: tuple[CaseRow, ...]
    may_take_on: bool
    found: int
    words: str
    notes: ScoreNotes
    pages: tuple[tuple[int, str], ...]  # number and address; empty when there is one page
    page: int


def found_rows(user: User, filters: Filters) -> tuple[list[CaseRow], bool]:
    """The rows asked for, and whether there is anybody the reader only supervises. The same few queries."""
    cases = caseload(user)
    values = values_for(user)
    today = clock.today(ZoneInfo(user.service.time_zone))
    rows = case_rows(cases, values, marks_for(user), today)
    return [row for row in rows if filters.keep(row)], any(not row.mine for row in rows)


def caseload_page(
    user: User, filters: Filters, rows: list[CaseRow], supervises: bool, page: str
) -> CaseloadPage:
    """One page of what was found; a page that does not exist is the nearest that does."""
    last = max(1, -(-len(rows) // A_PAGE))
    number = min(max(1, int(page) if page.isascii() and page.isdigit() else 1), last)
    pages = tuple((each, filters.address(each)) for each in range(1, last + 1)) if last > 1 else ()
    return CaseloadPage(
        filters=filters, phases=tuple(PHASES.items()), whose=tuple(WHOSE.items()) if supervises else (),
        rows=tuple(rows[(number - 1) * A_PAGE : number * A_PAGE]), may_take_on=user.has_role(Role.THERAPIST, Role.TRAINEE), found=len(rows),
        words=words.count_of(len(rows), "person", "people").capitalize(), notes=score_notes(), pages=pages, page=number,
    )  # fmt: skip
