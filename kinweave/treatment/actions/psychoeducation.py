"""Writing down what was explained, and what the client may put down for now."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from kinweave.audit import actions as audit
from kinweave.audit.acts import Act
from kinweave.core import clock
from kinweave.people.actions import Refused
from kinweave.people.models import User
from kinweave.treatment.actions.rows import Overtaken, belonging, locked
from kinweave.treatment.models import Course, Psychoeducation
from kinweave.treatment.queries.psychoeducation import current

OVER = "This course has ended. What was written stays as it is."
KEPT = ("topics", "named_as", "client_said", "excused", "kept", "helpers", "review_on", "client_sees")
"""What a version holds."""


@transaction.atomic
def write_version(*, course: Course, values: Mapping[str, Any], seen: int, by: User) -> Psychoeducation:
    """Write the next version. `seen` is the number of the one it was written from (0: none).

    Raises Overtaken when another came in between, Refused when nothing is said or the day of review has passed.
    """
    course = locked(course, ended=OVER)
    last = current(course)
    number = last.number if last else 0
    if last is not None and number != seen:
        raise Overtaken(last)
    if not any(values.get(field) for field in KEPT if field != "client_sees"):
        raise Refused("Nothing is written yet. Tick what was explained, or write what is put down for now.")
    if values.get("excused") and not values.get("review_on"):
        raise Refused("Give the day on which you look at this again: what is put down is put down for now.")
    if values.get("review_on") and values["review_on"] < clock.today(course.service.zone):
        raise Refused("The day on which you look at this again lies in the past. Choose one to come.")
    row = Psychoeducation.objects.create(
        **belonging(course, by), number=number + 1, **{field: values[field] for field in KEPT if field in values}
    )  # fmt: skip
    audit.record(Act.EXPLAINED, by=by, on=row)
    return row
