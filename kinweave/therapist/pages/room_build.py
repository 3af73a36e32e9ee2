"""Gathering what the room shows. Every query is made here, and their number does not grow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils.timezone import localtime

from kinweave.core import clock
from kinweave.core.course import Attendance, phase
from kinweave.core.entries import EntryProblems
from kinweave.core.rhythm import WEEK
from kinweave.core.rhythm_weeks import monday_of
from kinweave.people.models import User
from kinweave.people.queries import contact_details
from kinweave.therapist.pages.course_head import course_head
from kinweave.therapist.pages.rhythm import RhythmLine, rhythm_line
from kinweave.therapist.pages.room import (
    RoomBeforePage,
    RoomMergePage,
    RoomPage,
    day_words,
    new_page,
    room_clock,
    when_words,
)
from kinweave.therapist.pages.room_matter import (
    alert_panels,
    area_maps,
    parked_row,
    safety_words,
    score_rows,
    sheet_link,
    step_panel,
)
from kinweave.therapist.pages.techniques import technique_groups
from kinweave.treatment import adherence
from kinweave.treatment.actions.notes import TEXTS, missing_to_sign
from kinweave.treatment.forms.notes import NoteForm, initial_of
from kinweave.treatment.forms.sessions import BeginForm
from kinweave.treatment.queries import course as courses
from kinweave.treatment.queries import notes, sessions
from kinweave.treatment.queries.intake import still_to_ask
from kinweave.treatment.queries.timeline import Entry, moments_since
from kinweave.web import here, words
from kinweave.worksheets.forms import Known
from kinweave.worksheets.queries import entries, rhythm
from kinweave.worksheets.queries import steps as step_rows
from kinweave.worksheets.queries.known import known
from kinweave.worksheets.sheets import Sheet, lay_out

if TYPE_CHECKING:
    from kinweave.treatment.models import Course, NoteDraft, Session, SessionNote
    from kinweave.worksheets.models import WorksheetEntry

SHEET_PREFIX = "sheet-"
TAKEN = "taken"


@dataclass(frozen=True)
class Typed:
    """What was posted and could not be taken as it was: shown again with what is wrong."""

    form: NoteForm | None = None
    sheet_values: Mapping[str, Any] | None = None
    sheet_problems: EntryProblems | None = None
    page: UUID | None = None
    version: int | None = None


def note_form(
    course: Course,
    data: Mapping[str, Any] | None = None,
    initial: Mapping[str, Any] | None = None,
    rows: list[Session] | None = None,
) -> NoteForm:
    """The note's form with the strategies and items of this course. One query, for the sessions."""
    maps = area_maps(course.areas, {})
    current = phase(courses.state(course, rows))
    items = adherence.items_for(current.kind)
    # what was ticked before stays tickable, even when the phase or the area has changed
    before = initial or {}
    touched = [(row.key, row.title) for area in maps for row in area.strategies]
    touched += [(key, key) for key in before.get("touched", ()) if key not in dict(touched)]
    ticked = [(item.code, item.text) for item in items]
    ticked += [
        (code, adherence.text_of(code)) for code in before.get("adherence", ()) if code not in dict(ticked)
    ]
    return NoteForm(data, touched=touched, adherence=ticked, initial=initial)


def room_page(
    user: User, session: Session, *, sheet_id: UUID | None = None, panel: str = "", typed: Typed | None = None
) -> RoomPage:
    """The room of one session the reader may write."""
    course, typed = session.course, typed or Typed()
    rows = sessions.of_course(course)
    before = sessions.before(rows, session)
    note = notes.note_of(session)
    alerts = alert_panels(session.client)
    steps = tuple(step_panel(step) for step in step_rows.to_look_at(course, session))
    moments = moments_since(course, before.starts_at if before else None)
    taken = tuple(entry for entry in moments if entry.standing == TAKEN)
    all_sheets = entries.of_course(course)
    opened = _opened(all_sheets, sheet_id)
    initial = _initial(note, steps, taken, rows, session)
    form = typed.form or note_form(course, initial=initial, rows=rows)
    form.fields["since_last"].label = (
        f"Since {day_words(localtime(before.starts_at).date())}" if before else "How things have been"
    )
    hour = room_clock(session, courses.protocol(course))
    undecided = [alert for alert in alerts if not alert.decided]
    checked = form["touched"].value() or ()
    return RoomPage(
        head=course_head(user, course, tab="room", sessions=rows), session=session, hour=hour, form=form,
        version=(note.version if note else 0) if typed.version is None else typed.version, page=typed.page or new_page(),
        saved_words=words.saved_in_words(localtime(note.saved_at), localtime(clock.now())) if note else "",
        open_panel=panel or ("safety" if undecided else "work" if opened and sheet_id else hour.here), alerts=alerts,
        safety_words=safety_words(course), scores=score_rows(course), rhythm=_rhythm(course), steps=steps,
        moments=tuple(entry for entry in moments if entry.standing != TAKEN), taken=taken,
        areas=area_maps(course.areas, notes.touched_strategies(course), checked),
        sheets=tuple(sheet_link(entry, opened.id if opened else None) for entry in all_sheets),
        offered=tuple((each.code, each.title) for each in entries.at_hand(course.areas)),
        techniques=technique_groups(course.areas, phase(courses.state(course, rows)).kind),
        invited=frozenset(step_rows.invitations(course)),
        sheet=_sheet(user, opened, session, typed), sheet_id=opened.id if opened else None,
        sheet_version=opened.version if opened else 0,
        sheet_shared=opened is not None and opened.is_with_client,
        sheet_words=sheet_link(opened).by_words if opened else "",
        parked=tuple(parked_row(row, session) for row in notes.parked_or_back(course, session)),
        on_phone=step_rows.agreed_in(session) is not None, next_words=_next_words(rows, session),
        needs=_needs(session, note), drafts=notes.drafts(note).count() if note else 0,
        prefilled=note is None and bool(steps or taken),
    )  # fmt: skip


