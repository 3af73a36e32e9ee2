"""Steps between sessions: agreed in the client's words, looked at again, never counted or scored."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from kinweave.audit import actions as audit
from kinweave.audit.acts import Act
from kinweave.core import clock
from kinweave.core.lessons import Lesson
from kinweave.people.actions import Refused
from kinweave.people.models import User
from kinweave.shelf import actions as shelf
from kinweave.treatment.models import Course, Session, StepMode
from kinweave.worksheets.models import Step, StepState, WorksheetEntry


@transaction.atomic
def agree_step(
    *,
    session: Session,
    words: str,
    by: User,
    mode: str = StepMode.INVITED,
    with_whom: str = "",
    person: UUID | None = None,
    obstacle: str = "",
) -> Step | None:
    """Write down what the client will try after this session; said again, it is put in other words.

    With `mode` none, or nothing to say, there is no step (and one said before is let go). Once the client
    has said how it went, the words stay.
    """
    Session.objects.select_for_update().get(pk=session.pk)
    step = Step.objects.filter(agreed_in=session, lesson=None, worksheet=None).first()
    if step is not None and step.told_at is not None:
        return step
    if mode == StepMode.NONE or not words.strip():
        if step is not None and step.state == StepState.OPEN:
            _let_go(step, by)
        return None
    step = step or Step(
        service_id=session.service_id, client_id=session.client_id, course_id=session.course_id, agreed_in=session,
        created_at=clock.now(), created_by=by,
    )  # fmt: skip
    step.words, step.mode, step.with_whom = words.strip(), mode, with_whom.strip()
    step.person, step.obstacle, step.state = person, obstacle.strip(), StepState.OPEN
    step.save()
    audit.record(Act.STEP_AGREED, by=by, on=step, reason=mode)
    return step


@transaction.atomic
def tell_step(*, step: Step, state: str, by: User, how_it_went: str = "") -> Step:
    """Say what became of a step, in the client's words; it may be said again until it was looked back on."""
    step = Step.objects.select_for_update().get(pk=step.pk)
    if state not in StepState.values:
        raise Refused("Choose what became of the step.")
    if step.reviewed_in_id is not None and by.is_client:
        raise Refused("You have already looked back on this step together.")
    step.state, step.how_it_went, step.told_at = state, how_it_went.strip(), clock.now()
    step.version += 1
    step.save(update_fields=["state", "how_it_went", "told_at", "version"])
    audit.record(Act.STEP_TOLD, by=by, on=step, reason=state)
    return step


@transaction.atomic
def review_step(
    *, step: Step, session: Session, state: str, by: User, how_it_went: str | None = None
) -> Step:
    """Look back on a step in a session. A step that goes on stays on the client's phone."""
    step = Step.objects.select_for_update().get(pk=step.pk)
    if state not in StepState.values:
        raise Refused("Choose what became of the step.")
    if step.course_id != session.course_id:
        raise Refused("This step belongs to another course.")
    step.state = state
    step.reviewed_in = session if state in (StepState.DONE, StepState.LET_GO) else None
    if how_it_went is not None:
        step.how_it_went = how_it_went.strip()
    step.told_at = step.told_at or clock.now()
    step.version += 1
    step.save(update_fields=["state", "reviewed_in", "how_it_went", "told_at", "version"])
    audit.record(Act.STEP_REVIEWED, by=by, on=step, reason=state)
    return step


@transaction.atomic
def look_back(*, session: Session, by: User) -> None:
    """Close the earlier steps whose end the client has told: a session's note holds it now, the next need not."""
    told = Step.objects.filter(
        course=session.course_id, created_at__lt=session.starts_at, reviewed_in=None,
        state__in=(StepState.DONE, StepState.LET_GO),
    )  # fmt: skip
    for step in told.exclude(agreed_in=session):
        review_step(step=step, session=session, state=step.state, by=by)


@transaction.atomic
def give_lesson(*, course: Course, lesson: Lesson, by: User, session: Session | None = None) -> Step:
    """Send a lesson to the client's phone as something to read; one that is still there is not sent again."""
    Course.objects.select_for_update().get(pk=course.pk)
    if not course.is_open:
        raise Refused("This course has ended; nothing more can be sent.")
    if session is not None and session.course_id != course.pk:
        raise Refused("This session belongs to another course.")
    frozen = shelf.freeze(lesson)
    waiting = Step.objects.filter(
        course=course, lesson=frozen, reviewed_in=None, state=StepState.OPEN
    ).first()
    if waiting is not None:
        return waiting
    step = Step.objects.create(
        service_id=course.service_id, client_id=course.client_id, course=course, agreed_in=session, lesson_id=frozen,
        words=lesson.title, mode=StepMode.INVITED, created_at=clock.now(), created_by=by,
    )  # fmt: skip
    audit.record(Act.STEP_AGREED, by=by, on=step, reason=f"lesson {lesson.code}")
    return step


@transaction.atomic
def invite_to(
    *,
    entry: WorksheetEntry,
    title: str,
    by: User,
    session: Session | None = None,
    mode: str = StepMode.INVITED,
) -> Step:
    """Make writing on a worksheet a step of the client's; an invitation that still waits is not given twice.

    `title` is the client's name for the worksheet. The worksheet must be open on the client's side.
    """
    Course.objects.select_for_update().get(pk=entry.course_id)
    if not entry.is_with_client or entry.is_done:
        raise Refused("This worksheet is not open on the client’s side.")
    waiting = Step.objects.filter(worksheet=entry, reviewed_in=None, state=StepState.OPEN).first()
    if waiting is not None:
        return waiting
    step = Step.objects.create(
        service_id=entry.service_id, client_id=entry.client_id, course_id=entry.course_id, agreed_in=session,
        worksheet=entry, words=title, mode=mode, created_at=clock.now(), created_by=by,
    )  # fmt: skip
    audit.record(Act.STEP_AGREED, by=by, on=step, reason=f"worksheet {entry.definition_code}")
    return step


@transaction.atomic
def written_on(*, entry: WorksheetEntry, by: User) -> None:
    """A finished worksheet says what became of the step that invited to it; nobody has to say it again."""
    waiting = Step.objects.filter(
        worksheet=entry, reviewed_in=None, state__in=(StepState.OPEN, StepState.NOT_YET)
    )
    for step in waiting.order_by("created_at", "id"):
        tell_step(step=step, state=StepState.DONE, how_it_went=step.how_it_went, by=by)


@transaction.atomic
def take_lesson_back(*, step: Step, by: User) -> None:
    """Take back a lesson that was sent by mistake, while nobody has said what became of it."""
    step = Step.objects.select_for_update().get(pk=step.pk)
    if step.lesson_id is None or step.told_at is not None or step.state != StepState.OPEN:
        raise Refused("The client has answered about this already; it stays.")
    _let_go(step, by)


def _let_go(step: Step, by: User) -> None:
    step.state = StepState.LET_GO
    step.save(update_fields=["state"])
    audit.record(Act.STEP_AGREED, by=by, on=step, reason="taken back")
