"""Single answers are saved as they are given, in any order, from any number of windows."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kinweave.audit.models import Event
from kinweave.core import clock
from kinweave.core.answers import AnswerError
from kinweave.core.course import ENDED
from kinweave.core.instruments import Instrument
from kinweave.core.scoring import raised_flags
from kinweave.measures import actions
from kinweave.measures.models import Assignment, FlagRaised, Response, State
from kinweave.measures.queries import due
from kinweave.measures.queries.flags import due_flags, may_rise
from kinweave.people.actions import Refused
from kinweave.safety.models import Alert
from kinweave.shelf.queries import library
from kinweave.treatment.models import Course
from tests.capabilities.measures.asking import phq, planned, waiting
from tests.cast import Cast


@pytest.fixture
def assignment(cast: Cast) -> Assignment:
    return waiting(cast.course)


def test_an_answer_is_there_when_the_phone_is_put_away(cast: Cast, assignment: Assignment) -> None:
    actions.save_item(assignment=assignment, item="1", value=2, by=cast.joanna_user)
    kept = Assignment.objects.get(code="phq-9")
    assert (kept.answers, kept.state, kept.saved_at) == ({"1": 2}, State.STARTED, clock.now())


def test_the_same_answer_again_changes_nothing(cast: Cast, assignment: Assignment) -> None:
    for _ in range(3):
        actions.save_item(assignment=assignment, item="9", value=1, by=cast.joanna_user)
    assert FlagRaised.objects.count() == 1
    assert Alert.objects.get().merged_count == 0
    assert Event.objects.filter(act="answer.saved").count() == 1


def test_item_9_calls_somebody_although_the_form_is_never_sent(cast: Cast, assignment: Assignment) -> None:
    actions.save_item(assignment=assignment, item="9", value=1, by=cast.joanna_user)
    assert not Response.objects.exists()
    assert Alert.objects.get().tier == "next-working-day"


def test_a_worse_answer_is_answered_sooner(cast: Cast, assignment: Assignment) -> None:
    actions.save_item(assignment=assignment, item="9", value=1, by=cast.joanna_user)
    actions.save_item(assignment=assignment, item="9", value=2, by=cast.joanna_user)
    assert Alert.objects.get().tier == "today"


def test_a_lighter_answer_after_a_worse_one_adds_no_second_alert(cast: Cast, assignment: Assignment) -> None:
    actions.save_item(assignment=assignment, item="9", value=3, by=cast.joanna_user)
    actions.save_item(assignment=assignment, item="9", value=1, by=cast.joanna_user)
    assert FlagRaised.objects.count() == 1
    assert Alert.objects.get().merged_count == 0


def test_taking_item_9_back_leaves_the_alert_with_a_person(cast: Cast, assignment: Assignment) -> None:
    actions.save_item(assignment=assignment, item="9", value=2, by=cast.joanna_user)
    actions.save_item(assignment=assignment, item="9", value=0, by=cast.joanna_user)
    assert Alert.objects.open().count() == 1


def test_two_windows_do_not_overwrite_each_other(cast: Cast, assignment: Assignment) -> None:
    other = Assignment.objects.get(pk=assignment.pk)
    actions.save_item(assignment=assignment, item="1", value=1, by=cast.joanna_user)
    actions.save_item(assignment=other, item="2", value=3, by=cast.joanna_user)
    assert Assignment.objects.get(code="phq-9").answers == {"1": 1, "2": 3}


@pytest.mark.parametrize(("item", "value"), [("10", 1), ("1", 4), ("1", -1), ("1", 2**70), ("total", 3)])
def test_what_is_not_on_the_form_is_refused(
    cast: Cast, assignment: Assignment, item: str, value: int
) -> None:
    with pytest.raises(AnswerError):
        actions.save_item(assignment=assignment, item=item, value=value, by=cast.joanna_user)
    assert Assignment.objects.get(code="phq-9").answers == {}


def test_a_form_that_was_sent_takes_no_more_answers(cast: Cast, assignment: Assignment) -> None:
    actions.record_response(assignment=assignment, answers=phq(3), by=cast.joanna_user)
    with pytest.raises(Refused, match="already sent"):
        actions.save_item(assignment=assignment, item="1", value=0, by=cast.joanna_user)
    assert Response.objects.get().answers == phq(3) | {"difficulty": 1}


def test_a_worrying_answer_that_comes_too_late_still_reaches_somebody(
    cast: Cast, assignment: Assignment
) -> None:
    actions.record_response(assignment=assignment, answers=phq(3), by=cast.joanna_user)
    actions.heed(assignment=assignment, answers={"9": 3}, by=cast.joanna_user)
    actions.heed(assignment=assignment, answers={"9": 3}, by=cast.joanna_user)
    assert Alert.objects.get().tier == "today"
    assert FlagRaised.objects.count() == 1
    assert Response.objects.get().answers["9"] == 0


def test_not_today_keeps_what_was_answered_and_may_be_taken_up_again(
    cast: Cast, assignment: Assignment
) -> None:
    actions.save_item(assignment=assignment, item="1", value=2, by=cast.joanna_user)
    actions.skip(assignment=assignment, by=cast.joanna_user)
    assert [each.assignment for each in due.check_in(cast.course).set_aside] == [assignment]
    actions.save_item(assignment=assignment, item="2", value=0, by=cast.joanna_user)
    assert Assignment.objects.get(code="phq-9").answers == {"1": 2, "2": 0}
    assert Assignment.objects.get(code="phq-9").state == State.STARTED


def test_what_is_no_longer_asked_says_so(cast: Cast, assignment: Assignment) -> None:
    actions.withdraw(assignment=assignment, by=cast.miriam)
    with pytest.raises(Refused, match="no longer asked"):
        actions.save_item(assignment=assignment, item="1", value=0, by=cast.joanna_user)


def test_what_was_answered_cannot_be_withdrawn(cast: Cast, assignment: Assignment) -> None:
    actions.record_response(assignment=assignment, answers=phq(3), by=cast.joanna_user)
    with pytest.raises(Refused):
        actions.withdraw(assignment=assignment, by=cast.miriam)


STEPS = st.lists(
    st.one_of(
        st.tuples(
            st.just("save"), st.sampled_from(["1", "2", "5", "9"]), st.sampled_from([None, 0, 1, 2, 3])
        ),
        st.tuples(st.just("skip"), st.none(), st.none()),
        st.tuples(st.just("send"), st.none(), st.none()),
    ),
    max_size=14,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_whatever_order_things_happen_in_nothing_is_lost_or_doubled(cast: Cast, steps: list[tuple]) -> None:  # type: ignore[type-arg]
    session = planned(cast.course, clock.now() + timedelta(days=1))
    assignment, model, sent, worst = waiting(cast.course, session=session), {}, None, 0
    before = Response.objects.count()
    for step, item, value in steps:
        try:
            if step == "save":
                actions.save_item(assignment=assignment, item=item, value=value, by=cast.joanna_user)
                model[item] = value
                worst = max(worst, (value or 0) if item == "9" else 0)
            elif step == "skip":
                actions.skip(assignment=assignment, by=cast.joanna_user)
            else:
                actions.record_response(assignment=assignment, answers=dict(model), by=cast.joanna_user)
                sent = sent or dict(model)
        except Refused:
            assert sent is not None or not any(value is not None for value in model.values())
    stored = Assignment.objects.get(pk=assignment.pk)
    if sent is None:
        assert stored.answers == model
        assert Response.objects.count() == before
    else:
        response = Response.objects.get(assignment=assignment)
        assert {k: v for k, v in response.answers.items() if v is not None} == {
            k: v for k, v in sent.items() if v is not None
        }
    tiers = set(FlagRaised.objects.filter(assignment=assignment).values_list("tier", flat=True))
    assert ("today" in tiers) == (worst >= 2)
    assert bool(tiers) == (worst >= 1)


# What is asked, and when


def test_the_protocol_asks_before_the_first_session_even_without_a_date(cast: Cast) -> None:
    asked = due.check_in(cast.course)
    assert [each.instrument.code for each in asked.due] == ["phq-9", "gad-7"]
    assert all(each.assignment is None for each in asked.due)


def test_asking_again_makes_nothing_new(cast: Cast) -> None:
    session = planned(cast.course)
    first = actions.ensure_due(course=cast.course, session=session, by=None)
    assert actions.ensure_due(course=cast.course, session=session, by=None) == first
    assert Assignment.objects.count() == 2


def test_a_check_in_opens_two_days_before_its_session(cast: Cast) -> None:
    planned(cast.course, clock.now() - timedelta(days=7), number=1)
    planned(cast.course, clock.now() + timedelta(days=3))
    assert due.check_in(cast.course).due == ()
    with clock.at(clock.now() + timedelta(days=1)):
        assert len(due.check_in(cast.course).due) == 2


def test_after_a_cancelled_session_the_next_date_is_asked_about_anew(cast: Cast) -> None:
    planned(cast.course, clock.now() - timedelta(days=7), number=1)
    cancelled = planned(cast.course)
    actions.record_response(
        assignment=waiting(cast.course, session=cancelled), answers=phq(5), by=cast.joanna_user
    )
    cancelled.attendance = "cancelled_by_client"
    cancelled.save()
    planned(cast.course, clock.now() + timedelta(days=8))
    with clock.at(clock.now() + timedelta(days=7)):
        asked = due.check_in(cast.course)
        assert [each.instrument.code for each in asked.due] == ["phq-9", "gad-7"]
        assert asked.due[0].assignment is None


def test_an_old_unanswered_form_gives_way_to_the_new_one(cast: Cast) -> None:
    old = waiting(cast.course)
    planned(cast.course, clock.now() - timedelta(days=1), number=1)
    new = waiting(cast.course, session=planned(cast.course))
    old.refresh_from_db()
    assert old.state == State.WITHDRAWN
    assert new.state == State.DUE
    assert new.before_number == 2


def test_a_course_that_has_ended_asks_nothing(cast: Cast) -> None:
    Course.objects.filter(pk=cast.course.pk).update(stage=sorted(ENDED)[0])
    cast.course.refresh_from_db()
    assert due.check_in(cast.course).due == ()


def test_what_a_therapist_asks_for_comes_once(cast: Cast) -> None:
    instrument = library().instrument("mood-0-10")
    first = actions.ask(course=cast.course, instrument=instrument, by=cast.miriam)
    assert actions.ask(course=cast.course, instrument=instrument, by=cast.miriam) == first
    assert [each.instrument.code for each in due.check_in(cast.course).due][-1] == "mood-0-10"


# Flags


@pytest.mark.parametrize("points", [0, 1, 2, 3])
def test_a_flag_is_raised_by_its_item_alone(points: int) -> None:
    instrument = library().instrument("phq-9")
    assert bool(raised_flags(instrument, {"9": points})) == (points >= 1)


@pytest.mark.parametrize(
    ("before", "now", "tier"),
    [
        ({}, 1, "next-working-day"),
        ({"9": 0}, 1, "next-working-day"),
        ({"9": 0}, 2, "today"),
        ({"9": None}, 1, "next-working-day"),
    ],
)
def test_how_soon_depends_on_the_answer_and_the_one_before(before: dict, now: int, tier: str) -> None:  # type: ignore[type-arg]
    assert due_flags(library().instrument("phq-9"), {"9": now}, before)[0].tier == tier


def test_a_rise_alone_makes_an_answer_more_urgent_where_the_definition_says_so() -> None:
    content = library().instrument("phq-9").model_dump()
    content["flags"][0]["tiers"] = [{**content["flags"][0]["tiers"][0], "at_least": 1}]
    instrument = Instrument.model_validate(content)
    assert due_flags(instrument, {"9": 2}, {"9": 1})[0].tier == "next-working-day"
    assert due_flags(instrument, {"9": 2}, {"9": 0})[0].tier == "today"
    assert due_flags(instrument, {"9": 2}, {})[0].tier == "next-working-day"
    assert may_rise(instrument, {"9": 2})
    assert not may_rise(instrument, {"9": 1})
    assert not may_rise(library().instrument("phq-9"), {"9": 3}), "it is answered today already"
