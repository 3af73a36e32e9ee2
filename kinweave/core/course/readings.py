"""What the record says about a course now: its phase, what is missing, what is due, what has drifted.

Nothing here decides for people: each answer is something to show, with where it comes from.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kinweave.core.course.clock import clock, ending_opens_at, in_words
from kinweave.core.course.state import Attendance, CourseState, Stage
from kinweave.core.protocols import Check, Measure, Phase, Protocol, Schedule, When

FORMULATION_AGREED = "formulation_agreed"
AGREEMENT_SIGNED = "agreement_signed"
MID_REVIEW_RECORDED = "mid_review_recorded"


@dataclass(frozen=True, slots=True)
class Reminder:
    """A soft word to the therapist: a code to test for and a sentence to show. It never stops anything."""

    code: str
    sentence: str


@dataclass(frozen=True, slots=True)
class DueMeasure:
    """An instrument due before a session, with the schedule that makes it so."""

    instrument: str
    schedule: Schedule
    completed_by: str


def phase(state: CourseState) -> Phase:
    """The phase the course is in.

    A phase with completion checks lasts until they are met and its fewest sessions are held; one without
    lasts its usual number of sessions. The ending overrides all others as soon as it is open.
    """
    phases = state.protocol.phases
    ending = phases.index(state.protocol.ending_phase)
    if state.stage is Stage.MAINTENANCE:
        return phases[min(ending + 1, len(phases) - 1)]
    if ending_open(state) or not state.active:
        return phases[ending]
    reached = 0
    for each in phases[: ending - 1]:
        checked = any(check.required for check in each.checks)
        reached += (each.length.min if checked else each.length.typical) if each.length else 0
        if state.attended < reached or (missing_checks(state, each) and not each.optional):
            return each
    return phases[ending - 1]


def missing_checks(state: CourseState, of: Phase | None = None) -> tuple[Check, ...]:
    """The required checks of a phase (the current one unless named) that are not yet done."""
    checks = (of or phase(state)).checks
    return tuple(check for check in checks if check.required and check.code not in state.done)


def ending_open(state: CourseState) -> bool:
    """True when the ending was opened by hand or so few sessions are left that it opened itself.

    While no end is set it never opens itself: when such a course ends is decided, not counted.
    """
    if not state.active or state.stage in {Stage.SUITABILITY, Stage.MAINTENANCE}:
        return False
    if state.ending_by_hand is not None or state.open_end:
        return state.ending_by_hand is not None
    return state.attended + 1 >= ending_opens_at(state.total, state.protocol.ending)


def mid_review_at(protocol: Protocol, total: int) -> int:
    """The session of the mid-review: half the total rounded up, or the protocol's own number."""
    rule = protocol.rule("mid_review")
    if rule and rule.at_session:
        return min(rule.at_session, total)
    return (total + 1) // 2


def mid_review_due(state: CourseState) -> bool:
    """True from the session of the mid-review (before it is held) until a review is recorded.

    Never in a protocol without that check: a few sessions of counselling have no half-way review.
    """
    if not state.active or state.stage in {Stage.SUITABILITY, Stage.MAINTENANCE}:
        return False
    if not _knows(state.protocol, MID_REVIEW_RECORDED):
        return False
    at = mid_review_at(state.protocol, state.total)
    return state.attended + 1 >= at and MID_REVIEW_RECORDED not in state.done


def due_measures(
    protocol: Protocol,
    session_number: int,
    total: int,
    answered: Sequence[str] | frozenset[str] = (),
    chosen: Mapping[str, Schedule | None] | None = None,
) -> tuple[DueMeasure, ...]:
    """Instruments due before that session (1 to `total`) and not among `answered`.

    `chosen` maps an instrument code to a schedule of its own, or to None for the protocol's: it picks one
    of several instruments and turns an optional measure on. Without it, only required measures are due.
    """
    picked = chosen or {}
    due = []
    for measure in protocol.measures:
        for code in _instruments(measure, picked):
            schedule = picked.get(code) or measure.schedule
            if code not in answered and falls_due(schedule, session_number, total):
                due.append(DueMeasure(code, schedule, measure.completed_by))
    return tuple(due)


