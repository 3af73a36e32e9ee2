"""The sessions themselves: held, missed or moved; notes, worksheets, steps."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from functools import partial
from typing import Any
from uuid import uuid4

from kinweave.commands.demo.checkins import session_on
from kinweave.commands.demo.life import Life, Week
from kinweave.commands.demo.story import Note, Sheet, phrases
from kinweave.core.course import Attendance
from kinweave.core.entries import EntryProblems, check_entry
from kinweave.core.problem_areas import ProblemArea
from kinweave.core.worksheets import WorksheetDefinition
from kinweave.shelf.queries import library
from kinweave.treatment.actions import area_marks, notes, sessions
from kinweave.treatment.models import Session, SessionNote
from kinweave.worksheets.actions import entries, steps
from kinweave.worksheets.models import Step, WorksheetEntry

INITIAL = 3  # sessions before the area is worked on
ADHERENCE = {
    "initial": ["opened-with-week", "measure-looked-at", "illness-named", "ties-reviewed", "ipt-explained"],
    "middle": [
        "mood-tied",
        "opened-with-week",
        "measure-looked-at",
        "on-focus",
        "words-heard",
        "feeling-stayed",
    ],
}


def put_weeks(life: Life) -> None:
    """Put every week of the course into the calendar."""
    put = life.calendar.put
    for week in life.weeks:
        if week.missed is not None:
            put(life.when(week.day, minutes=20), partial(_miss, life, week))
        elif life.day(week.day) == life.today:
            if life.moved_today is not None:
                put(life.calendar.now - timedelta(hours=3), partial(_move_today, life, week))
        else:
            _put_held(life, week)
    for sheet in life.story.sheets:
        _put_sheet(life, sheet)


def _put_held(life: Life, week: Week) -> None:
    put, note = life.calendar.put, life.story.note(week.number)
    put(life.when(week.day, minutes=1), partial(_begin, life, week))
    if note.step_told and week.number > 1:
        put(life.when(week.day - 1, time(20, 15)), partial(_tell_step, life, note))
    put(life.when(week.day, minutes=8), partial(_look_at_step, life, week))
    put(life.when(week.day, minutes=46), partial(_write, life, week, note))
    if note.parked or note.stage or note.progress:
        put(life.when(week.day, minutes=47), partial(_mark, life, week, note))
    if note.sign:
        put(life.when(week.day, minutes=58), partial(_sign, life, week, note))
    put(life.when(week.day, minutes=59), partial(_plan_next, life, week))
    if note.sign and life.story.therapist == "farah" and week.number % 4:
        put(life.when(week.day + 2, time(16, 30)), partial(_countersign, life, week))


def _begin(life: Life, week: Week) -> None:
    session = session_on(life, week)
    if session is None:
        session = sessions.plan_session(
            course=life.course, starts_at=life.when(week.day), mode=life.story.mode, by=life.therapist
        )
    life.held[week.number] = sessions.begin(session=session, by=life.therapist)


def _miss(life: Life, week: Week) -> None:
    missed, session = week.missed, session_on(life, week)
    if missed is None or session is None:
        return
    sessions.set_attendance(
        session=session, attendance=Attendance(missed.how), by=life.therapist, reason=missed.why, called=missed.called
    )  # fmt: skip
    last = _ahead(life).last()
    if last is None:
        _plan_next(life, week)
    else:  # the agreed number stays; the end moves
        sessions.plan_session(
            course=life.course, starts_at=last.starts_at + timedelta(days=7), mode=life.story.mode, by=life.therapist
        )  # fmt: skip


def _move_today(life: Life, week: Week) -> None:
    session = session_on(life, week)
    if session is not None and life.moved_today is not None:
        at = datetime.combine(life.today, life.moved_today, life.zone)
        sessions.move_session(session=session, starts_at=at, by=life.therapist)


def _ahead(life: Life) -> Any:
    rows = Session.objects.filter(course_id=life.course_id, attendance=Attendance.PLANNED)
    return rows.filter(starts_at__gt=life.when(0)).order_by("starts_at")


def _plan_next(life: Life, week: Week) -> None:
    coming = next((each for each in life.weeks if each.day > week.day), None)
    if coming is not None and life.course.is_open and not _ahead(life).exists():
        sessions.plan_session(
            course=life.course, starts_at=life.when(coming.day), mode=life.story.mode, by=life.therapist
        )


def _held(life: Life, week: Week) -> Session:
    return life.held[week.number]


def _write(life: Life, week: Week, note: Note) -> None:
    values = _words(life, week.number) | life.resolved(note.values)
    notes.write_note(session=_held(life, week), values=values, seen=0, page=uuid4(), by=life.therapist)


def _words(life: Life, number: int) -> dict[str, Any]:
    """What a note says where the story is silent: lines of the area, each used once in turn."""
    initial = number <= INITIAL
    lines = phrases()["initial"] if initial else life.phrases
    place = number - 1 if initial else number - INITIAL - 1 + life.chance.randint(0, 2)
    them = life.story.them or "somebody close"

    def line(of: tuple[str, ...]) -> str:
        return of[place % len(of)].replace("{them}", them)

    strategy = lines.strategies[place % len(lines.strategies)] if lines.strategies else ""
    words, whom = lines.steps[place % len(lines.steps)]
    return {
        "since_last": line(lines.since_last), "area_work": line(lines.area_work),
        "link_sentence": line(lines.link_sentence), "plan_next": line(lines.plan_next),
        "step_words": "" if number == life.story.sessions else words.replace("{them}", them),
        "step_with": whom.replace("{them}", them),
        "touched": [f"{life.story.area}:{strategy}"] if strategy and life.story.area and not initial else [],
        "focus_worked": None if initial else True,
        "mood_now": life.chance.randint(3, 6), "step_mode": "invited",
        "adherence": ADHERENCE["initial" if initial else "middle"][: life.chance.randint(3, 6)],
    } | _safety_words(life, number)  # fmt: skip


def _safety_words(life: Life, number: int) -> dict[str, str]:
    if life.story.item9.get(number):
        said = "Asked about the answer to the ninth question. Passing thoughts, no plan; safety plan read together."
        return {"disposition": "plan-reviewed", "disposition_words": said}
    return {"disposition": "nothing-new", "disposition_words": ""}


def _mark(life: Life, week: Week, note: Note) -> None:
    for words in note.parked:
        notes.park(session=_held(life, week), words=words, by=life.therapist)
    area = library().get(ProblemArea, life.story.area)
    if note.stage:
        area_marks.mark_stage(course=life.course, area=area, stage=note.stage, by=life.therapist)
    for marker in note.progress:
        area_marks.mark_progress(course=life.course, area=area, marker=marker, holds=True, by=life.therapist)


def _sign(life: Life, week: Week, note: Note) -> None:
    session = _held(life, week)
    signed = notes.sign_note(session=session, by=life.therapist)
    steps.agree_step(
        session=session, words=signed.step_words, mode=signed.step_mode, with_whom=signed.step_with,
        obstacle=signed.step_obstacle, by=life.therapist,
    )  # fmt: skip
    if note.amendment is not None:
        words, reason = note.amendment
        notes.amend_note(note=signed, words=words, reason=reason, by=life.therapist)


def _countersign(life: Life, week: Week) -> None:
    signed = SessionNote.objects.get(session=_held(life, week))
    notes.countersign_note(note=signed, by=life.staff["adela"])


def _open_step(life: Life) -> Step | None:
    return Step.objects.filter(course_id=life.course_id, state="open").order_by("-created_at").first()


def _tell_step(life: Life, note: Note) -> None:
    step = _open_step(life)
    if step is None or not hasattr(life, "user"):
        return
    told = life.phrases.told
    words = note.step_words or told[note.session % len(told)].replace("{them}", life.story.them)
    steps.tell_step(step=step, state=note.step_told, how_it_went=words, by=life.user)


def _look_at_step(life: Life, week: Week) -> None:
    rows = Step.objects.filter(course_id=life.course_id, reviewed_in=None, told_at__isnull=False)
    for step in rows.exclude(state="open"):
        steps.review_step(step=step, session=_held(life, week), state=step.state, by=life.therapist)


def _put_sheet(life: Life, sheet: Sheet) -> None:
    day = life.day_of(sheet.session)
    if life.day(day) == life.today:
        day -= 2  # begun on the phone before a session that is still to come
    put = life.calendar.put
    put(life.when(day, minutes=25), partial(_give, life, sheet))
    if sheet.by_client:
        put(life.when(day + 1, time(20, 50)), partial(_fill, life, sheet))
    if sheet.done:
        put(life.when(day + (7 if sheet.by_client else 0), minutes=41), partial(_finish, life, sheet))


def _give(life: Life, sheet: Sheet) -> None:
    definition = library().get(WorksheetDefinition, sheet.code)
    week = next((each for each in life.weeks if each.number == sheet.session and each.missed is None), None)
    entry = entries.give_worksheet(
        course=life.course, definition=definition, by=life.therapist, session=session_on(life, week) if week else None,
        area=life.story.area if life.story.area in definition.areas else "", share=sheet.by_client,
        values={} if sheet.by_client else _clean(life, definition, sheet),
    )  # fmt: skip
    life.sheets[f"{sheet.code}:{sheet.session}"] = entry.id


def _clean(life: Life, definition: WorksheetDefinition, sheet: Sheet) -> dict[str, Any]:
    checked = check_entry(definition, life.resolved(sheet.values), draft=not sheet.done)
    if isinstance(checked, EntryProblems):
        raise ValueError(f"{life.story.name}, {sheet.code}: {checked.messages()}")
    return checked


def _entry(life: Life, sheet: Sheet) -> WorksheetEntry:
    return WorksheetEntry.objects.get(pk=life.sheets[f"{sheet.code}:{sheet.session}"])


def _fill(life: Life, sheet: Sheet) -> None:
    entry = _entry(life, sheet)
    values = _clean(life, library().get(WorksheetDefinition, sheet.code), sheet)
    entries.write_entry(entry=entry, values=values, seen=entry.version, page=uuid4(), by=life.user)


def _finish(life: Life, sheet: Sheet) -> None:
    problems = entries.finish_entry(entry=_entry(life, sheet), by=life.therapist)
    if problems is not None:
        raise ValueError(f"{life.story.name}, {sheet.code}: {problems.messages()}")
