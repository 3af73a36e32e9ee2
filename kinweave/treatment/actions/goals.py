"""Setting the goals both have signed, and rating them."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.db import transaction

from kinweave.audit import actions as audit
from kinweave.audit.acts import Act
from kinweave.core import clock
from kinweave.people.actions import Refused
from kinweave.people.models import User
from kinweave.treatment.actions.rows import belonging
from kinweave.treatment.models import Agreement, Goal, GoalRating
from kinweave.treatment.models.goals import MOST


@transaction.atomic
def set_goals(*, agreement: Agreement, by: User) -> list[Goal]:
    """Make the goals of an agreement the goals of its course.

    A goal whose words are the same stays, with its ratings; one that is gone is closed; the rest are new,
    with the rating at the start when one was given.
    """
    standing = {(each.text, each.measure): each for each in _open(agreement)}
    goals = []
    for place, wanted in enumerate(agreement.goals, start=1):
        goal = standing.pop((wanted["text"], wanted.get("measure", "")), None)
        if goal is None:
            goal = Goal(
                **belonging(agreement.course, by), id=uuid4(), agreement=agreement, place=place,
                text=wanted["text"], measure=wanted.get("measure", ""),
            )  # fmt: skip
            goal.save(force_insert=True)
            if wanted.get("start") is not None:
                _add_rating(goal, int(wanted["start"]), "", by)
        elif goal.place != place:
            goal.place = place
            goal.save(update_fields=["place"])
        audit.record(Act.GOAL_SET, by=by, on=goal)
        goals.append(goal)
    for gone in standing.values():
        gone.closed_on = clock.today(agreement.service.zone)
        gone.save(update_fields=["closed_on"])
    return goals


@transaction.atomic
def rate(*, ratings: dict[UUID, tuple[int, str]], goals: list[Goal], by: User) -> list[GoalRating]:
    """Rate some of `goals`: id to a number from 0 to 10 and the client's words about it."""
    by_id = {goal.id: goal for goal in goals if goal.closed_on is None}
    made = []
    for goal_id, (rating, note) in ratings.items():
        if goal_id not in by_id:
            raise Refused("That goal is no longer part of the agreement. Load the page again.")
        made.append(_add_rating(by_id[goal_id], rating, note, by))
    return made


def _add_rating(goal: Goal, rating: int, note: str, by: User) -> GoalRating:
    if not 0 <= rating <= MOST:
        raise Refused(f"A rating goes from 0 to {MOST}.")
    now = clock.now()
    row = GoalRating.objects.create(
        service_id=goal.service_id, client_id=goal.client_id, created_at=now, created_by=by, goal=goal,
        rating=rating, note=note.strip(), rated_at=now,
    )  # fmt: skip
    audit.record(Act.GOAL_RATED, by=by, on=row)
    return row


def _open(agreement: Agreement) -> list[Goal]:
    return list(Goal.objects.filter(course_id=agreement.course_id, closed_on=None).order_by("place"))
