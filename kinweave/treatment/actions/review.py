"""Recording the review half way."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from kinweave.audit import actions as audit
from kinweave.audit.acts import Act
from kinweave.core import clock
from kinweave.people.actions import Refused
from kinweave.people.models import User
from kinweave.treatment.actions.course import mark_done
from kinweave.treatment.actions.formulation import start_version
from kinweave.treatment.actions.rows import belonging, locked
from kinweave.treatment.models import Course, Decision, Review, StillFits
from kinweave.treatment.queries import course as courses
from kinweave.treatment.queries.formulation import current_formulation, open_version


@transaction.atomic
def record_review(
    *,
    course: Course,
    decision: Decision,
    reason: str,
    by: User,
    still_fits: StillFits | None = None,
    client_said: str = "",
    scores: list[dict[str, Any]] | None = None,
) -> Review:
    """Record what both decided, with the scores as they were shown. It is never edited afterwards.

    Deciding on another focus opens the next version of the formulation with the same reason.
    """
    course = locked(course, ended="This course has ended; there is nothing left to review.")
    if not reason.strip():
        raise Refused("Please give the reason for the decision.")
    formulation = current_formulation(course)
    if formulation is not None and still_fits is None:
        raise Refused("Read the formulation again together, then say whether it still fits.")
    row = Review.objects.create(
        **belonging(course, by),
        held_on=clock.today(course.service.zone), session_number=courses.state(course).attended, formulation=formulation,
        still_fits=still_fits.value if still_fits else "", scores=scores or [],
        client_said=client_said.strip(),
        decision=decision.value, reason=reason.strip(),
    )  # fmt: skip
    audit.record(Act.REVIEW_RECORDED, by=by, on=row, reason=decision.value)
    mark_done(course=course, check="mid_review_recorded", by=by)
    if decision is Decision.CHANGE_FOCUS and open_version(course) is None:
        start_version(course=course, by=by, reason=row.reason)
    return row
