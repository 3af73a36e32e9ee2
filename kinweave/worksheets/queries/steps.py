"""Reading steps between sessions."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from django.shortcuts import get_object_or_404

from kinweave.core.lessons import Lesson
from kinweave.people.models import Client, User
from kinweave.shelf.queries import thawed
from kinweave.treatment.models import Course, Session
from kinweave.worksheets.models import Step, StepState

_WAITING = (StepState.OPEN, StepState.NOT_YET)


def open_steps(client: Client) -> list[Step]:
    """Steps a client may still try, newest first. One query."""
    return list(
        Step.objects.filter(client=client, state__in=_WAITING, reviewed_in=None).order_by("-created_at")
    )


def step(user: User, step_id: UUID) -> Step:
    """One step of a client whose record `user` may write (a client their own), or 404."""
    return get_object_or_404(Step.objects.writable_by(user).select_related("client", "course"), pk=step_id)


def of_course(course: Course) -> list[Step]:
    """All steps of a course the reader was already allowed to see, newest first."""
    return list(Step.objects.filter(course=course).select_related("agreed_in").order_by("-created_at"))


def to_look_at(course: Course, session: Session) -> list[Step]:
    """Steps agreed before this session that it should look at: not yet reviewed, or reviewed in it."""
    rows = Step.objects.filter(course=course, created_at__lt=session.starts_at).exclude(agreed_in=session)
    waiting = rows.filter(reviewed_in=None) | rows.filter(reviewed_in=session)
    return list(waiting.select_related("agreed_in").order_by("created_at"))


def agreed_in(session: Session) -> Step | None:
    """The step agreed in this session, if one was; what was sent to read or to write on is not it."""
    return Step.objects.filter(agreed_in=session, lesson=None, worksheet=None).first()


def given_lessons(course: Course) -> dict[str, Step]:
    """The newest step of each lesson that was sent and not taken back unread, by the lesson's code. One query."""
    rows = (
        Step.objects.filter(course=course, lesson__isnull=False)
        .select_related("lesson")
        .order_by("created_at")
    )
    told = (row for row in rows if row.told_at is not None or row.state != StepState.LET_GO)
    return {row.lesson.code: row for row in told if row.lesson is not None}


def invitations(course: Course) -> dict[UUID, Step]:
    """The newest step that invites to each worksheet and still waits, by the worksheet. One query."""
    rows = Step.objects.filter(course=course, worksheet__isnull=False, state__in=_WAITING, reviewed_in=None)
    return {row.worksheet_id: row for row in rows.order_by("created_at") if row.worksheet_id is not None}


def lesson_of(step: Step) -> Lesson | None:
    """The lesson of a step to read, as it was when it was sent; None for other steps."""
    return cast(Lesson, thawed(step.lesson_id)) if step.lesson_id else None
