"""The course page: where one client is, in twenty seconds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar
from uuid import UUID

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.timezone import localtime

from kinweave.core import clock
from kinweave.core.course import Attendance, CourseState, Stage, phase
from kinweave.core.protocols import PhaseKind
from kinweave.measures.queries.lines import lines_of
from kinweave.people.models import User
from kinweave.safety.queries import due_by, open_alerts
from kinweave.safety.queries.alert import MARKS
from kinweave.therapist.pages.course_asks import AskedList, asked_lists
from kinweave.therapist.pages.course_decisions import Decision, decisions
from kinweave.therapist.pages.course_end import CourseEnd, course_end
from kinweave.therapist.pages.course_head import CourseHead, head_of
from kinweave.therapist.pages.course_map import (
    AreaMap,
    CheckLine,
    GoalLine,
    area_maps,
    check_lines,
    goal_lines,
)
from kinweave.therapist.pages.course_strands import Figure, Strands, figure, numbered, picture_of, ribbon_of
from kinweave.therapist.pages.course_ways import way
from kinweave.treatment.queries import course as courses
from kinweave.treatment.queries import overview, sessions
from kinweave.treatment.queries.area_marks import stages_of
from kinweave.treatment.queries.following import may_follow
from kinweave.web import words
from kinweave.worksheets.queries.entries import lines_of_areas

if TYPE_CHECKING:
    from kinweave.safety.models import Alert
    from kinweave.treatment.models import Course, Session


@dataclass(frozen=True)
class OpenAlert:
    """An open safety item beside the client's name."""

    id: UUID
    mark: str
    due: str
    by: str
    summary: str
    standing: str
    room: str  # where the room opens on it; empty when no session is at hand or the reader only reads


@dataclass(frozen=True)
class CoursePage:
    """One course at a glance."""

    template: ClassVar[str] = "therapist/course.html"
    head: CourseHead
    alerts: tuple[OpenAlert, ...]
    ribbon: SafeString
    figure: Figure | None  # None before anything is there to draw
    decisions: tuple[Decision, ...]
    goals: tuple[GoalLine, ...]
    areas: tuple[AreaMap, ...]
    checks: tuple[CheckLine, ...]
    asks: tuple[AskedList, ...]  # to look back on a session with; empty once the course has ended
    beginning: bool  # nothing is agreed yet: what comes next stands first
    room: str
    room_words: str
    plan: str  # where a session is planned; empty when one is, or the reader only reads
    end: CourseEnd | None  # the outcome, once the course has ended
    after: (
        str  # where a course that goes on from it begins; empty while there is none, or the reader only reads
    )
    before: str  # the course it goes on from; empty for a first one


def course_page(user: User, course: Course) -> CoursePage:
    """The page of a course the reader was already allowed to see. The same queries, however long the course."""
    rows = overview.sessions_with_touches(course)
    state = courses.state(course, rows)
    head = head_of(user, course, state, rows, tab="course")
    alerts = open_alerts(course.client)
    lines = lines_of(course)
    strands = Strands(lines.scores, lines.moods, overview.dated_events(course.client_id), bool(alerts))
    drawn = numbered(rows, state, head.clock.today)
    room, room_words = _room(course, rows, head)
    now = phase(state)
    return CoursePage(
        head=head, alerts=tuple(_alert(one, room) for one in alerts), ribbon=ribbon_of(course, state, drawn),
        figure=_figure(strands, [each for each, _ in drawn], head),
        decisions=decisions(course, state, head.clock, strands.points, strands.code),
        goals=goal_lines(overview.goals_now(course)), areas=_areas(course, rows) if state.active else (),
        checks=check_lines(state, now, course.client_id) if state.active else (),
        asks=asked_lists(state, course.areas, now) if state.active else (),
        beginning=_beginning(state, now.kind), room=room, room_words=room_words,
        plan="" if head.next or not (head.may_write and course.is_open) else way("session-new", course.client_id),
        end=None if state.active else course_end(course, lines.scores),
        after=way("following", course.client_id) if head.may_write and may_follow(course) else "",
        before=reverse("therapist:earlier", args=[course.client_id, course.follows_id]) if course.follows_id else "",
    )  # fmt: skip


def _beginning(state: CourseState, kind: PhaseKind) -> bool:
    return state.active and (state.stage is Stage.SUITABILITY or kind is PhaseKind.INITIAL)


def _areas(course: Course, rows: list[Session]) -> tuple[AreaMap, ...]:
    if not course.areas:
        return ()
    marks, sheets = stages_of(course), lines_of_areas(course)
    return area_maps(course.areas, overview.touched_in(rows), marks, sheets, course.client_id)


def _figure(strands: Strands, drawn: list[object], head: CourseHead) -> Figure | None:
    if not (strands.lines or strands.moods or strands.events or drawn):
        return None
    return figure(picture_of(strands, drawn, head.clock))  # type: ignore[arg-type]


def _room(course: Course, rows: list[Session], head: CourseHead) -> tuple[str, str]:
    """The room of the session at hand, and what its button says."""
    at_hand = sessions.in_hand(rows) if head.may_write and course.is_open else None
    if at_hand is None or at_hand.signed_at is not None:
        return "", ""
    url = reverse("therapist:session-room", args=[course.client_id, at_hand.id])
    at = localtime(at_hand.starts_at)
    day = words.day_in_words(at.date(), head.clock.today)
    held = at_hand.attendance == Attendance.ATTENDED
    return url, f"{day[0].upper()}{day[1:]}{'' if held else f' at {words.clock(at)}'}"


def _alert(alert: Alert, room: str) -> OpenAlert:
    here, due = localtime(clock.now()), localtime(alert.due_at)
    came = words.moment_in_words(localtime(alert.last_raised_at), here)
    owner = alert.owner.full_name if alert.owner else "nobody yet"
    taken = f"taken by {owner}" if alert.acknowledged_at else f"for {owner}"
    return OpenAlert(
        id=alert.pk, mark=MARKS[alert.tier], due=alert.get_tier_display(),  # type: ignore[index]
        by=due_by(alert.tier, due, here),
        summary=alert.summary, standing=f"Came {came}; {taken}.", room=f"{room}?at=safety" if room else "",
    )  # fmt: skip