def falls_due(schedule: Schedule, session_number: int, total: int) -> bool:
    """Whether a measure on that schedule is due before that session; the last session always asks again."""
    first, last = session_number == 1, session_number == total
    match schedule.when:
        case When.BEFORE_EVERY_SESSION | When.EVERY_WEEK:
            return True
        case When.EVERY_DAY:
            return False
        case When.EVERY_N_SESSIONS:
            return last or (session_number - 1) % (schedule.every or 1) == 0
        case When.START_MID_END:
            return first or last or session_number == (total + 1) // 2
        case When.START_END:
            return first or last
        case When.START:
            return first
        case _:
            return last


def reminders(state: CourseState, today: date) -> tuple[Reminder, ...]:
    """Soft reminders for the therapist, most pressing first; empty when nothing has drifted."""
    if not state.active:
        return tuple(_unsigned(state))
    return (
        *_unrecorded(state, today), *_unsigned(state), *_drifted(state), *_to_look_at_again(state),
        *_late(state, today),
    )  # fmt: skip


def _to_look_at_again(state: CourseState) -> list[Reminder]:
    """With an open end: at the last session before the agreed review, and until it is agreed how to go on."""
    if not state.open_end or state.agreement is None or state.left > 1:
        return []
    when = "at the next session" if state.left else "now"
    return [Reminder("review_of_open_end", f"It was agreed to look at the course together {when}.")]


def _knows(protocol: Protocol, code: str) -> bool:
    return any(check.code == code for each in protocol.phases for check in each.checks)


def _instruments(measure: Measure, picked: Mapping[str, Schedule | None]) -> tuple[str, ...]:
    named = tuple(code for code in measure.instruments if code in picked)
    return named or (measure.instruments[:1] if measure.required else ())


def _unrecorded(state: CourseState, today: date) -> list[Reminder]:
    past = [each for each in state.sessions if each.attendance is Attendance.PLANNED and each.on < today]
    days = ", ".join(in_words(each.on, today) for each in past)
    return (
        [Reminder("attendance_missing", f"Say what became of the session planned for {days}.")]
        if past
        else []
    )


def _unsigned(state: CourseState) -> list[Reminder]:
    count = len(unsigned(state))
    notes = "note is" if count == 1 else "notes are"
    return [Reminder("unsigned_notes", f"{count} session {notes} not signed yet.")] if count else []


def unsigned(state: CourseState) -> tuple[str, ...]:
    """Keys of attended sessions whose note is not signed."""
    return tuple(
        each.id for each in state.sessions if each.attendance is Attendance.ATTENDED and not each.signed
    )


def _drifted(state: CourseState) -> list[Reminder]:
    found, drift = [], state.protocol.drift
    agreed_on = state.done.get(FORMULATION_AGREED)
    late = state.attended + 1 >= drift.formulation_by_session
    if agreed_on is None and late and _knows(state.protocol, FORMULATION_AGREED):
        found.append(
            Reminder("no_formulation", f"This is session {state.attended + 1} and no formulation is agreed.")
        )
    if state.agreement is None and late and _knows(state.protocol, AGREEMENT_SIGNED):
        found.append(Reminder("no_agreement", "No agreement has been signed yet."))
    focus_changes = [each.on for each in state.changes if each.what == "focus"]
    if agreed_on and focus_changes and agreed_on < focus_changes[-1]:
        found.append(
            Reminder(
                "formulation_behind", "The focus has changed; the formulation has not been agreed again."
            )
        )
    said = [each.focus_worked for each in sorted(state.sessions, key=lambda s: s.on) if each.counts]
    last = said[-drift.untouched_sessions :]
    if len(last) == drift.untouched_sessions and all(worked is False for worked in last):
        found.append(
            Reminder("focus_untouched", f"The last {len(last)} sessions did not touch the agreed area.")
        )
    return found


def _late(state: CourseState, today: date) -> list[Reminder]:
    moved = clock(state, today).later_than_agreed if state.stage is not Stage.PAUSED else 0
    what = "review" if state.open_end else "end"
    return (
        [Reminder("end_moved", f"The {what} has moved {moved} days past the agreed date.")] if moved else []
    )
