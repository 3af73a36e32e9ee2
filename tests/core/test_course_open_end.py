"""A course without a fixed end: the agreement names a review, and the end is decided, never counted."""

import itertools
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinweave.core import course
from kinweave.core.course import Attendance, CourseRefusedError, CourseState, SessionFact, Stage
from kinweave.core.protocols import Protocol
from tests.core.published import ipt, library

START = date(2026, 9, 4)
OPEN = [each for each in library().all(Protocol) if each.open_end]
open_ones = pytest.mark.parametrize("protocol", OPEN, ids=lambda each: each.code)
PROTOCOL = OPEN[0]


def agreed(protocol: Protocol = PROTOCOL, sessions: int = 20) -> CourseState:
    state = course.move(course.open_course(protocol, on=START), Stage.STARTED, on=START)
    state = course.choose_areas(state, protocol.problem_areas[:1])
    review = START + timedelta(weeks=sessions - 1)
    return course.agree(state, on=START, sessions=sessions, ends_on=review)


def held(state: CourseState, count: int) -> CourseState:
    for _ in range(count):
        key, on = f"s{len(state.sessions)}", START + timedelta(weeks=len(state.sessions))
        state = course.record_session(state, SessionFact(key, on, Attendance.ATTENDED))
        state = course.sign_session(state, key)
    return state


def day(week: int) -> date:
    return START + timedelta(weeks=week - 1)


@open_ones
def test_it_says_the_number_of_the_session_and_the_day_of_the_review(protocol: Protocol) -> None:
    state = held(agreed(protocol), 13)
    now = course.clock(state, day(14))
    assert now.open_end
    assert now.sentence.startswith("Session 14, review ")
    assert "ends" not in now.sentence


@open_ones
def test_the_ending_never_opens_itself_however_many_sessions_are_held(protocol: Protocol) -> None:
    state = agreed(protocol)
    for _ in range(20):
        assert state.stage is Stage.AGREED
        assert not course.ending_open(state)
        state = held(state, 1)
    assert course.phase(state) is not protocol.ending_phase
    assert course.clock(state, day(21)).sentence == "20 sessions held, the review is due"


def test_before_the_agreement_it_has_no_end_either() -> None:
    state = course.move(course.open_course(PROTOCOL, on=START), Stage.STARTED, on=START)
    assert state.open_end
    assert not course.ending_open(held(state, PROTOCOL.sessions.typical))


def test_where_nobody_has_signed_it_goes_on_session_by_session() -> None:
    carer = library().get(Protocol, "ipt-ci")  # its agreement is for those who can still sign one
    state = course.move(course.open_course(carer, on=START), Stage.STARTED, on=START)
    state = held(state, carer.sessions.typical + 5)
    now = course.clock(state, day(22))
    assert (now.attended, now.number, now.left, now.sentence) == (21, 22, 1, "Session 22")
    over = course.move(course.move(state, Stage.ENDING, on=day(22)), Stage.FINISHED, on=day(22))
    assert course.clock(over, day(22)).sentence == "21 sessions held, ended 29 January"


def test_both_are_reminded_of_the_review_before_and_at_it() -> None:
    said = {
        count: [each.sentence for each in course.reminders(held(agreed(), count), day(count)) if "look at" in each.sentence]
        for count in (18, 19, 20)
    }  # fmt: skip
    assert said[18] == []
    assert said[19] == ["It was agreed to look at the course together at the next session."]
    assert said[20] == ["It was agreed to look at the course together now."]


def test_no_session_is_held_beyond_the_review_before_it_is_agreed_how_to_go_on() -> None:
    state = held(agreed(), 20)
    with pytest.raises(CourseRefusedError, match="agree how to go on or set the end"):
        held(state, 1)
    state = course.change_length(state, 32, on=day(21), reason="It helps; we go on.")
    assert state.open_end
    assert held(state, 1).attended == 21
    assert [(each.what, each.before, each.after) for each in state.changes] == [
        ("sessions", "20, then a review", "32, then a review")
    ]


