"""What can happen to a course. Each function returns the course afterwards, or refuses in plain words.

Nothing is stored here: the treatment side applies an event and writes what changed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Literal

from kinweave.core.course.readings import ending_open, unsigned
from kinweave.core.course.state import (
    ENDED,
    Agreement,
    Attendance,
    Change,
    CourseRefusedError,
    CourseState,
    Pause,
    SessionFact,
    Stage,
)
from kinweave.core.protocols import Protocol

MOST_SESSIONS = 100
_LEAVING = {Stage.STOPPED_EARLY, Stage.TRANSFERRED}
MOVES: dict[Stage, frozenset[Stage]] = {
    Stage.SUITABILITY: frozenset({Stage.STARTED, Stage.ROUTED_ELSEWHERE, *_LEAVING}),
    Stage.STARTED: frozenset({Stage.ENDING, Stage.PAUSED, Stage.ROUTED_ELSEWHERE, *_LEAVING}),
    Stage.AGREED: frozenset({Stage.ENDING, Stage.PAUSED, *_LEAVING}),
    Stage.ENDING: frozenset({Stage.FINISHED, Stage.MAINTENANCE, Stage.PAUSED, *_LEAVING}),
    Stage.MAINTENANCE: frozenset({Stage.FINISHED, Stage.PAUSED, *_LEAVING}),
    Stage.PAUSED: frozenset(_LEAVING),
}
"""Where `move` may take a course from each stage. `agree` and `resume` are events of their own."""

NEEDS_REASON = frozenset({Stage.PAUSED, Stage.STOPPED_EARLY, Stage.TRANSFERRED, Stage.ROUTED_ELSEWHERE})
_IN_WORDS = {
    Stage.SUITABILITY: "still being checked for suitability", Stage.STARTED: "started, with no agreement yet",
    Stage.AGREED: "agreed and under way", Stage.ENDING: "in its ending", Stage.MAINTENANCE: "in maintenance",
    Stage.PAUSED: "paused", Stage.FINISHED: "finished", Stage.STOPPED_EARLY: "stopped early",
    Stage.TRANSFERRED: "transferred", Stage.ROUTED_ELSEWHERE: "routed elsewhere",
}  # fmt: skip


def open_course(protocol: Protocol, *, on: date, others: Iterable[CourseState] = ()) -> CourseState:
    """A new course, waiting for its suitability review. `others` are the client's courses so far.

    One that goes on from another (maintenance) needs a finished course of its family among them.
    """
    before = tuple(others)
    for other in before:
        if other.active and other.protocol.family == protocol.family:
            raise CourseRefusedError(
                f"This client already has a course of {other.protocol.title}. End that course first."
            )
    finished = any(
        each.stage is Stage.FINISHED and each.protocol.family == protocol.family for each in before
    )
    if protocol.follows_a_course and not finished:
        raise CourseRefusedError(f"{protocol.title} begins after a course that was finished.")
    return CourseState(protocol=protocol, stage=Stage.SUITABILITY, opened_on=on)


def allowed_moves(state: CourseState) -> frozenset[Stage]:
    """The stages `move` may take this course to now."""
    return MOVES.get(state.stage, frozenset())


def move(state: CourseState, to: Stage, *, on: date, reason: str = "") -> CourseState:
    """Start, open the ending by hand, pause, go into maintenance, or end in one of four ways.

    Pausing, stopping early, transferring and routing elsewhere need a reason. Finishing needs every
    attended session's note signed.
    """
    if to not in allowed_moves(state):
        raise CourseRefusedError(
            f"This course is {_IN_WORDS[state.stage]}; it cannot become {_IN_WORDS[to]}."
        )
    if to in NEEDS_REASON and not reason.strip():
        raise CourseRefusedError("Please give the reason.")
    if to is Stage.FINISHED and (count := len(unsigned(state))):
        raise CourseRefusedError(f"Sign the {count} unsigned session notes before the course is finished.")
    if to is Stage.PAUSED:
        pause = Pause(since=on, reason=reason.strip(), stage_before=state.stage)
        return replace(state, stage=Stage.PAUSED, pauses=(*state.pauses, pause))
    if to in ENDED:
        return replace(state, stage=to, ended_on=on, end_reason=reason.strip())
    if to is Stage.ENDING:
        return replace(state, stage=to, ending_by_hand=on)
    return _settled(replace(state, stage=to))


def resume(state: CourseState, *, on: date) -> CourseState:
    """Take up a paused course where it was."""
    if state.stage is not Stage.PAUSED:
        raise CourseRefusedError("This course is not paused.")
    last = state.pauses[-1]
    if on < last.since:
        raise CourseRefusedError("A pause cannot end before it began.")
    pauses = (*state.pauses[:-1], replace(last, until=on))
    return _settled(replace(state, stage=last.stage_before, pauses=pauses))


def choose_areas(state: CourseState, areas: Sequence[str]) -> CourseState:
    """Choose the problem areas before the agreement; afterwards use `change_focus`."""
    _must_be_in(state, Stage.SUITABILITY, Stage.STARTED, Stage.ENDING)
    if state.agreements:
        raise CourseRefusedError("The focus is part of the agreement. Change it with a reason and a date.")
    return replace(state, areas=_checked_areas(state, areas))


def agree(
    state: CourseState, *, on: date, sessions: int, ends_on: date | None = None, open_end: bool | None = None
) -> CourseState:
    """Sign the first agreement on the chosen areas and this number of sessions.

    `open_end`: the sessions lead to a review and not to the end; as the protocol has it unless it is said.
    """
    _must_be_in(state, Stage.STARTED, Stage.ENDING)
    if state.agreements:
        raise CourseRefusedError("There is a signed agreement. Change it with a reason and a date.")
    areas = _checked_areas(state, state.areas)
    _check_length(state, sessions)
    is_open = _checked_end(state, open_end, state.open_end)
    agreed = Agreement(on=on, sessions=sessions, areas=areas, ends_on=ends_on, open_end=is_open)
    stage = Stage.ENDING if state.ending_by_hand else Stage.AGREED
    return _settled(replace(state, stage=stage, agreements=(agreed,)))


def change_length(
    state: CourseState,
    sessions: int,
    *,
    on: date,
    reason: str,
    ends_on: date | None = None,
    open_end: bool | None = None,
) -> CourseState:
    """Agree another number of sessions. Never silent: a reason and a date stay with it (WMK 2000, ch. 7).

    In a course with an open end it also sets the end (`open_end` False) or leaves it open again.
    """
    current = _agreement_to_change(state, reason)
    _check_length(state, sessions)
    is_open = _checked_end(state, open_end, current.open_end)
    if (sessions, is_open) == (current.sessions, current.open_end):
        raise CourseRefusedError(f"The agreement already says {sessions} sessions.")
    agreed = Agreement(on, sessions, current.areas, ends_on or current.ends_on, reason.strip(), is_open)
    before, after = (_in_short(each) for each in (current, agreed))
    what: Literal["sessions", "end"] = "sessions" if is_open == current.open_end else "end"
    return _settled(_with_agreement(state, agreed, Change(what, on, before, after, reason.strip())))


def _in_short(agreed: Agreement) -> str:
    return f"{agreed.sessions}, then a review" if agreed.open_end else str(agreed.sessions)


def _checked_end(state: CourseState, wanted: bool | None, as_it_is: bool) -> bool:
    """Whether the end stays open. Once the ending was opened it does not; a fixed end is always possible."""
    is_open = as_it_is if wanted is None else wanted
    if is_open and not state.protocol.open_end:
        raise CourseRefusedError(
            f"A course of {state.protocol.title} has a last session. Say how many it has."
        )
    return is_open and may_stay_open(state)


def change_focus(state: CourseState, areas: Sequence[str], *, on: date, reason: str) -> CourseState:
    """Agree another focus, two areas at most. The formulation then wants agreeing again (see `reminders`)."""
    current = _agreement_to_change(state, reason)
    chosen = _checked_areas(state, areas)
    if chosen == current.areas:
        raise CourseRefusedError("The agreement already has this focus.")
    agreed = replace(current, on=on, areas=chosen, reason=reason.strip())
    change = Change("focus", on, ", ".join(current.areas), ", ".join(chosen), reason.strip())
    return replace(_with_agreement(state, agreed, change), areas=chosen)


def complete_check(state: CourseState, code: str, *, on: date) -> CourseState:
    """Note that a completion check of some phase is met; done again, it takes the later date."""
    _must_be_active(state)
    known = {check.code for phase in state.protocol.phases for check in phase.checks}
    if code not in known:
        raise CourseRefusedError(f"{state.protocol.title} has no completion check called {code}.")
    return replace(state, done={**state.done, code: on})


def record_session(state: CourseState, session: SessionFact) -> CourseState:
    """Add a planned or past session. In maintenance it is marked as such and spends nothing."""
    _must_be_active(state)
    if any(each.id == session.id for each in state.sessions):
        raise CourseRefusedError("This session is already recorded.")
    fact = replace(session, maintenance=state.stage is Stage.MAINTENANCE)
    _check_room(state, fact)
    return _settled(replace(state, sessions=(*state.sessions, fact)))


def record_attendance(
    state: CourseState, id: str, attendance: Attendance, *, focus_worked: bool | None = None
) -> CourseState:
    """Say what became of a session. A signed session stays as it is."""
    _must_be_active(state)
    session = _unsigned_session(state, id)
    spent_before = session.counts
    fact = replace(session, attendance=attendance, focus_worked=focus_worked)
    if not spent_before:
        _check_room(state, fact)
    return _settled(_with_session(state, fact))


def replan_session(state: CourseState, id: str, *, on: date) -> CourseState:
    """Move a planned session to another day."""
    _must_be_active(state)
    session = _unsigned_session(state, id)
    if session.attendance is not Attendance.PLANNED:
        raise CourseRefusedError("Only a planned session can be moved to another day.")
    return _with_session(state, replace(session, on=on))


def sign_session(state: CourseState, id: str) -> CourseState:
    """Sign a session's note; from then on only amendments are added. A late signature is still taken."""
    session = _unsigned_session(state, id)
    if session.attendance is Attendance.PLANNED:
        raise CourseRefusedError("Say first what became of this session, then sign its note.")
    return _with_session(state, replace(session, signed=True))


