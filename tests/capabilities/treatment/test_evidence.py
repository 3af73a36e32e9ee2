"""What a loss speaks for: grief where somebody died, a change of role where it was another loss; each service decides how wide."""

from __future__ import annotations

from datetime import date

from kinweave.people.models import Service
from kinweave.treatment.actions import inventory
from kinweave.treatment.actions import timeline as actions
from kinweave.treatment.models import Course
from kinweave.treatment.queries.inventory_evidence import evidence_for_areas
from tests.cast import Cast


def texts(course: Course, area: str) -> list[str]:
    return [fact.text for fact in evidence_for_areas(Course.objects.get(pk=course.pk))[area]]


def lost(cast: Cast) -> None:
    """A shop that was lost, and somebody who moved out of the client's life."""
    actions.add_event(
        client=cast.joanna, by=cast.miriam,
        values={"on": date(2026, 4, 1), "precision": "month", "kind": "loss", "title": "Lost the shop"},
    )  # fmt: skip
    inventory.add_person(
        client=cast.joanna,
        values={"name": "Sam", "changed": True, "change_direction": "loss"},
        by=cast.miriam,
    )


def test_a_loss_is_laid_beside_grief_and_beside_a_change_of_role_for_two_people_to_decide(cast: Cast) -> None:
    lost(cast)
    assert "Lost the shop, April 2026: a loss on the timeline" in texts(cast.course, "grief")
    said = " ".join(texts(cast.course, "role-transition"))
    assert (
        "Lost the shop, April 2026: a loss on the timeline, which speaks here where it was not a death"
        in said
    )
    assert "Sam" in said


def test_a_service_that_counts_other_losses_as_grief_lays_them_there_alone(cast: Cast) -> None:
    lost(cast)
    before = texts(cast.course, "grief")
    Service.objects.filter(pk=cast.course.service_id).update(grief_includes_other_losses=True)
    assert texts(cast.course, "grief") == before
    assert texts(cast.course, "role-transition") == []
