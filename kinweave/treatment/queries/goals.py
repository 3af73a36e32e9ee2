"""Goals with their ratings over time."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

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

    @property
    def last_rated(self) -> datetime | None:
        return self.ratings[-1][0] if self.ratings else None


def goals(course: Course) -> tuple[RatedGoal, ...]:
    """The goals of the agreement in force, in order; two queries."""
    by_goal: defaultdict[UUID, list[GoalRating]] = defaultdict(list)
    for rating in GoalRating.objects.filter(goal__course=course).order_by("rated_at", "created_at"):
        by_goal[rating.goal_id].append(rating)
    return tuple(_rated(goal, by_goal[goal.id]) for goal in open_goals(course))


def open_goals(course: Course) -> QuerySet[Goal]:
    """The goals of the agreement in force as rows, in order."""
    return Goal.objects.filter(course=course, closed_on=None).order_by("place")


def _rated(goal: Goal, ratings: list[GoalRating]) -> RatedGoal:
    return RatedGoal(
        id=goal.id,
        text=goal.text,
        measure=goal.measure,
        ratings=tuple((each.rated_at, each.rating) for each in ratings),
        note=ratings[-1].note if ratings else "",
    )
