"""Saying where the work on a problem area stands."""

from __future__ import annotations

from django.db import transaction

from kinweave.audit import actions as audit
from kinweave.audit.acts import Act
from kinweave.core import clock
from kinweave.core.problem_areas import ProblemArea
from kinweave.people.actions import Refused
from kinweave.people.models import User
from kinweave.treatment.models import AreaMark, Course


@transaction.atomic
def mark_stage(*, course: Course, area: ProblemArea, stage: str, by: User, words: str = "") -> AreaMark:
    """Say which stage the area is in. What was said before stays, with its date."""
    if stage not in {each.code for each in area.stages}:
        raise Refused("Choose one of the stages.")
    return _mark(course, area, AreaMark.Kind.STAGE, stage, True, by, words)


@transaction.atomic
def mark_progress(*, course: Course, area: ProblemArea, marker: str, holds: bool, by: User) -> AreaMark:
    """Say that a marker of progress is there, or is not there (any more)."""
    if marker not in {each.text for each in area.progress}:
        raise Refused("This is not among the markers of this area.")
    return _mark(course, area, AreaMark.Kind.PROGRESS, marker[:300], holds, by, "")


def _mark(
    course: Course, area: ProblemArea, kind: AreaMark.Kind, code: str, holds: bool, by: User, words: str
) -> AreaMark:
    row = AreaMark.objects.create(
        service_id=course.service_id, client_id=course.client_id, course=course, area=area.code, kind=kind, code=code,
        holds=holds, words=words.strip(), created_at=clock.now(), created_by=by,
    )  # fmt: skip
    audit.record(Act.AREA_MARKED, by=by, on=row)
    return row