def test_an_agreement_can_set_the_end_and_then_the_ending_opens_in_time() -> None:
    state = course.change_length(held(agreed(), 14), 20, on=day(15), reason="She moves away.", open_end=False)
    assert (state.changes[-1].what, state.changes[-1].after) == ("end", "20")
    opens = course.ending_opens_at(20, PROTOCOL.ending)
    state = held(state, opens - 1 - 14)
    assert state.stage is Stage.ENDING
    assert course.clock(state, day(opens)).sentence.startswith(f"Session {opens} of 20, ends")
    assert state.agreements[0].open_end, "what was signed first stays as it was signed"


def test_the_end_can_be_left_open_again_before_the_ending_was_opened_by_hand() -> None:
    state = course.change_length(agreed(), 20, on=START, reason="To an end", open_end=False)
    assert course.change_length(state, 20, on=START, reason="Open after all", open_end=True).open_end
    by_hand = course.move(state, Stage.ENDING, on=START)
    again = course.change_length(by_hand, 24, on=START, reason="More time", open_end=True)
    assert not again.open_end
    assert again.stage is Stage.ENDING


@open_ones
@given(count=st.integers(0, 20))
def test_the_ending_is_reached_by_decision_from_any_session(protocol: Protocol, count: int) -> None:
    state = course.move(held(agreed(protocol), count), Stage.ENDING, on=day(count + 1))
    assert not state.open_end
    assert course.phase(state) is protocol.ending_phase
    now = course.clock(state, day(count + 1))
    assert f"of {state.total}" in now.sentence or "All 20" in now.sentence
    over = course.move(state, Stage.FINISHED, on=day(count + 1))
    assert course.clock(over, day(count + 1)).sentence.startswith(f"{count} session")
    assert " of " not in course.clock(over, day(count + 1)).sentence


def test_the_same_agreement_twice_is_refused() -> None:
    with pytest.raises(CourseRefusedError, match="already says 20 sessions"):
        course.change_length(agreed(), 20, on=START, reason="Again")


def test_a_new_focus_leaves_the_end_open() -> None:
    areas = PROTOCOL.problem_areas[1:2]
    assert course.change_focus(agreed(), areas, on=START, reason="Another loss").open_end


def test_a_course_with_a_last_session_cannot_be_agreed_without_one() -> None:
    state = course.move(course.open_course(ipt(), on=START), Stage.STARTED, on=START)
    state = course.choose_areas(state, ("grief",))
    with pytest.raises(CourseRefusedError, match="has a last session"):
        course.agree(state, on=START, sessions=16, open_end=True)


def test_it_may_go_on_for_years() -> None:
    state = held(agreed(sessions=100), 100)
    assert course.most_sessions(state) == 200
    assert course.change_length(state, 112, on=day(101), reason="Another year").total == 112
    with pytest.raises(CourseRefusedError, match="from 100 to 200"):
        course.change_length(state, 201, on=day(101), reason="For ever")
    assert course.most_sessions(course.open_course(ipt(), on=START)) == 100


def test_a_review_that_moves_is_named_as_a_review() -> None:
    late = replace(agreed(sessions=20), sessions=())
    said = {each.code: each.sentence for each in course.reminders(late, day(6))}
    assert said["end_moved"].startswith("The review has moved")


def test_no_stretch_of_it_is_drawn_as_the_ending() -> None:
    state = held(agreed(), 8)
    numbered = [(place + 1, day(place + 1)) for place in range(20)]
    assert course.phase_bounds(state, numbered)[1] == 21


def test_ended_early_it_says_only_what_was_held() -> None:
    state = course.move(held(agreed(), 1), Stage.STOPPED_EARLY, on=day(2), reason="Moved away")
    assert course.clock(state, day(2)).sentence == "1 session held, ended 11 September"


@given(count=st.integers(1, 40), start=st.dates(date(2026, 1, 1), date(2027, 12, 31)))
def test_monthly_sessions_stay_on_their_weekday(count: int, start: date) -> None:
    dates = course.plan_dates(start, 4, count, (), 30)
    assert {each.weekday() for each in dates} == {4}
    gaps = {(after - before).days for before, after in itertools.pairwise(dates)}
    assert gaps <= {28, 35}
    assert abs((dates[-1] - dates[0]).days - 30 * (count - 1)) <= 3
