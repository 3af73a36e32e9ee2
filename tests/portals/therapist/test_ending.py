"""Review half way and ending, as the therapist meets them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client as Browser

from kinweave.core import clock
from kinweave.core.course import Stage
from kinweave.core.outcomes import Outcome
from kinweave.measures.actions import ask, record_past_score, record_response
from kinweave.people.models import User
from kinweave.shelf.queries import library
from kinweave.therapist.pages.scores_beside import in_words
from kinweave.treatment.actions.circle import keep_circle, move_person
from kinweave.treatment.actions.inventory import add_person
from kinweave.treatment.models import Ending, FollowUp, Formulation, Review, StayingWellPlan
from tests.capabilities.measures.asking import phq, waiting
from tests.capabilities.treatment import agreeing
from tests.cast import Cast

Signed = Callable[[User], Browser]


@pytest.fixture
def miriam(cast: Cast, as_user: Signed) -> Browser:
    agreeing.under_way(cast)
    return as_user(cast.miriam)


def url(cast: Cast, rest: str) -> str:
    return f"/work/people/{cast.joanna.id}/{rest}"


def text(response: Any) -> str:
    return str(response.content.decode())


def test_the_review_lays_out_the_rule_its_inputs_and_its_source(cast: Cast, miriam: Browser) -> None:
    page = text(miriam.get(url(cast, "review/")))
    assert "There are not two PHQ-9 scores yet" in page
    assert "not yet checked against a source" in page
    assert agreeing.WORDS["statement"] in page
    assert "We decide together." in page


def test_a_decision_on_another_focus_leads_to_the_new_version(cast: Cast, miriam: Browser) -> None:
    given = {"still_fits": "no", "decision": "change_focus", "reason": "A death"}
    answer = miriam.post(url(cast, "review/"), given)
    assert answer.headers["Location"] == url(cast, "formulation/write/")
    assert Formulation.objects.get(number=2).reason == "A death"
    assert "Decided on 13 November 2026" in text(miriam.get(url(cast, "review/")))


@pytest.mark.parametrize("gap", ["still_fits", "decision", "reason"])
def test_a_review_without_decision_reason_or_reading_is_not_recorded(
    cast: Cast, miriam: Browser, gap: str
) -> None:
    given = {"still_fits": "yes", "decision": "continue", "reason": "It moves", "client_said": "Slowly"}
    answer = miriam.post(url(cast, "review/"), given | {gap: ""})
    assert answer.status_code == 422
    assert "Slowly" in text(answer)
    assert Review.objects.count() == 0


def test_the_whole_ending_on_one_page(cast: Cast, miriam: Browser) -> None:
    assert "Open the ending now" in text(miriam.get(url(cast, "ending/")))
    assert miriam.post(url(cast, "ending/begin/"), {"x": ""}).status_code == 302
    assert (
        miriam.post(url(cast, "ending/write/feelings/"), {"version": "1", "feelings": "Sad"}).status_code
        == 302
    )
    given = {"version": "2", "what_the_client_did": "Knocked next door"}
    assert miriam.post(url(cast, "ending/write/gains/"), given).status_code == 302
    assert (
        miriam.post(url(cast, "ending/write/next/"), {"version": "3", "next_step": "follow_up"}).status_code
        == 302
    )
    meeting = {"on": "2027-04-23", "at": "10:00", "kind": "follow_up"}
    assert miriam.post(url(cast, "ending/follow-up/"), meeting).status_code == 302
    assert FollowUp.objects.get().starts_at.isoformat() == "2027-04-23T09:00:00+00:00"
    assert miriam.post(url(cast, "ending/close/"), {"to": "finished"}).status_code == 302
    cast.course.refresh_from_db()
    assert cast.course.stage == Stage.FINISHED
    page = text(miriam.get(url(cast, "ending/")))
    assert "This course is finished" in page
    assert "Knocked next door" in page
    assert "Record how it ends" not in page


def test_two_tabs_at_the_ending_see_both_texts(cast: Cast, miriam: Browser) -> None:
    miriam.post(url(cast, "ending/begin/"), {"x": ""})
    miriam.post(url(cast, "ending/write/feelings/"), {"version": "1", "feelings": "From the first"})
    both = miriam.post(url(cast, "ending/write/feelings/"), {"version": "1", "feelings": "From the second"})
    assert both.status_code == 409
    assert "From the first" in text(both)
    assert "From the second" in text(both)
    assert Ending.objects.get().feelings == "From the first"


@pytest.mark.parametrize(
    ("rest", "given", "says"),
    [
        ("ending/write/next/", {"version": "1", "next_step": "other_treatment"}, "which other treatment"),
        ("ending/write/next/", {"version": "1"}, "Choose what comes next"),
        ("ending/close/", {"to": "stopped_early"}, "give the reason"),
        ("ending/close/", {"to": "finished"}, "what comes next"),
        ("ending/close/", {}, "how the course ends"),
        ("ending/follow-up/", {"on": "2020-01-01", "at": "10:00", "kind": "follow_up"}, "still to come"),
        ("ending/follow-up/", {"on": "x", "at": "y", "kind": "z"}, "a day that exists"),
    ],
)
def test_what_cannot_be_done_is_said_where_it_was_asked(
    cast: Cast, miriam: Browser, rest: str, given: dict[str, str], says: str
) -> None:
    miriam.post(url(cast, "ending/begin/"), {"x": ""})
    answer = miriam.post(url(cast, rest), given)
    assert answer.status_code == 422
    assert says in text(answer)


def test_a_part_that_does_not_exist_is_not_there(cast: Cast, miriam: Browser) -> None:
    miriam.post(url(cast, "ending/begin/"), {"x": ""})
    assert miriam.post(url(cast, "ending/write/astrology/"), {"version": "1"}).status_code == 404


def test_a_meeting_can_be_taken_off(cast: Cast, miriam: Browser) -> None:
    miriam.post(url(cast, "ending/begin/"), {"x": ""})
    miriam.post(url(cast, "ending/follow-up/"), {"on": "2027-04-23", "at": "10:00", "kind": "maintenance"})
    row = FollowUp.objects.get()
    assert miriam.post(url(cast, f"ending/follow-up/{row.id}/cancel/")).status_code == 302
    assert "None planned" in text(miriam.get(url(cast, "ending/")))


def test_the_plan_is_written_together_and_printed(cast: Cast, miriam: Browser) -> None:
    given = {
        "version": "0", "my_first_signs-text": ["Awake after four", ""], "my_first_signs-how_long_before": ["", ""],
        "trigger_situations-text": ["A quarrel"], "self_check_every_weeks": "4", "self_check_scale": "PHQ-9",
    }  # fmt: skip
    assert miriam.post(url(cast, "ending/plan/"), given).status_code == 302
    plan = StayingWellPlan.objects.get()
    assert plan.my_first_signs == [{"text": "Awake after four", "how_long_before": ""}]
    assert plan.trigger_situations == ["A quarrel"]
    paper = miriam.get(url(cast, "ending/plan.pdf"))
    assert paper.headers["Content-Type"] == "application/pdf"
    assert paper.headers["Cache-Control"] == "no-store"
    both = miriam.post(url(cast, "ending/plan/"), given | {"got_better": "Mine"})
    assert both.status_code == 409
    assert "Mine" in text(both)
    assert "Awake after four" in text(both)


def test_an_outcome_is_a_word_without_praise_or_blame() -> None:
    said = dict(in_words(Outcome(True, None, True, False, None)))
    assert said["Reliable improvement"] == "yes"
    assert said["Recovery: under every cut-off now"] == "cannot be said from these scores"


def answered(cast: Cast, total: int) -> None:
    """Joanna's PHQ-9 before the next session."""
    record_response(assignment=waiting(cast.course), answers=phq(total), by=cast.joanna_user)


