"""The review half way: a decision by people, with its reason, recorded once."""

from __future__ import annotations

import pytest

from kinweave.core.course import Stage
from kinweave.people.actions import Refused
from kinweave.treatment.actions.review import record_review
from kinweave.treatment.models import Decision, Formulation, Review, StillFits
from kinweave.treatment.queries.review import UNCHECKED, reviews, second_look
from tests.capabilities.treatment import agreeing
from tests.cast import Cast


def test_a_decision_is_recorded_with_what_was_shown_and_the_formulation_read(cast: Cast) -> None:
    course = agreeing.under_way(cast)
    shown = [{"title": "PHQ-9", "first": "17", "latest": "15"}]
    record_review(
        course=course, decision=Decision.CONTINUE, reason="It moves.", by=cast.miriam, still_fits=StillFits.YES,
        client_said="Slowly.", scores=shown,
    )  # fmt: skip
    row = reviews(course).get()
    course.refresh_from_db()
    assert (row.scores, row.client_said, row.formulation) == (shown, "Slowly.", Formulation.objects.get())
    assert "mid_review_recorded" in course.done


def test_it_needs_a_reason_and_the_formulation_read_again(cast: Cast) -> None:
    course = agreeing.under_way(cast)
    with pytest.raises(Refused, match="reason"):
        record_review(
            course=course, decision=Decision.CONTINUE, reason=" ", by=cast.miriam, still_fits=StillFits.YES
        )
    with pytest.raises(Refused, match="Read the formulation again"):
        record_review(course=course, decision=Decision.CONTINUE, reason="x", by=cast.miriam)
    assert Review.objects.count() == 0


def test_another_focus_opens_the_next_version_with_the_same_reason(cast: Cast) -> None:
    course = agreeing.under_way(cast)
    for _ in range(2):
        record_review(
            course=course, decision=Decision.CHANGE_FOCUS, reason="Her father died.", by=cast.miriam,
            still_fits=StillFits.NO,
        )  # fmt: skip
    second = Formulation.objects.get(number=2)
    assert second.reason == "Her father died."
    assert Formulation.objects.count() == 2


def test_a_course_that_has_ended_is_not_reviewed(cast: Cast) -> None:
    cast.course.stage = Stage.TRANSFERRED
    cast.course.save(update_fields=["stage"])
    with pytest.raises(Refused, match="nothing left to review"):
        record_review(course=cast.course, decision=Decision.CONTINUE, reason="x", by=cast.miriam)


@pytest.mark.parametrize(
    ("first", "latest", "applies"),
    [
        (20, 20, True),
        (20, 22, True),
        (20, 16, True),
        (20, 15, False),
        (20, 4, False),
        (0, 0, None),
        (17, None, None),
    ],
)
def test_the_rule_lies_beside_its_inputs_and_says_where_it_comes_from(
    cast: Cast, first: float, latest: float | None, applies: bool | None
) -> None:
    look = second_look(cast.course, first, latest)
    assert look is not None
    assert look.applies is applies
    assert (look.first, look.latest) == (first, latest)
    assert look.source == UNCHECKED
    assert look.rule.choices
