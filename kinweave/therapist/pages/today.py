"""The exact context of the therapist's first page: what needs an answer, who comes, what to sign."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar
from uuid import UUID

from django.urls import reverse
from django.utils.timezone import localtime

from kinweave.core import clock
from kinweave.core.course import Attendance, mid_review_due
from kinweave.jobs.queries import worker_is_late
from kinweave.measures.queries.lines import values_for
from kinweave.people.models import Role, User
from kinweave.safety.queries import AlertRow, open_alerts_for
from kinweave.therapist.pages.caseload_rows import (
    CaseRow,
    ScoreNotes,
    area_words,
    case_rows,
    score_notes,
)
from kinweave.treatment.queries.caseload import Case, Since, caseload, since_last
from kinweave.treatment.queries.intake import still_to_ask
from kinweave.treatment.queries.notes import unsigned_notes, waiting_for_countersignature
from kinweave.treatment.queries.sessions import sessions_today
from kinweave.web import words

if TYPE_CHECKING:
    from kinweave.treatment.models import Session, SessionNote

SHOWN = 12


@dataclass(frozen=True)
class TodaySession:
    """One session of today."""

    at: datetime
    name: str
    course_url: str
    about: str  # "7 of 16, role transition, by video"
    line: str  # in the client's words
    since: str
    room: str
    over: bool  # its note is signed, or it does not take place
    still_to_ask: str  # of how to reach the client, in words
    reach: str  # where that is written down


@dataclass(frozen=True)
class NoteToSign:
    """A session whose note waits."""

    at: datetime
    name: str
    standing: str
    button: str
    url: str


@dataclass(frozen=True)
class TodayPage:
    """What needs an answer, who comes today, and what waits for a signature."""

    template: ClassVar[str] = "therapist/today.html"
    now: datetime
    heading: str
    alerts: list[AlertRow]
    to_take: UUID | None  # the first of them nobody has taken
    sessions: tuple[TodaySession, ...]
    notes: tuple[NoteToSign, ...]
    rows: tuple[CaseRow, ...]
    all: int
    shared: tuple[CaseRow, ...]  # cases the reader supervises
    notes_on_scores: ScoreNotes
    may_take_on: bool
    worker_late: bool
    filled: str  # where the page's one filled button stands


def today_page(user: User) -> TodayPage:
    """The page. A constant number of queries, however many clients."""
    here = localtime(clock.now())
    alerts = open_alerts_for(user)
    cases = [case for case in caseload(user) if case.state.active]
    by_client = {case.client.id: case for case in cases}
    values = values_for(user)
    marks = {row.client_id: row.due_mark for row in reversed(alerts)}
    rows = case_rows(cases, values, marks, here.date())
    coming = list(sessions_today(user))
    since = since_last([by_client[each.client_id] for each in coming if each.client_id in by_client])
    missing = still_to_ask(each.client for each in coming)
    sessions = tuple(
        _session(each, by_client.get(each.client_id), values, since, missing[each.client_id])
        for each in coming
    )  # fmt: skip
    notes = (*_notes(user, alerts), *_countersigning(user))
    mine = sorted((row for row in rows if row.mine), key=_by_next)
    return TodayPage(
        now=here, heading=heading(sum(not each.over for each in sessions), len(alerts), len(notes)), alerts=alerts,
        to_take=next((each.id for each in alerts if not each.taken), None),
        sessions=sessions, notes=notes, rows=tuple(mine[:SHOWN]), all=len(mine),
        shared=tuple(row for row in rows if not row.mine)[:SHOWN], notes_on_scores=score_notes(),
        may_take_on=user.has_role(Role.THERAPIST, Role.TRAINEE), worker_late=worker_is_late(),
        filled="sessions" if all(each.taken for each in alerts) else "alerts",
    )  # fmt: skip


def heading(sessions: int, answers: int, notes: int) -> str:
    """The day in words: "Four sessions, two answers due, two notes to sign"."""
    parts = [words.count_of(sessions, "session")] if sessions or not (answers or notes) else []
    parts += [f"{words.count_of(answers, 'answer')} due"] if answers else []
    parts += [f"{words.count_of(notes, 'note')} to sign"] if notes else []
    said = ", ".join(parts)
    return f"{said[0].upper()}{said[1:]}{' today' if parts == ['no sessions'] else ''}"


def _by_next(row: CaseRow) -> tuple[bool, float, str]:
    return row.next_at is None, row.next_at.timestamp() if row.next_at else 0.0, row.name.casefold()


def _session(
    row: Session,
    case: Case | None,
    values: Mapping[UUID, Sequence[float]],
    since: Mapping[UUID, Since],
    missing: Sequence[str],
) -> TodaySession:
    course = row.course
    held = case.state.attended if case else 0
    number = row.number or min(held + 1, course.planned_sessions)
    area = area_words(course.areas).lower() if course.areas else "area not yet agreed"
    missed = row.attendance not in {Attendance.PLANNED, Attendance.ATTENDED}
    what = row.get_attendance_display() if missed else row.get_mode_display()
    return TodaySession(
        at=localtime(row.starts_at), name=row.client.name, course_url=reverse("therapist:course", args=[row.client_id]),
        about=f"{number if course.open_end else f'{number} of {course.planned_sessions}'}, {area}, {what}", line=course.focus_line,
        since=_since(case, values.get(course.id, ()), since.get(row.client_id)) if case else "",
        room=reverse("therapist:session-room", args=[row.client_id, row.id]),
        over=missed or row.signed_at is not None, still_to_ask=words.list_in_words(missing) if missing else "",
        reach=reverse("therapist:care_contact", args=[row.client_id]),
    )  # fmt: skip


def _since(case: Case, values: Sequence[float], since: Since | None) -> str:
    """One line of what came since the last session: what was put down, the score, and what is due."""
    said = []
    if since and case.last_at and (since.events or since.moments):
        put = [_first_lower(title) for title in since.events[:3]]
        put += [f"{words.count_of(since.moments, 'moment')} written down"] if since.moments else []
        said.append(f"Since {words.month_day(localtime(case.last_at).date())}: {words.list_in_words(put)}.")
    if values:
        said.append(_score(values))
    if mid_review_due(case.state):
        said.append("The review half way is due.")
    left = case.state.left - 1
    if case.course.agreed_on and 0 <= left <= 2:
        until = "to the review" if case.state.open_end else "left"
        said.append(f"{words.count_of(left, 'session').capitalize()} {until} after today.")
    return " ".join(said)


def _first_lower(title: str) -> str:
    """A title inside a sentence; a name or a quotation keeps its first letter."""
    return f"{title[0].lower()}{title[1:]}" if title[:4] in ("The ", "A qu") else title


def _score(values: Sequence[float]) -> str:
    now, moved = words.plain_number(values[-1]), values[-1] - values[0]
    if len(values) < 2:
        return f"PHQ-9 is {now}, the first."
    if not moved:
        return f"PHQ-9 is {now}, as at the start."
    apart = abs(moved)
    size = words.number_in_words(int(apart)) if apart == int(apart) else words.plain_number(apart)
    return f"PHQ-9 is {now}, {size} {'lower' if moved < 0 else 'higher'} than at the start."


def _notes(user: User, alerts: Sequence[AlertRow]) -> tuple[NoteToSign, ...]:
    undecided = {row.client_id for row in alerts if not row.decided}
    return tuple(_note(row, row.client_id in undecided) for row in unsigned_notes(user))


def _note(row: Session, undecided: bool) -> NoteToSign:
    note: SessionNote | None = getattr(row, "note", None)
    url = reverse("therapist:session-room", args=[row.client_id, row.id])
    name = f"{row.client.name}, session {row.number}" if row.number else row.client.name
    standing, button = "complete, waits for your signature", "Read and sign"
    if note is None:
        standing, button = "nothing written yet", "Write"
    elif undecided:
        standing, button = "waits until the safety answer is talked through", "Finish"
    elif not note.disposition:
        standing, button = "what came of asking about safety is missing", "Finish"
    return NoteToSign(localtime(row.starts_at), name, standing, button, url)


def _countersigning(user: User) -> tuple[NoteToSign, ...]:
    return tuple(
        NoteToSign(
            localtime(note.session.starts_at), f"{note.client.name}, session {note.session.number}",
            f"signed by {note.signed_by.full_name if note.signed_by else ''}, waits for your countersignature", "Read",
            reverse("therapist:note", args=[note.client_id, note.session_id]),
        )
        for note in waiting_for_countersignature(user)
    )  # fmt: skip
