"""What may come after a course that was finished, and what a course after it begins with."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.shortcuts import get_object_or_404

from kinweave.core.course import Stage
from kinweave.core.protocols import Protocol
from kinweave.core.startable import startable
from kinweave.people.models import User
from kinweave.shelf.queries import library
from kinweave.treatment.models import Course, Formulation, LifeEvent, Person, StayingWellPlan
from kinweave.treatment.queries import course as courses
from kinweave.treatment.queries.formulation import current_formulation
from kinweave.treatment.queries.staying_well import plan_for_staying_well


def may_follow(course: Course) -> tuple[Protocol, ...]:
    """Protocols that go on from this course; empty while it is open, or when it was not finished. No query."""
    if course.stage != Stage.FINISHED:
        return ()
    family = courses.protocol(course).family
    offered = [each for each in library().all(Protocol) if each.follows_a_course and startable(each)]
    return tuple(each for each in offered if each.family == family)


@dataclass(frozen=True)
class CarriedOver:
    """What is there already when a course begins after another one."""

    people: int
    events: int
    formulation: Formulation | None
    plan: StayingWellPlan | None


def carried_over(course: Course) -> CarriedOver:
    """What a course after this one, which the reader may see, would begin with. Four queries."""
    return CarriedOver(
        people=Person.objects.filter(client_id=course.client_id, archived_at=None).count(),
        events=LifeEvent.objects.filter(client_id=course.client_id, archived_at=None).count(),
        formulation=current_formulation(course),
        plan=plan_for_staying_well(course),
    )


def one_of(user: User, client_id: UUID, course_id: UUID) -> Course:
    """One course of a client `user` may see, an earlier one as well; else 404."""
    rows = Course.objects.visible_to(user).filter(client_id=client_id).select_related("client", "service")
    return get_object_or_404(rows, pk=course_id)