def test_scores_stand_side_by_side_with_the_rule_and_are_kept_with_the_decision(
    cast: Cast, miriam: Browser
) -> None:
    answered(cast, 17)
    with clock.at(clock.now() + timedelta(days=3)):
        answered_later = record_response(
            assignment=ask(course=cast.course, instrument=library().instrument("phq-9"), by=cast.miriam),
            answers=phq(15),
            by=cast.joanna_user,
        )
    assert answered_later.course_id == cast.course.id
    page = text(miriam.get(url(cast, "review/")))
    assert "PHQ-9 was 17, is now 15: down by 12 % of the first score" in page
    assert "That is so here." in page
    assert "could be chance change" in page
    miriam.post(url(cast, "review/"), {"still_fits": "yes", "decision": "continue", "reason": "It moves"})
    kept = Review.objects.get().scores
    assert (kept[0]["first"], kept[0]["latest"]) == ("17", "15")
    assert "17, then 15" in text(miriam.get(url(cast, "review/")))


def test_first_and_last_circle_lie_on_the_ending_page(cast: Cast, miriam: Browser) -> None:
    kate = add_person(client=cast.joanna, values={"name": "Kate", "ring": 3}, by=cast.miriam)
    keep_circle(client=cast.joanna, moment="initial", drawn_by="together", by=cast.miriam)
    move_person(person=kate, ring=1, angle=None, seen=kate.version, by=cast.miriam)
    miriam.post(url(cast, "ending/begin/"), {"x": ""})
    page = text(miriam.get(url(cast, "ending/")))
    assert "Kate is closer than before." in page
    assert 'id="circle-end"' in page


def test_a_total_of_other_items_is_no_first_score(cast: Cast, miriam: Browser) -> None:
    """WSAS of five items and of four: the end is set beside the first total that was made as it is."""
    works, not_now = {"work-applies": 1, "1": 8}, {"work-applies": 0}
    for weeks, (work, each) in enumerate(((not_now, 6), (not_now, 2), (works, 7)), start=1):
        record_past_score(
            client=cast.joanna, course=cast.course, instrument=library().instrument("wsas"),
            answers=work | {str(item): each for item in range(2, 6)}, at=clock.now() - timedelta(weeks=weeks), by=None,
        )  # fmt: skip
    beside = text(miriam.get(url(cast, "review/")))
    assert "up 16" in beside
    assert "36" not in beside[beside.index("Work and Social") : beside.index("up 16")]
    for address, given in (
        ("ending/begin/", {"x": ""}),
        ("ending/write/next/", {"version": "1", "next_step": "follow_up"}),
        ("ending/close/", {"to": "finished"}),
    ):
        assert miriam.post(url(cast, address), given).status_code == 302
    ended = text(miriam.get(url(cast, "")))
    row = ended[ended.index("Work and Social") :]
    assert '<td class="num">8</td><td class="num">24</td>' in row
