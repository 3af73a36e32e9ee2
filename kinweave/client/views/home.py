"""The client's first page: the one thing to do now, then what is next, what it is about, what to try."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.utils.timezone import localtime
from django.views.decorators.http import require_GET

from kinweave.client.next_step import Now, next_step
from kinweave.client.pages.home import HomePage, NextSession, NextStep, ToRead, ToTry
from kinweave.client.pages.home_ribbon import course_ribbon
from kinweave.client.read_by import words as read_by
from kinweave.client.views.checkin_parts import therapist_name
from kinweave.core import clock
from kinweave.core.course import Clock, CourseState, phase
from kinweave.core.course import clock as course_clock
from kinweave.core.protocols import PhaseKind
from kinweave.core.rhythm_weeks import day_lived
from kinweave.measures.queries import due
from kinweave.people.access import ClientRequest, client_only
from kinweave.treatment.queries import agreement as agreements
from kinweave.treatment.queries import course as courses
from kinweave.treatment.queries import ending as endings
from kinweave.treatment.queries import formulation as formulations
from kinweave.treatment.queries.intake import start_state
from kinweave.treatment.queries.reading import reading
from kinweave.treatment.queries.staying_well import plan_for_staying_well
from kinweave.web.show import show
from kinweave.web.words import clock_in_words, date_in_words, day_in_words, greeting, month_day
from kinweave.worksheets.queries import rhythm, steps
from kinweave.worksheets.rhythm_days import DayLink, day_link

if TYPE_CHECKING:
    from kinweave.treatment.models import Agreement, Course, Session
    from kinweave.worksheets.models import Step

MOST_STEPS = 5  # a phone shows what waits, not a list of duties
NO_COURSE = NextStep(
    heading="Nothing to do now",
    words="As soon as your therapist begins the work with you, it stands here. Until then you can write down who "
    "is close to you, or a safety plan. You need not.",
)


@require_GET
@client_only
def home(request: ClientRequest) -> HttpResponse:
    course = courses.of_client(request.client)
    return show(request, _empty(request) if course is None else _page(request, course))


def _page(request: ClientRequest, course: Course) -> HomePage:
    rows = list(courses.sessions(course))
    state = courses.state(course, rows)
    now = localtime(clock.now())
    asked = due.check_in(course, rows)
    starts = localtime(asked.session.starts_at) if asked.session else None
    therapist = therapist_name(request)
    over = course.ended_on is not None
    meets = _meets_again(course)
    # once nobody is there to look back on a step with them, it is not asked about
    waiting = () if over and meets is None else _to_try(request)
    facts = Now(
        at=now, therapist=therapist, asked=asked, session=asked.session, starts_at=starts,
        formulation=formulations.for_client(course),
        agreement=_to_sign(course),
        start=None if state.attended or not course.is_open else start_state(request.client),
        ended=over, plan=over and plan_for_staying_well(course) is not None,
    )  # fmt: skip
    told = course_clock(state, now.date())
    return HomePage(
        date=date_in_words(now.date()),
        greeting=greeting(now),
        name=_first_name(request),
        therapist=therapist,
        step=next_step(facts),
        session=_next_session(asked.session),
        clock_words=_clock_words(course, told),
        ribbon=course_ribbon(state, rows, now.date()) if _has_ribbon(state, told, over=over) else None,
        line=course.focus_line,
        line_by=_agreed_words(course, therapist),
        to_try=next(iter(waiting), None),
        also=waiting[1:],
        has_course=True,
        to_read=_to_read(course, state),
        ended=_after(course, therapist, meets),
        rhythm=_rhythm(course, now),
        read_by=read_by(therapist, ended=over, meets=meets),
    )


def _has_ribbon(state: CourseState, told: Clock, *, over: bool) -> bool:
    """From the first session on. After a course that ended early nobody is shown what was not."""
    return told.left == 0 if over else state.agreement is not None or bool(state.attended)


def _clock_words(course: Course, told: Clock) -> str:
    """Where the course stands; after it, what it was."""
    if course.ended_on is None:
        if told.open_end:
            return _clock_without_end(told)
        if told.left == 0:
            return (
                f"You have had all {told.total} sessions. The last one was on {date_in_words(told.ends_on)}."
            )
        said = f"This is session {told.number} of {told.total}."
        return f"{said} The last one is on {date_in_words(told.ends_on)}."
    return f"Your course ended on {date_in_words(course.ended_on)}."


def _clock_without_end(told: Clock) -> str:
    """No last session is set: when both look at it together again."""
    if told.left == 0:
        return f"You have had {told.attended} sessions. Now you look at it together and decide how to go on."
    said = f"This is session {told.number}. There is no last one yet"
    day = date_in_words(told.ends_on)
    return f"{said}; you look at it together again on {day}." if told.agreed_end else f"{said}."


def _meets_again(course: Course) -> datetime | None:
    """When they meet after the course, if that is arranged."""
    if course.ended_on is None:
        return None
    ahead = endings.follow_ups(course, since=clock.now()).first()
    return ahead.starts_at if ahead else None


def _after(course: Course, therapist: str, meets: datetime | None) -> str:
    """When they meet again after the course, or that nothing is arranged; empty while it goes on."""
    if course.ended_on is None:
        return ""
    if meets is None:
        return f"No meeting is arranged. If you need one, ring {course.service.telephone or 'your service'}."
    at = localtime(meets)
    return f"You meet {therapist} again on {date_in_words(at.date())} at {clock_in_words(at)}."


def _empty(request: ClientRequest) -> HomePage:
    now = localtime(clock.now())
    return HomePage(
        date=date_in_words(now.date()), greeting=greeting(now), name=_first_name(request),
        therapist=therapist_name(request), step=NO_COURSE, session=None, clock_words="", ribbon=None,
        line="", line_by="", to_try=None, has_course=False,
    )  # fmt: skip


def _first_name(request: ClientRequest) -> str:
    return str(request.client.name).split(" ")[0]


def _to_sign(course: Course) -> Agreement | None:
    found = agreements.open_version(course)
    return found if found and found.therapist_signed_at and not found.client_signed_at else None


def _next_session(session: Session | None) -> NextSession | None:
    if session is None:
        return None
    starts, today = localtime(session.starts_at), localtime(clock.now()).date()
    day = day_in_words(starts.date(), today)
    return NextSession(
        when=f"{day[0].upper()}{day[1:]} at {clock_in_words(starts)}",
        mode=session.get_mode_display(),
    )


def _agreed_words(course: Course, therapist: str) -> str:
    day = course.done.get("formulation_agreed")
    return f"You and {therapist} agreed this on {month_day(date.fromisoformat(day))}." if day else ""


def _to_try(request: ClientRequest) -> tuple[ToTry, ...]:
    """The steps that wait, the newest first."""
    return tuple(_one(step) for step in steps.open_steps(request.client)[:MOST_STEPS])


def _one(step: Step) -> ToTry:
    day, lesson = month_day(localtime(step.created_at).date()), steps.lesson_of(step)
    return ToTry(step.id, step.words, day, lesson.code if lesson else "", step.worksheet_id)


def _rhythm(course: Course, now: datetime) -> tuple[DayLink, ...]:
    """The days of the rhythm log that wait; none where no log is kept, or both are written."""
    lived = day_lived(now)
    return tuple(day_link(on, lived) for on in rhythm.to_write(course, now))


def _to_read(course: Course, state: CourseState) -> ToRead | None:
    """The page that fits best, where something new begins or ends; in between it stands in the plan."""
    if course.ended_on is not None or phase(state).kind is PhaseKind.MIDDLE:
        return None
    first = reading(course, state).first
    return ToRead(first[0].code, first[0].title) if first else None
