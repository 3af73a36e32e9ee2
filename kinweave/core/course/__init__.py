"""The course of treatment as pure functions: its state, what can happen to it, and what it says.

`events` change a course, `readings` and `clock` answer questions about it, `state` holds the values.
"""

from kinweave.core.course.clock import (
    Clock,
    clock,
    days_between,
    ending_length,
    ending_opens_at,
    in_words,
    plan_dates,
)
from kinweave.core.course.events import (
    MOST_SESSIONS,
    MOVES,
    NEEDS_REASON,
    agree,
    allowed_moves,
    amend_session,
    change_focus,
    change_length,
    choose_areas,
    complete_check,
    may_stay_open,
    most_sessions,
    move,
    open_course,
    record_attendance,
    record_follow_up,
    record_session,
    replan_session,
    resume,
    sign_session,
)
from kinweave.core.course.readings import (
    AGREEMENT_SIGNED,
    FORMULATION_AGREED,
    MID_REVIEW_RECORDED,
    DueMeasure,
    Reminder,
    due_measures,
    ending_open,
    falls_due,
    mid_review_at,
    mid_review_due,
    missing_checks,
    phase,
    reminders,
    unsigned,
)
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
    session_numbers,
)
from kinweave.core.course.stretches import numbered_phases, phase_bounds

__all__ = [
    "AGREEMENT_SIGNED", "ENDED", "FORMULATION_AGREED", "MID_REVIEW_RECORDED", "MOST_SESSIONS", "MOVES",
    "NEEDS_REASON", "Agreement", "Attendance", "Change", "Clock", "CourseRefusedError", "CourseState",
    "DueMeasure", "Pause", "Reminder", "SessionFact", "Stage", "agree", "allowed_moves", "amend_session",
    "change_focus", "change_length", "choose_areas", "clock", "complete_check", "days_between",
    "due_measures", "ending_length", "ending_open", "ending_opens_at", "falls_due", "in_words",
    "may_stay_open", "mid_review_at", "mid_review_due", "missing_checks", "most_sessions", "move", "numbered_phases",
    "open_course", "phase", "phase_bounds", "plan_dates", "record_attendance", "record_follow_up", "record_session",
    "reminders", "replan_session", "resume", "session_numbers", "sign_session", "unsigned",
]  # fmt: skip
