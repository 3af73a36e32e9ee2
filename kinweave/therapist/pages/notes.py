"""Signed notes to be read, with what was added to them; and drafts as they stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from django.utils.timezone import localtime

from kinweave.core import clock
from kinweave.core.problem_areas import ProblemArea
from kinweave.people.models import Role, User
from kinweave.shelf.queries import library
from kinweave.therapist.pages.course_head import CourseHead, course_head
from kinweave.treatment import adherence
from kinweave.treatment.forms.notes import AmendmentForm, NoteForm
from kinweave.treatment.queries import notes
from kinweave.web import words
from kinweave.worksheets.queries import steps as step_rows

if TYPE_CHECKING:
    from kinweave.treatment.models import Amendment, Session, SessionNote
    from kinweave.worksheets.models import Step

READ = (
    "since_last", "mood_words", "steps_summary", "moment", "area_work", "link_sentence", "plan_next",
)  # fmt: skip
SAID = frozenset({"mood_words"})  # the client's own words; the rest is the therapist's


@dataclass(frozen=True)
class NoteLine:
    """One part of a note: its label and its words. `said` sets a person's own words in the voice."""

    label: str
    text: str
    said: bool


@dataclass(frozen=True)
class NotePage:
    """The note of one session, to be read."""

    template: ClassVar[str] = "therapist/note.html"
    head: CourseHead
    session: Session
    note: SessionNote | None
    when: str
    standing: str
    signed_words: str
    countersigned_words: str
    lines: tuple[NoteLine, ...]
    disposition: str
    touched: tuple[str, ...]
    done: tuple[str, ...]
    step: Step | None
    amendments: tuple[Amendment, ...]
    form: AmendmentForm
    may_countersign: bool
    kept: int


def note_page(user: User, session: Session, form: AmendmentForm | None = None) -> NotePage:
    """The note of a session the reader was already allowed to see."""
    note = notes.note_of(session)
    waits = (
        note is not None and note.needs_countersignature and note.countersigned_at is None and note.is_signed
    )
    return NotePage(
        head=course_head(user, session.course, tab="notes"), session=session, note=note,
        when=words.full_date(localtime(session.starts_at).date()), standing=note.standing if note else "not begun",
        signed_words=_signature(note.signed_by, note.signed_at) if note and note.signed_at else "",
        countersigned_words=_signature(note.countersigned_by, note.countersigned_at) if note and note.countersigned_at else "",
        lines=_lines(note), disposition=note.get_disposition_display() if note and note.disposition else "",
        touched=_touched(note), done=tuple(adherence.text_of(code) for code in note.adherence) if note else (),
        step=step_rows.agreed_in(session), amendments=tuple(notes.amendments(note)) if note else (),
        form=form or AmendmentForm(), may_countersign=waits and user.has_role(Role.SUPERVISOR),
        kept=notes.drafts(note).count() if note else 0,
    )  # fmt: skip


def _signature(who: User | None, at: object) -> str:
    name = who.full_name if who is not None else ""
    return f"{name}, {words.moment_in_words(localtime(at), localtime(clock.now()))}"  # type: ignore[arg-type]


def _lines(note: SessionNote | None) -> tuple[NoteLine, ...]:
    if note is None:
        return ()
    labels = {name: str(field.label) for name, field in NoteForm.base_fields.items()}
    found = [
        NoteLine(labels[name], getattr(note, name), name in SAID)
        for name in READ
        if getattr(note, name).strip()
    ]
    if note.mood_now is not None:
        found.insert(1, NoteLine("Mood in the room", f"{note.mood_now} of 10", False))
    return tuple(found)


def _touched(note: SessionNote | None) -> tuple[str, ...]:
    found = []
    for key in note.touched if note else ():
        area_code, _, code = key.partition(":")
        try:
            area = library().get(ProblemArea, area_code)
            found.append(f"{area.strategy(code).title} ({area.title_for_both.lower()})")
        except LookupError:
            found.append(key)
    return tuple(found)