def _rhythm(course: Course) -> RhythmLine | None:
    """The daily rhythm of this week or the one before. One query."""
    since = monday_of(here.today()) - timedelta(days=WEEK)
    return rhythm_line(rhythm.recent(course, since))


def before_page(user: User, session: Session, form: BeginForm | None = None) -> RoomBeforePage:
    """The screen before the session begins; `form` when it was asked to begin and could not."""
    course = session.course
    rows = sessions.of_course(course)
    before = sessions.before(rows, session)
    last = notes.last_note(course, session)
    missing = still_to_ask([session.client])[session.client_id]
    waits = bool(missing) and not any(row.attendance == Attendance.ATTENDED for row in rows)
    return RoomBeforePage(
        head=course_head(user, course, tab="room", sessions=rows), session=session, when=when_words(session.starts_at),
        alerts=alert_panels(session.client), safety_words=safety_words(course), scores=score_rows(course),
        rhythm=_rhythm(course), moments=tuple(moments_since(course, before.starts_at if before else None)),
        steps=tuple(step_panel(step) for step in step_rows.to_look_at(course, session)),
        areas=area_maps(course.areas, notes.touched_strategies(course)),
        sheets=tuple(sheet_link(each) for each in entries.of_course(course) if not each.is_done),
        parked=tuple(parked_row(row, session) for row in notes.parked(course)), last_note=last,
        last_words=day_words(localtime(last.session.starts_at).date()) if last else "",
        may_begin=session.attendance == Attendance.PLANNED and session.starts_at <= clock.later(hours=12),
        reach=_reach(user, session), still_to_ask=missing, begin=(form or BeginForm()) if waits else None,
    )  # fmt: skip


def _reach(user: User, session: Session) -> str:
    details = contact_details(user, session.client)
    return ", ".join(part for part in (details.telephone, details.address) if part) if details else ""


def merge_page(user: User, session: Session, note: SessionNote, draft: NoteDraft) -> RoomMergePage:
    """Both texts of every field that differs, and a form that begins with both."""
    stands = initial_of(note)
    typed = draft.written
    both = {**stands, **{name: _both(stands[name], typed[name]) for name in TEXTS if name in typed}}
    form = note_form(session.course, initial=both)
    differs = [name for name in TEXTS if name in typed and typed[name].strip() != stands[name].strip()]
    return RoomMergePage(
        head=course_head(user, session.course, tab="room"), session=session, form=form,
        pairs=tuple((name, str(form.fields[name].label), stands[name], typed[name]) for name in differs),
        version=note.version, page=new_page(), signed=note.is_signed,
        kept_words=words.moment_in_words(localtime(draft.created_at), localtime(clock.now())),
    )  # fmt: skip


def _both(stands: str, typed: str) -> str:
    if not typed.strip() or typed.strip() in stands:
        return stands
    return typed if stands.strip() in typed else f"{stands}\n\n{typed}"


def _opened(rows: list[WorksheetEntry], sheet_id: UUID | None) -> WorksheetEntry | None:
    if sheet_id is not None:
        return next((row for row in rows if row.id == sheet_id), None)
    return next((row for row in rows if not row.is_done), None)


def _sheet(user: User, entry: WorksheetEntry | None, session: Session, typed: Typed) -> Sheet | None:
    if entry is None:
        return None
    values = entry.values if typed.sheet_values is None else typed.sheet_values
    listed: Known = known(user, session.client)
    return lay_out(
        entries.definition(entry), values, known=listed, for_client=False, me=session.client.name.split(" ")[0],
        ids="sheet", prefix=SHEET_PREFIX, problems=typed.sheet_problems,
    )  # fmt: skip


def _initial(
    note: SessionNote | None, steps: Any, taken: tuple[Entry, ...], rows: list[Session], session: Session
) -> dict[str, Any]:
    """What the note begins with: what was written, and where nothing is, what was touched."""
    found: dict[str, Any] = initial_of(note) if note else {"step_mode": "invited"}
    if note is not None:
        return found
    found["steps_summary"] = "\n".join(
        f"{step.named} {step.state_words.capitalize()}. {step.how_it_went}".strip()
        for step in steps
        if step.state_words
    )
    found["moment"] = "\n".join(entry.title or entry.said for entry in taken)
    ahead = [
        row for row in rows if row.attendance == Attendance.PLANNED and row.starts_at > session.starts_at
    ]
    found["next_on"] = localtime(ahead[0].starts_at).date() if ahead else None
    return found


def _next_words(rows: list[Session], session: Session) -> str:
    ahead = [
        row for row in rows if row.attendance == Attendance.PLANNED and row.starts_at > session.starts_at
    ]
    return when_words(ahead[0].starts_at) if ahead else ""


def _needs(session: Session, note: SessionNote | None) -> tuple[tuple[str, bool], ...]:
    missing = missing_to_sign(session, note)
    return tuple((sentence, False) for sentence in missing) or (("Everything needed is here.", True),)