def amend_session(state: CourseState, id: str) -> CourseState:
    """Add an amendment to a signed note, also after the course has ended."""
    session = _found(state, id)
    if not session.signed:
        raise CourseRefusedError("This note is not signed yet; change it directly.")
    return _with_session(state, replace(session, amendments=session.amendments + 1))


def record_follow_up(state: CourseState, *, on: date) -> CourseState:
    """Note a follow-up meeting after a course has ended."""
    if state.active:
        raise CourseRefusedError("This course has not ended; record a session instead.")
    return replace(state, follow_ups=(*state.follow_ups, on))


def _settled(state: CourseState) -> CourseState:
    """Let the ending open itself, and close again when sessions were added and nobody opened it by hand."""
    if state.stage in {Stage.STARTED, Stage.AGREED} and ending_open(state):
        return replace(state, stage=Stage.ENDING)
    if state.stage is Stage.ENDING and not ending_open(state):
        return replace(state, stage=Stage.AGREED if state.agreements else Stage.STARTED)
    return state


def _must_be_active(state: CourseState) -> None:
    if not state.active:
        raise CourseRefusedError(
            f"This course is {_IN_WORDS[state.stage]}. Only amendments and follow-up can be added."
        )


def _must_be_in(state: CourseState, *stages: Stage) -> None:
    _must_be_active(state)
    if state.stage not in stages:
        raise CourseRefusedError(f"This course is {_IN_WORDS[state.stage]}; this cannot be done now.")


