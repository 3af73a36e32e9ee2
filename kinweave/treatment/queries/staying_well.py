"""Reading plans for staying well, and what waits for a client's answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from kinweave.people.models import Client
from kinweave.treatment.models import Agreement, Course, Formulation, StayingWellPlan


def plan_for_staying_well(course: Course) -> StayingWellPlan | None:
    """The plan of this course, or None before anybody wrote in it."""
    return StayingWellPlan.objects.filter(course=course).first()


@dataclass(frozen=True)
class Waiting:
    """Something that waits for the client: what it is, and since when."""

    what: Literal["formulation", "agreement"]
    number: int
    since: datetime


def to_answer(client: Client) -> tuple[Waiting, ...]:
    """What waits for this client's own answer or signature, the longest wait first; two queries."""
    formulations = Formulation.objects.filter(client=client, answered_at=None, shared_at__isnull=False)
    agreements = Agreement.objects.filter(
        client=client, in_force_at=None, client_signed_at=None, therapist_signed_at__isnull=False
    )
    waiting = [
        *(Waiting("formulation", each.number, each.shared_at) for each in formulations if each.shared_at),
        *(
            Waiting("agreement", each.number, each.therapist_signed_at)
            for each in agreements
            if each.therapist_signed_at
        ),
    ]
    return tuple(sorted(waiting, key=lambda each: each.since))


def plan_course(client: Client) -> Course | None:
    """The client's latest course, also after it has ended: the plan stays theirs."""
    courses = Course.objects.filter(client=client).select_related("client", "service")
    return courses.order_by("-created_at").first()
