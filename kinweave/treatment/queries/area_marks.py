"""Reading where the work on a problem area stands."""

from __future__ import annotations

from dataclasses import dataclass

from kinweave.treatment.models import AreaMark, Course


@dataclass(frozen=True)
class AreaStanding:
    """The latest stage, earlier ones before it, and which markers of progress hold now."""

    stage: AreaMark | None
    earlier: tuple[AreaMark, ...]
    progress: dict[str, AreaMark]


def standing(course: Course, area: str) -> AreaStanding:
    """Where an area of a course stands that the reader was already allowed to see. One query."""
    rows = list(AreaMark.objects.filter(course=course, area=area).select_related("created_by").order_by("created_at"))
    stages = [row for row in rows if row.kind == AreaMark.Kind.STAGE]
    progress = {row.code: row for row in rows if row.kind == AreaMark.Kind.PROGRESS}
    return AreaStanding(stages[-1] if stages else None, tuple(reversed(stages[:-1])), progress)


def stages_of(course: Course) -> list[AreaMark]:
    """Every stage said of the areas of a course, in order of time. One query."""
    return list(AreaMark.objects.filter(course=course, kind=AreaMark.Kind.STAGE).order_by("created_at"))
