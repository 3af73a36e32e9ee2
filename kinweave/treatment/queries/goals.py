"""Goals with their ratings over time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Prefetch

from kinweave.treatment.models import Course, Goal, GoalRating


@dataclass(frozen=True)
class RatedGoal:
    """A goal with its ratings, oldest first, each 0 to 10."""

    id: UUID
    text: str
    measure: str
    ratings: tuple[tuple[datetime, int], ...]
    note: str  # the client's words with the latest rating

    @property
    def start(self) -> int | None:
        return self.ratings[0][1] if self.ratings else None

    @property
    def now(self) -> int | None:
        return self.ratings[-1][1] if self.ratings else None


def goals(course: Course) -> tuple[RatedGoal, ...]:
    """The goals of the agreement in force, in order; two queries."""
    by_time = Prefetch("ratings", queryset=GoalRating.objects.order_by("rated_at"))
    rows = Goal.objects.filter(course=course, closed_on=None).order_by("place").prefetch_related(by_time)
    return tuple(_rated(goal) for goal in rows)


def _rated(goal: Goal) -> RatedGoal:
    ratings = list(goal.ratings.all())
    return RatedGoal(
        id=goal.id,
        text=goal.text,
        measure=goal.measure,
        ratings=tuple((each.rated_at, each.rating) for each in ratings),
        note=ratings[-1].note if ratings else "",
    )
