"""What was posted from the room: the words are saved first, then the one thing that was asked for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.urls import reverse

from kinweave.core.entries import EntryProblems
from kinweave.core.worksheets import WorksheetDefinition
from kinweave.people.access import UserRequest
from kinweave.people.actions import Refused
from kinweave.safety.actions import record_disposition
from kinweave.safety.queries import alert as alert_of
from kinweave.safety.queries import open_alerts
from kinweave.shelf.queries import library
from kinweave.therapist.pages.room import new_page
from kinweave.therapist.pages.room_build import SHEET_PREFIX, note_form
from kinweave.treatment.actions import notes as writing
from kinweave.treatment.actions import sessions as acting
from kinweave.treatment.actions.timeline import place_moment
from kinweave.treatment.queries import notes, sessions
from kinweave.treatment.queries import timeline as timelines
from kinweave.worksheets.actions import entries as sheets
from kinweave.worksheets.actions import steps as stepping
from kinweave.worksheets.forms import check, read_post, without_row
from kinweave.worksheets.queries import entries
from kinweave.worksheets.queries import steps as step_rows
from kinweave.worksheets.queries.known import first_answers, known

if TYPE_CHECKING:
    from kinweave.treatment.models import NoteDraft, Session, SessionNote
    from kinweave.worksheets.models import EntryVersion, WorksheetEntry


def room_url(session: Session, *, panel: str = "", sheet: UUID | None = None) -> str:
    """The room of a session, opened at a panel and with a worksheet."""
    url = reverse("therapist:session-room", args=[session.client_id, session.id])
    asked = [f"at={panel}"] if panel else []
    asked += [f"sheet={sheet}"] if sheet else []
    return f"{url}{'?' if asked else ''}{'&'.join(asked)}{f'#{panel}' if panel else ''}"


class RoomPost:
    """One posted room. `keep_words` keeps everything typed; `carry_out` then does what the pressed button says."""

    def __init__(self, request: UserRequest, session: Session) -> None:
        self.request, self.session, self.user = request, session, request.user
        before = notes.note_of(session)
        initial = {"touched": before.touched, "adherence": before.adherence} if before else {}
        self.form = note_form(session.course, request.POST, initial)
        self.form.is_valid()
        self.page = _uuid(request.POST.get("page")) or new_page()
        self.sheet_id = _uuid(request.POST.get("sheet_id"))
        self.sheet_values: dict[str, Any] | None = None
        self.sheet_problems: EntryProblems | None = None
        self.refused_note: NoteDraft | None = None
        self.refused_sheet: EntryVersion | None = None
        self.note: SessionNote | None = before

    @property
    def wrong(self) -> bool:
        """Whether something that was typed cannot be kept as it is."""
        return bool(self.form.errors or self.sheet_problems)

    def errors(self) -> dict[str, str]:
        """Field → first message, by the names of the page."""
        found = {name: str(messages[0]) for name, messages in self.form.errors.items()}
        if self.sheet_problems is not None:
            found |= {f"{SHEET_PREFIX}{path}": text for path, text in self.sheet_problems.messages().items()}
        return found

    def version_now(self) -> int:
        """The version the shown page must carry: of the note as it now stands."""
        note = notes.note_of(self.session)
        return note.version if note is not None else 0

    def keep_words(self) -> None:
        """Save the note, the worksheet beside it and what was said about steps; keep what cannot be taken."""
        self._save_note()
        self._save_sheet()
        self._save_steps()

    def carry_out(self) -> str:
        """Do what was asked, once the words are saved. Returns where to go. Raises Refused in plain words."""
        asked, _, what = self.request.POST.get("do", "save").partition(":")
        self._decide_alerts()
        return self._acts().get(asked, self._stay)(what)

    def _acts(self) -> dict[str, Callable[[str], str]]:
        return {
            "save": self._stay, "sign": self._sign, "step": self._step, "park": self._park, "back": self._back,
            "take": self._take, "keep": self._keep, "sheet": self._sheet, "open": self._open, "share": self._share,
            "finish": self._finish, "invite": self._invite,
        }  # fmt: skip

    def _save_note(self) -> None:
        seen = self.request.POST.get("version", "0")
        written = writing.write_note(
            session=self.session, values=self.form.written(), seen=int(seen) if seen.isdigit() else 0, page=self.page,
            by=self.user,
        )  # fmt: skip
        self.note, self.refused_note = written.note, written.draft

    def _save_sheet(self) -> None:
        if self.sheet_id is None:
            return
        entry = entries.writable(self.user, self.sheet_id)
        definition = entries.definition(entry)
        raw = read_post(definition, self.request.POST, private=True, prefix=SHEET_PREFIX)
        if removed := self.request.POST.get("remove_row"):
            raw = without_row(raw, removed)
        checked = check(definition, raw, known(self.user, self.session.client), entry.values)
        if isinstance(checked, EntryProblems):
            self.sheet_values, self.sheet_problems = raw, checked
            return
        seen = self.request.POST.get("sheet_version", "0")
        written = sheets.write_entry(
            entry=entry, values=checked, seen=int(seen) if seen.isdigit() else 0, page=self.page, by=self.user,
            session=self.session,
        )  # fmt: skip
        self.refused_sheet = written.draft

    def _save_steps(self) -> None:
        for step in step_rows.to_look_at(self.session.course, self.session):
            state = self.request.POST.get(f"step-{step.id}-state")
            words = self.request.POST.get(f"step-{step.id}-words", "").replace("\r\n", "\n").strip()
            if state and (state != step.state or words != step.how_it_went):
                stepping.review_step(
                    step=step, session=self.session, state=state, how_it_went=words, by=self.user
                )

    def _decide_alerts(self) -> None:
        post = self.request.POST
        for row in open_alerts(self.session.client):
            chosen = post.get(f"alert-{row.id}-disposition", "")
            if not chosen:
                continue
            alert = alert_of(self.user, row.id)
            record_disposition(
                alert=alert, disposition=chosen, formulation=post.get(f"alert-{row.id}-formulation", ""),
                plan=post.get(f"alert-{row.id}-plan", ""), by=self.user,
            )  # fmt: skip

    def _stay(self, what: str) -> str:
        panel = "work" if "add_row" in self.request.POST or "remove_row" in self.request.POST else what
        return room_url(self.session, panel=panel, sheet=self.sheet_id)

    def _sign(self, _: str) -> str:
        note = writing.sign_note(session=self.session, by=self.user)
        stepping.look_back(session=self.session, by=self.user)
        self._agree_step(note)
        self._plan_next(note)
        return reverse("therapist:note", args=[self.session.client_id, self.session.id])

    def _step(self, _: str) -> str:
        if self.note is not None:
            self._agree_step(self.note)
        return room_url(self.session, panel="try", sheet=self.sheet_id)

    def _agree_step(self, note: SessionNote) -> None:
        stepping.agree_step(
            session=self.session, words=note.step_words, mode=note.step_mode, with_whom=note.step_with,
            obstacle=note.step_obstacle, by=self.user,
        )  # fmt: skip

    def _plan_next(self, note: SessionNote) -> None:
        """A next date with no session on or after it becomes one, at the same hour of the day."""
        ahead = [
            row for row in sessions.of_course(self.session.course) if row.starts_at > self.session.starts_at
        ]
        if note.next_on is None or any(row.attendance == "planned" for row in ahead):
            return
        zone = self.session.service.zone
        this = self.session.starts_at.astimezone(zone)
        if note.next_on > this.date():
            starts_at = datetime.combine(note.next_on, this.time(), tzinfo=zone)
            acting.plan_session(
                course=self.session.course, starts_at=starts_at, mode=self.session.mode, by=self.user
            )

    def _park(self, _: str) -> str:
        writing.park(session=self.session, words=self.request.POST.get("park_words", ""), by=self.user)
        return room_url(self.session, panel="moment", sheet=self.sheet_id)

    def _back(self, what: str) -> str:
        waiting = {str(row.id): row for row in notes.parked(self.session.course)}
        if what in waiting:
            writing.bring_back(item=waiting[what], session=self.session, by=self.user)
        return room_url(self.session, panel="moment", sheet=self.sheet_id)

    def _take(self, what: str) -> str:
        return self._place(what, "taken")

    def _keep(self, what: str) -> str:
        return self._place(what, "parked")

    def _place(self, what: str, standing: str) -> str:
        if (moment_id := _uuid(what)) is not None:
            row: Any = timelines.row(self.user, "moment", moment_id, client_id=self.session.client_id)
            place_moment(moment=row, standing=standing, by=self.user)
            self._note_moment(row, standing)
        return room_url(self.session, panel="moment", sheet=self.sheet_id)

    def _note_moment(self, row: Any, standing: str) -> None:
        """A moment taken up begins the note's own line about it; one kept for later is parked by name."""
        words = row.said or row.left_me
        if standing == "parked":
            writing.park(session=self.session, words=words, by=self.user)
        elif self.note is not None and not self.note.moment.strip():
            writing.write_note(
                session=self.session,
                values={"moment": words},
                seen=self.note.version,
                page=self.page,
                by=self.user,
            )

    def _sheet(self, what: str) -> str:
        return room_url(self.session, panel="work", sheet=self._begun(what).id)

    def _invite(self, what: str) -> str:
        """The worksheet as it stands on the client's phone, as a step; a new one when none is open."""
        open_one = (row for row in entries.of_course(self.session.course) if not row.is_done)
        entry = next((row for row in open_one if row.definition_code == what), None) or self._begun(what)
        mode = "assigned" if self.note is not None and self.note.step_mode == "assigned" else "invited"
        sheets.invite_to_worksheet(entry=entry, session=self.session, mode=mode, by=self.user)
        return room_url(self.session, panel="try", sheet=self.sheet_id)

    def _begun(self, what: str) -> WorksheetEntry:
        definition = library().get(WorksheetDefinition, what)
        area = next((code for code in self.session.course.areas if code in definition.areas), "")
        return sheets.give_worksheet(
            course=self.session.course, definition=definition, session=self.session, area=area, by=self.user,
            values=first_answers(self.user, self.session.course, definition),
        )  # fmt: skip

    def _open(self, what: str) -> str:
        return room_url(self.session, panel="work", sheet=_uuid(what))

    def _share(self, _: str) -> str:
        if self.sheet_id is not None:
            sheets.share_entry(entry=entries.writable(self.user, self.sheet_id), by=self.user)
        return room_url(self.session, panel="work", sheet=self.sheet_id)

    def _finish(self, _: str) -> str:
        if self.sheet_id is not None:
            problems = sheets.finish_entry(entry=entries.writable(self.user, self.sheet_id), by=self.user)
            if problems is not None:
                raise Refused(f"This worksheet is not finished: {problems.problems[0].message}")
        return room_url(self.session, panel="work")


def _uuid(text: str | None) -> UUID | None:
    try:
        return UUID(text or "")
    except ValueError:
        return None
