"""Joanna's course, carried forward by the actions its pages use, week by week."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import uuid4

from kinweave.core import clock
from kinweave.core.course import Attendance
from kinweave.measures import actions as measures
from kinweave.people.models import User
from kinweave.shelf.queries import library
from kinweave.treatment.actions import agreement, formulation, notes, sessions, timeline
from kinweave.treatment.models import Answer, Course, Session
from kinweave.treatment.models.inventory import Person
from tests.capabilities.measures.asking import phq
from tests.cast import START, Cast, reachable

LINE = "I’ve been living here as if I were only visiting."
GOALS = (
    ("To have one person here I can ring on a bad evening", 1),
    ("To speak to Isla without keeping score", 3),
    ("To hang the pictures", 0),
)
CHECKS = ("consent_given", "suitability_recorded", "symptom_review_done", "inventory_taken")


def friday(week: int) -> datetime:
    """Ten o’clock on the Friday that many weeks after the first session."""
    return START + timedelta(weeks=week)


@dataclass(frozen=True)
class Week:
    """What one session leaves behind."""

    number: int
    score: int
    touched: tuple[str, ...] = ()
    focus_worked: bool = True


def agree(
    course: Course, by: User, *, total: int = 16, area: str = "role-transition", starts_on: date | None = None
) -> None:
    """Formulation and agreement, agreed and signed in the room today."""
    from kinweave.treatment.actions.course import mark_done

    for check in CHECKS:
        mark_done(course=course, check=check, by=by)
    row = formulation.start_version(course=course, by=by)
    words = {
        "areas": [area],
        "why_these_areas": "The move and the divorce.",
        "statement": LINE,
        "one_line": LINE,
    }
    row = formulation.write(formulation=row, values=words, seen=row.version, by=by)
    row = formulation.share(formulation=row, seen=row.version, by=by)
    formulation.answer(formulation=row, seen=row.version, response=Answer.AGREES, by=by)
    course.refresh_from_db()
    today = clock.now().date()
    values = {
        "sessions": total, "starts_on": starts_on or today + timedelta(days=7), "starts_at": time(10), "minutes": 50,
        "without_sessions": [], "confidentiality_explained": True, "mode": "video",
        "goals": [{"text": text, "measure": "as rated together", "start": start} for text, start in GOALS],
        "between_session_contact": "By the service’s telephone; never for emergencies.",
        "missed_session_rule": "Ring the day before.", "nonresponse_plan": "We look again with the doctor.",
    }  # fmt: skip
    signed = agreement.start_version(course=course, by=by, values=values)
    agreement.sign(agreement=signed, seen=signed.version, by=by, together=True)
    course.refresh_from_db()


def hold(course: Course, week: Week, at: datetime, by: User, *, sign: bool = True, item9: int = 0) -> Session:
    """One session from its measure to its signature."""
    with clock.at(at - timedelta(hours=1)):
        answer(course, week.score, by, item9=item9)
    with clock.at(at):
        planned = Session.objects.filter(course=course, attendance=Attendance.PLANNED, starts_at=at).first()
        session = planned or sessions.plan_session(course=course, starts_at=at, by=by, mode="video")
        reachable(course.client, by)
        session = sessions.begin(session=session, by=by)
        values = {
            "since_last": "Two dips.", "touched": list(week.touched), "focus_worked": week.focus_worked,
            "disposition": "nothing-new",
        }  # fmt: skip
        notes.write_note(session=session, values=values, seen=0, page=uuid4(), by=by)
        if sign:
            notes.sign_note(session=session, by=by)
    course.refresh_from_db()
    return session


def answer(course: Course, total: int, by: User, *, item9: int = 0) -> None:
    """A PHQ-9 that comes to `total`, written in for the client now."""
    measures.enter_response(
        course=course,
        instrument=library().instrument("phq-9"),
        answers=phq(total, item9),
        at=clock.now(),
        by=by,
    )


def event(cast: Cast, on: date, title: str, people: Sequence[Person] = (), brought: str = "unsaid") -> None:
    """Something dated on the timeline."""
    timeline.add_event(
        client=cast.joanna, values={"on": on, "kind": "change", "title": title}, by=cast.miriam, people=people,
        brought=brought,
    )  # fmt: skip


def beginning(cast: Cast, scores: Sequence[int] = (17, 18, 16)) -> None:
    """The first sessions, up to the agreement on the day of the last of them."""
    for index, score in enumerate(scores):
        hold(cast.course, Week(index + 1, score, ("role-transition:link",)), friday(index), cast.miriam)
    with clock.at(friday(len(scores) - 1) + timedelta(hours=1)):
        agree(cast.course, cast.miriam)


def middle(cast: Cast, scores: Sequence[int], after: int = 3) -> None:
    """The sessions after the agreement, one a week."""
    for index, score in enumerate(scores, start=after):
        week = Week(index + 1, score, ("role-transition:old-role",))
        hold(cast.course, week, friday(index), cast.miriam)
