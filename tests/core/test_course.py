"""A course of IPT as a therapist would tell it: starting, agreeing, changing, ending."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from kinweave.core import course
from kinweave.core.course import Attendance, CourseRefusedError, CourseState, SessionFact, Stage
from tests.core.published import brief, ipt

DAY = date(2026, 9, 4)  # a Friday
INITIAL_CHECKS = [check.code for check in ipt().phase("initial").checks]
ENDING_CHECKS = [check.code for check in ipt().ending_phase.checks]
ENDS = [Stage.FINISHED, Stage.STOPPED_EARLY, Stage.TRANSFERRED, Stage.ROUTED_ELSEWHERE]


def week(number: int) -> date:
    """The Friday of that week, the first being 4 September."""
    return DAY + timedelta(weeks=number - 1)


def started() -> CourseState:
    return course.move(course.open_course(ipt(), on=DAY), Stage.STARTED, on=DAY)


def held(state: CourseState, count: int, *, signed: bool = True) -> CourseState:
    """The course after so many more weekly sessions, each attended."""
    for _ in range(count):
        key = f"s{len(state.sessions) + 1}"
        on = week(len(state.sessions) + 1)
        state = course.record_session(state, SessionFact(key, on, Attendance.ATTENDED))
        state = course.sign_session(state, key) if signed else state
    return state


def agreed(sessions: int = 16, after: int = 3) -> CourseState:
    """A course with its initial phase done after so many sessions, and an agreement on so many."""
    state = course.choose_areas(held(started(), after), ["role-dispute"])
    for code in INITIAL_CHECKS:
        state = course.complete_check(state, code, on=week(after))
    return course.agree(state, on=week(after), sessions=sessions, ends_on=week(sessions))


def paused() -> CourseState:
    return course.move(agreed(), Stage.PAUSED, on=week(4), reason="In hospital")


def finished() -> CourseState:
    return course.move(held(agreed(), 13), Stage.FINISHED, on=week(16))


def test_a_course_goes_from_suitability_to_finished() -> None:
    state = course.open_course(ipt(), on=DAY)
    assert state.stage is Stage.SUITABILITY
    state = agreed()
    assert (state.stage, course.phase(state).code) == (Stage.AGREED, "middle")
    state = held(state, 10)
    assert (state.stage, course.phase(state).code) == (Stage.ENDING, "ending")
    state = held(state, 3)
    assert state.left == 0
    state = course.move(state, Stage.FINISHED, on=week(16))
    assert not state.active
    assert state.ended_on == week(16)


def test_the_ending_opens_itself_two_to_four_sessions_before_the_end() -> None:
    opens = {total: course.ending_opens_at(total) for total in (8, 12, 16, 20, 40)}
    assert opens == {8: 7, 12: 11, 16: 14, 20: 17, 40: 37}
    assert [course.ending_opens_at(total, ipt().ending) for total in (12, 16, 20)] == [11, 14, 17]
    assert course.ending_opens_at(9, brief().ending) == 8


@pytest.mark.parametrize(("total", "length"), [(1, 1), (2, 1), (3, 2), (4, 2)])
def test_even_the_shortest_course_has_an_ending_and_something_before_it(total: int, length: int) -> None:
    assert course.ending_length(total) == length


def test_a_therapist_may_open_the_ending_by_hand_and_it_then_stays_open() -> None:
    state = course.move(agreed(), Stage.ENDING, on=week(4))
    assert course.ending_open(state)
    assert course.phase(state).code == "ending"
    longer = course.change_length(state, 20, on=week(4), reason="A new loss")
    assert longer.stage is Stage.ENDING


def test_an_ending_that_opened_itself_closes_when_sessions_are_added() -> None:
    state = held(agreed(sessions=12), 7)
    assert state.stage is Stage.ENDING
    state = course.change_length(state, 16, on=week(10), reason="A new job in March", ends_on=week(16))
    assert state.stage is Stage.AGREED
    assert course.phase(state).code == "middle"


def test_an_ending_that_was_open_in_error_closes_when_the_last_attendance_is_put_right() -> None:
    state = held(started(), 13, signed=False)
    assert state.stage is Stage.ENDING
    state = course.record_attendance(state, "s13", Attendance.DID_NOT_ATTEND)
    assert state.stage is Stage.STARTED


def test_an_agreement_may_still_be_signed_after_the_ending_was_opened() -> None:
    state = course.move(course.choose_areas(held(started(), 3), ["grief"]), Stage.ENDING, on=week(3))
    state = course.agree(state, on=week(3), sessions=16)
    assert state.stage is Stage.ENDING


def test_the_initial_phase_lasts_until_its_checks_are_met_not_until_a_session_number() -> None:
    state = course.choose_areas(held(started(), 5), ["grief"])
    assert course.phase(state).code == "initial"
    missing = [check.code for check in course.missing_checks(state)]
    assert "formulation_agreed" in missing
    assert "baseline_measured" not in missing, "an optional check is never missing"
    for code in missing:
        state = course.complete_check(state, code, on=week(5))
    assert course.phase(state).code == "middle"


def test_checks_alone_do_not_end_the_initial_phase_before_a_session_is_held() -> None:
    state = started()
    for code in INITIAL_CHECKS:
        state = course.complete_check(state, code, on=DAY)
    assert course.phase(state).code == "initial"


def test_the_ending_says_what_is_still_to_do() -> None:
    state = held(agreed(), 11)
    assert "staying_well_planned" in [check.code for check in course.missing_checks(state)]
    for code in ENDING_CHECKS:
        state = course.complete_check(state, code, on=week(15))
    assert course.missing_checks(state) == ()


def test_an_optional_engagement_session_does_not_hold_up_the_course() -> None:
    state = course.move(course.open_course(brief(), on=DAY), Stage.STARTED, on=DAY)
    assert course.phase(state).code == "initial"


def test_a_phase_without_checks_lasts_its_usual_number_of_sessions() -> None:
    first, middle, ending = ipt().phases
    bare = ipt().model_copy(update={"phases": (first.model_copy(update={"checks": ()}), middle, ending)})
    state = replace(started(), protocol=bare)
    assert course.phase(held(state, 2)).code == "initial"
    assert course.phase(held(state, 3)).code == "middle"


def test_a_phase_after_the_ending_is_where_maintenance_takes_place() -> None:
    after = ipt().phases[0].model_copy(update={"code": "keeping-well", "kind": "maintenance"})
    state = course.move(held(agreed(), 13), Stage.MAINTENANCE, on=week(17))
    assert course.phase(state).code == "ending"
    longer = replace(state, protocol=ipt().model_copy(update={"phases": (*ipt().phases, after)}))
    assert course.phase(longer).code == "keeping-well"


def test_a_client_has_one_active_course_of_a_family() -> None:
    with pytest.raises(CourseRefusedError, match="already has a course of IPT for acute depression"):
        course.open_course(brief(), on=DAY, others=[started()])
    assert course.open_course(brief(), on=week(20), others=[finished()]).active


def test_only_an_attended_session_spends_one() -> None:
    state = agreed()
    missed = [Attendance.CANCELLED_BY_CLIENT, Attendance.CANCELLED_BY_SERVICE, Attendance.DID_NOT_ATTEND]
    for number, attendance in enumerate(missed):
        state = course.record_session(state, SessionFact(f"m{number}", week(4 + number), attendance))
    assert (state.attended, state.left) == (3, 13)
    assert course.session_numbers(held(state, 1))["s7"] == 4


def test_one_area_two_at_most_and_only_those_of_the_protocol() -> None:
    with pytest.raises(CourseRefusedError, match="2 problem areas at most"):
        course.choose_areas(started(), ["grief", "role-dispute", "role-transition"])
    with pytest.raises(CourseRefusedError, match="does not work on horoscope"):
        course.choose_areas(started(), ["horoscope"])
    with pytest.raises(CourseRefusedError, match="Choose the problem area first"):
        course.agree(started(), on=DAY, sessions=16)
    assert course.choose_areas(started(), ["grief", "grief"]).areas == ("grief",)


def test_a_change_of_focus_is_dated_and_keeps_the_old_agreement() -> None:
    before = agreed()
    state = course.change_focus(before, ["role-transition"], on=week(6), reason=" They separated ")
    assert state.agreements[0] == before.agreements[0]
    assert state.areas == state.agreements[1].areas == ("role-transition",)
    (change,) = state.changes
    assert (change.before, change.after, change.reason) == (
        "role-dispute",
        "role-transition",
        "They separated",
    )


def test_a_change_of_length_is_dated_and_keeps_the_last_day_unless_a_new_one_is_given() -> None:
    state = course.change_length(agreed(), 12, on=week(6), reason="Moving away")
    assert (state.total, state.agreements[-1].ends_on) == (12, week(16))
    assert state.changes[0].after == "12"


@pytest.mark.parametrize(
    ("event", "says"),
    [
        (lambda: course.change_length(agreed(), 20, on=DAY, reason=" "), "reason for the change"),
        (lambda: course.change_length(agreed(), 16, on=DAY, reason="x"), "already says 16"),
        (lambda: course.change_length(agreed(), 2, on=DAY, reason="x"), "from 3 to 100"),
        (lambda: course.change_length(agreed(), 101, on=DAY, reason="x"), "from 3 to 100"),
        (lambda: course.change_length(started(), 12, on=DAY, reason="x"), "cannot be done now"),
        (
            lambda: course.change_length(course.move(started(), Stage.ENDING, on=DAY), 9, on=DAY, reason="x"),
            "no signed agreement",
        ),
        (
            lambda: course.change_focus(agreed(), ["role-dispute"], on=DAY, reason="x"),
            "already has this focus",
        ),
        (lambda: course.choose_areas(agreed(), ["grief"]), "cannot be done now"),
        (lambda: course.choose_areas(held(agreed(), 10), ["grief"]), "part of the agreement"),
        (lambda: course.agree(agreed(), on=DAY, sessions=12), "cannot be done now"),
        (lambda: course.agree(held(agreed(), 10), on=DAY, sessions=20), "There is a signed agreement"),
        (lambda: course.move(started(), Stage.FINISHED, on=DAY), "cannot become finished"),
        (lambda: course.move(agreed(), Stage.PAUSED, on=DAY), "give the reason"),
        (lambda: course.move(held(agreed(), 13, signed=False), Stage.FINISHED, on=DAY), "Sign the 13"),
        (lambda: course.resume(agreed(), on=DAY), "not paused"),
        (lambda: course.resume(paused(), on=DAY), "cannot end before it began"),
        (lambda: course.complete_check(agreed(), "horoscope", on=DAY), "no completion check"),
        (lambda: held(agreed(), 14), "All 16 sessions are used"),
        (lambda: held(paused(), 1), "This course is paused"),
        (lambda: course.record_session(agreed(), SessionFact("s1", DAY)), "already recorded"),
        (lambda: course.record_attendance(agreed(), "s9", Attendance.ATTENDED), "no such session"),
        (lambda: course.record_attendance(agreed(), "s1", Attendance.PLANNED), "signed and stays as it is"),
        (lambda: course.sign_session(agreed(), "s1"), "signed and stays as it is"),
        (
            lambda: course.replan_session(held(agreed(), 1, signed=False), "s4", on=DAY),
            "Only a planned session",
        ),
        (lambda: course.record_follow_up(agreed(), on=DAY), "has not ended"),
    ],
)
def test_what_the_course_does_not_allow_is_refused_in_plain_words(
    event: Callable[[], CourseState], says: str
) -> None:
    with pytest.raises(CourseRefusedError, match=says):
        event()


def test_a_signed_note_takes_only_amendments_even_after_the_end() -> None:
    state = course.amend_session(course.amend_session(finished(), "s2"), "s2")
    assert state.session("s2").amendments == 2
    unsigned = held(agreed(), 1, signed=False)
    with pytest.raises(CourseRefusedError, match="not signed yet"):
        course.amend_session(unsigned, "s4")
    with pytest.raises(KeyError):
        state.session("s99")


def test_a_planned_session_moves_is_held_and_is_signed_in_that_order() -> None:
    state = course.record_session(agreed(), SessionFact("s4", week(4)))
    state = course.replan_session(state, "s4", on=week(5))
    with pytest.raises(CourseRefusedError, match="first what became of this session"):
        course.sign_session(state, "s4")
    state = course.record_attendance(state, "s4", Attendance.ATTENDED, focus_worked=True)
    state = course.record_attendance(state, "s4", Attendance.ATTENDED, focus_worked=False)
    assert course.sign_session(state, "s4").session("s4").signed
    assert state.attended == 4


@pytest.mark.parametrize("stage", ENDS)
def test_an_ended_course_takes_nothing_but_amendments_follow_up_and_late_signatures(stage: Stage) -> None:
    state = replace(held(agreed(), 1, signed=False), stage=stage, ended_on=week(5))
    events: list[Callable[[], CourseState]] = [
        lambda: course.record_session(state, SessionFact("new", week(6))),
        lambda: course.record_attendance(state, "s4", Attendance.DID_NOT_ATTEND),
        lambda: course.replan_session(state, "s4", on=week(6)),
        lambda: course.complete_check(state, "inventory_taken", on=week(6)),
        lambda: course.change_focus(state, ["grief"], on=week(6), reason="x"),
    ]
    for event in events:
        with pytest.raises(CourseRefusedError, match="Only amendments and follow-up"):
            event()
    assert course.allowed_moves(state) == frozenset()
    assert course.record_follow_up(state, on=week(30)).follow_ups == (week(30),)
    assert course.sign_session(state, "s4").session("s4").signed


def test_a_pause_keeps_its_reason_and_leads_back_to_where_the_course_was() -> None:
    state = course.resume(paused(), on=week(9))
    assert state.stage is Stage.AGREED
    (pause,) = state.pauses
    assert (pause.since, pause.until, pause.reason) == (week(4), week(9), "In hospital")


def test_a_course_may_be_stopped_transferred_or_routed_elsewhere_with_a_reason() -> None:
    assert course.move(agreed(), Stage.STOPPED_EARLY, on=week(5), reason="Moved").end_reason == "Moved"
    assert course.move(paused(), Stage.TRANSFERRED, on=week(5), reason="Therapist left").active is False
    first = course.open_course(ipt(), on=DAY)
    assert (
        course.move(first, Stage.ROUTED_ELSEWHERE, on=DAY, reason="Psychosis").stage is Stage.ROUTED_ELSEWHERE
    )


def test_maintenance_sessions_spend_nothing_and_the_course_can_then_finish() -> None:
    state = course.move(held(agreed(), 13), Stage.MAINTENANCE, on=week(17))
    state = held(state, 2)
    assert (state.attended, state.left) == (16, 0)
    assert course.move(state, Stage.FINISHED, on=week(30)).active is False
