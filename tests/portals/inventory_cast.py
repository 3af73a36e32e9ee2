"""People and a timeline for the pages of both portals."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kinweave.treatment.actions import circle as circles
from kinweave.treatment.actions import inventory, timeline
from kinweave.treatment.models import CircleVersion, LifeEvent, Link, Moment, Person
from tests.cast import Cast


@dataclass(frozen=True)
class Lives:
    """What stands in Joanna's record."""

    isla: Person
    peter: Person
    kept: CircleVersion
    event: LifeEvent
    moment: Moment
    link: Link


def lives(cast: Cast) -> Lives:
    """Two people, one kept circle, one event, one moment and one tie."""
    isla = inventory.add_person(
        client=cast.joanna,
        values={"name": "Isla", "who": "daughter, 15", "ring": 1, "tie": "both"},
        by=cast.joanna_user,
    )
    peter = inventory.add_person(
        client=cast.joanna, values={"name": "Peter", "ring": 2, "tie": "strain"}, by=cast.miriam
    )
    inventory.write_private_side(
        person=peter, safety="control", note="checks her telephone", seen=0, by=cast.miriam
    )
    kept = circles.keep_circle(client=cast.joanna, moment="initial", drawn_by="together", by=cast.miriam)
    event = timeline.add_event(
        client=cast.joanna,
        values={
            "on": date(2026, 8, 1),
            "precision": "month",
            "kind": "move",
            "title": "Moved to Norwich",
            "mood_at": -3,
        },
        by=cast.miriam,
        people=[isla],
        brought="strain",
    )
    moment = timeline.write_moment(
        client=cast.joanna, said="I’d rather stay here", by=cast.joanna_user, person=isla, mood=3
    )
    link = timeline.tie(
        client=cast.joanna, event=event, person=isla, sentence="She stayed behind", by=cast.miriam
    )
    return Lives(isla, peter, kept, event, moment, link)
