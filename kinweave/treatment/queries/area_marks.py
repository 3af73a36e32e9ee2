"""Reading where the work on a problem area stands."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from kinweave.treatment.models import AreaMark, Course
from kinweave.web.prepared import Prepared


@dataclass(frozen=True)
class AreaStanding:
    """The latest stage, earlier ones before it, and which markers of progress hold now."""

    stage: AreaMark | None
    earlier: tuple[AreaMark, ...]
    progress: dict[str, AreaMark]


def standing(course: Course, area: str) -> AreaStanding:
    """Where an area of a course stands that the reader was already allowed to see. One query."""
    rows = list(
        AreaMark.objects.filter(course=course, area=area).select_related("created_by").order_by("created_at")
    )
    stages = [row for row in rows if row.kind == AreaMark.Kind.STAGE]
    progress = {row.code: row for row in rows if row.kind == AreaMark.Kind.PROGRESS}
    return AreaStanding(stages[-1] if stages else None, tuple(reversed(stages[:-1])), progress)


def stages_of(course: Course) -> list[AreaMark]:
    """Every stage said of the areas of a course, in order of time. One query."""
    return _stages(course.id)


def _rows_of_stages(course_id: UUID) -> QuerySet[AreaMark]:
    return AreaMark.objects.filter(course=course_id, kind=AreaMark.Kind.STAGE).order_by("created_at")


_stages = Prepared(_rows_of_stages, UUID)
