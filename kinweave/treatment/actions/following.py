"""Beginning a course after another one: staying well goes on from what was worked out before."""

from __future__ import annotations

from django.db import transaction

from kinweave.audit import actions as audit
from kinweave.audit.acts import Act
from kinweave.core import clock
from kinweave.core.course import Stage
from kinweave.core.protocols import Protocol
from kinweave.core.startable import startable
from kinweave.people.actions import Refused
from kinweave.people.models import Consent, ConsentScope, User
from kinweave.treatment.actions import formulation as formulations
from kinweave.treatment.actions import staying_well as plans
from kinweave.treatment.actions.course import mark_done, open_course
from kinweave.treatment.actions.intake import CONSENT_GIVEN
from kinweave.treatment.actions.rows import belonging, locked
from kinweave.treatment.models import Course, Formulation, Intake, StayingWellPlan
from kinweave.treatment.queries import course as courses
from kinweave.treatment.queries.formulation import current_formulation
from kinweave.treatment.queries.intake import BASELINE
from kinweave.treatment.queries.staying_well import plan_for_staying_well

CAME_BY = "course before"
OF_THE_COURSE_BEFORE = frozenset({"sessions", "ends_on"})
"""What a formulation says about how long the work goes on; the new agreement says it anew."""
QUESTIONS = "questions"
FROM_BEFORE = "Taken over from the course before, to be read again together."


@transaction.atomic
def begin_after(*, course: Course, protocol: Protocol, by: User, reason: str = "") -> Course:
    """Open a course of `protocol` that goes on from `course`, the client's latest, which was finished.

    People, timeline, circle and scores are the client's and stay where they are. The agreed formulation
    becomes the first draft of the new one, to be read again and answered anew; the plan for staying well
    is the client's and goes on; consent that stands, stands. The agreement is new. What was signed before
    stays as it is. Raises Refused in words when the course cannot be followed.
    """
    before = locked(course)
    _must_be_possible(before, protocol)
    after = open_course(
        client=before.client, protocol=protocol, by=by, came_by=CAME_BY, reason=reason.strip(), follows=before
    )
    _carry_formulation(before, after, protocol, by)
    _carry_plan(before, after, by)
    _carry_start(before, after, by)
    return after


def _must_be_possible(before: Course, protocol: Protocol) -> None:
    if not (protocol.follows_a_course and startable(protocol)):
        raise Refused(f"{protocol.title} does not go on from another course.")
    if before.stage != Stage.FINISHED:
        raise Refused(
            f"{protocol.title} begins after a course that was finished. Finish the course before it first."
        )
    if protocol.family != courses.protocol(before).family:
        raise Refused(f"{protocol.title} goes on from a course of its own kind only.")


def _carry_formulation(before: Course, after: Course, protocol: Protocol, by: User) -> None:
    agreed = current_formulation(before)
    areas = [code for code in before.areas if code in protocol.problem_areas]
    after.areas, after.focus_line = areas, before.focus_line
    after.save(update_fields=["areas", "focus_line"])
    if agreed is None:
        return
    draft = Formulation(**belonging(after, by), number=1, reason=FROM_BEFORE)
    for field in formulations.KEPT:
        if field not in OF_THE_COURSE_BEFORE:
            setattr(draft, field, getattr(agreed, field))
    draft.areas = [code for code in agreed.areas if code in protocol.problem_areas]
    draft.subtypes = {code: kind for code, kind in agreed.subtypes.items() if code in draft.areas}
    draft.statement = agreed.words
    draft.save(force_insert=True)
    audit.record(Act.FORMULATION_WRITTEN, by=by, on=draft, reason="from the course before")


def _carry_plan(before: Course, after: Course, by: User) -> None:
    held = plan_for_staying_well(before)
    if held is None:
        return
    row = StayingWellPlan(**belonging(after, by), written_at=held.written_at)
    for field in plans.KEPT:
        setattr(row, field, getattr(held, field))
    row.save(force_insert=True)
    audit.record(Act.PLAN_WRITTEN, by=by, on=row, reason="from the course before")


def _carry_start(before: Course, after: Course, by: User) -> None:
    """The client has read how this works, agreed to it and been asked; nothing of that is asked twice."""
    if Consent.objects.filter(
        client_id=after.client_id, scope=ConsentScope.TREATMENT, withdrawn_at=None
    ).exists():
        mark_done(course=after, check=CONSENT_GIVEN, by=by)
    start = Intake.objects.filter(course=before).first()
    if start is None:
        return
    answered = {QUESTIONS: clock.now().isoformat()} if BASELINE in before.done else {}
    row = Intake.objects.create(
        **belonging(after, by), passed=answered | start.passed, finished_at=start.finished_at
    )
    audit.record(Act.START_PASSED, by=by, on=row, reason="from the course before")