def _agreement_to_change(state: CourseState, reason: str) -> Agreement:
    _must_be_in(state, Stage.AGREED, Stage.ENDING)
    if not state.agreements:
        raise CourseRefusedError("There is no signed agreement to change yet.")
    if not reason.strip():
        raise CourseRefusedError("Please give the reason for the change.")
    return state.agreements[-1]


def _checked_areas(state: CourseState, areas: Sequence[str]) -> tuple[str, ...]:
    chosen, most = tuple(dict.fromkeys(areas)), state.protocol.areas_at_most
    if not chosen:
        raise CourseRefusedError("Choose the problem area first.")
    if len(chosen) > most:
        raise CourseRefusedError(f"Choose {most} problem areas at most.")
    if strange := [area for area in chosen if area not in state.protocol.problem_areas]:
        raise CourseRefusedError(f"{state.protocol.title} does not work on {strange[0]}.")
    return chosen


def _check_length(state: CourseState, sessions: int) -> None:
    fewest, most = max(1, state.attended), most_sessions(state)
    if not fewest <= sessions <= most:
        raise CourseRefusedError(f"Choose a number of sessions from {fewest} to {most}.")


def may_stay_open(state: CourseState) -> bool:
    """Whether an agreement may leave the end open: as the protocol says, until the ending was opened."""
    return state.protocol.open_end and state.ending_by_hand is None


def most_sessions(state: CourseState) -> int:
    """The highest number an agreement may name; without a fixed end, so many more than were held."""
    return MOST_SESSIONS + (state.attended if state.protocol.open_end else 0)


def _check_room(state: CourseState, session: SessionFact) -> None:
    if session.attendance is Attendance.ATTENDED and state.stage is Stage.PAUSED:
        raise CourseRefusedError("This course is paused. Resume it before a session is recorded as attended.")
    if session.counts and state.left <= 0 and state.open_end:
        raise CourseRefusedError(
            f"The {state.total} sessions until the review are held. Look at the course together, then agree "
            "how to go on or set the end."
        )
    if session.counts and state.left <= 0:
        raise CourseRefusedError(
            f"All {state.total} sessions are used. Change the number of sessions first, with a reason."
        )


def _found(state: CourseState, id: str) -> SessionFact:
    try:
        return state.session(id)
    except KeyError:
        raise CourseRefusedError("This course has no such session.") from None


def _unsigned_session(state: CourseState, id: str) -> SessionFact:
    session = _found(state, id)
    if session.signed:
        raise CourseRefusedError("This note is signed and stays as it is. Add an amendment instead.")
    return session


def _with_session(state: CourseState, fact: SessionFact) -> CourseState:
    return replace(state, sessions=tuple(fact if each.id == fact.id else each for each in state.sessions))


def _with_agreement(state: CourseState, agreed: Agreement, change: Change) -> CourseState:
    return replace(state, agreements=(*state.agreements, agreed), changes=(*state.changes, change))
