"""The only writers of the closeness circle."""

from __future__ import annotations

import math

from django.db import transaction

from kinweave.audit import actions as audit
from kinweave.audit.acts import Act
from kinweave.core import clock
from kinweave.people.actions import Refused
from kinweave.people.models import Client, User
from kinweave.treatment.actions.inventory import change_person
from kinweave.treatment.models import CircleVersion, Person
from kinweave.treatment.models.circle import placement


def move_person(*, person: Person, ring: int, angle: float | None, seen: int, by: User | None) -> Person:
    """Put somebody on another ring or at another angle (degrees clockwise from the top).

    Raises Refused for a place that does not exist, ChangedMeanwhile when somebody else moved them first.
    """
    if ring not in (1, 2, 3, 4) or (angle is not None and not math.isfinite(angle)):
        raise Refused("There is no such place on the circle. Choose one of the four rings.")
    place = {"ring": ring, "angle": None if angle is None else round(angle % 360, 1) % 360}
    return change_person(person=person, values=place, seen=seen, by=by, act=Act.PERSON_MOVED)


@transaction.atomic
def keep_circle(
    *,
    client: Client,
    moment: str,
    drawn_by: str,
    by: User | None,
    missing_people: str = "",
    change_wanted: str = "",
) -> CircleVersion:
    """Keep the circle as it stands now. A circle without people is kept like any other."""
    now = clock.now()
    people = Person.objects.filter(client=client, archived_at=None).order_by("created_at", "id")
    kept = CircleVersion.objects.create(
        service_id=client.service_id,
        client=client,
        created_at=now,
        created_by=by,
        moment=moment,
        drawn_by=drawn_by,
        drawn_on=clock.today(client.service.zone),
        placements=[placement(person) for person in people],
        missing_people=missing_people,
        change_wanted=change_wanted,
    )
    audit.record(Act.CIRCLE_KEPT, by=by, on=kept, reason=moment)
    return kept
