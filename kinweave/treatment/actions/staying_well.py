"""Writing the plan for staying well: by the client, or with their therapist; also after the course."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from kinweave.audit import actions as audit
from kinweave.audit.acts import Act
from kinweave.core import clock
from kinweave.people.models import User
from kinweave.treatment.actions.course import mark_done
from kinweave.treatment.actions.rows import Overtaken, belonging, locked
from kinweave.treatment.models import Course, StayingWellPlan

KEPT = (
    "got_better", "my_first_signs", "trigger_situations", "hard_dates", "what_helped",
    "interpersonal_actions", "people_to_tell", "keep_going", "self_check", "return_route", "shared_with",
    "review_on",
)  # fmt: skip


@transaction.atomic
def write(*, course: Course, values: Mapping[str, Any], seen: int, by: User) -> StayingWellPlan:
    """Save some of the fields in `KEPT`. `seen` is the version the writer read, 0 for an empty page.

    Raises Overtaken when somebody else saved since. The plan counts as written once it names a first sign
    and something to do.
    """
    course = locked(course)
    row = StayingWellPlan.objects.filter(course=course).first()
    if (row.version if row else 0) != seen:
        raise Overtaken(row or StayingWellPlan(course=course))
    now = clock.now()
    if row is None:
        row = StayingWellPlan(
            **belonging(course, by), version=0,
        )  # fmt: skip
    for field in KEPT:
        if field in values:
            setattr(row, field, values[field])
    row.written_at = now
    row.version += 1
    row.save()
    audit.record(Act.PLAN_WRITTEN, by=by, on=row)
    if course.is_open and row.my_first_signs and (row.interpersonal_actions or row.people_to_tell):
        mark_done(course=course, check="staying_well_planned", by=by)
    return row
