"""What a course says about itself: its clock, what is due, and what has quietly drifted."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinweave.core import course
from kinweave.core.course import Attendance, SessionFact, Stage
from kinweave.core.protocols import CadenceChange, Protocol, Schedule, When
from tests.core.published import brief, ipt, library
from tests.core.test_course import DAY, agreed, finished, held, paused, started, week


def said(state: course.CourseState, today: date) -> dict[str, str]:
    return {each.code: each.sentence for each in course.reminders(state, today)}


def test_the_clock_counts_sessions_and_weeks_apart() -> None:
    state = agreed()
    state = course.record_session(state, SessionFact("m", week(4), Attendance.DID_NOT_ATTEND))
    state = held(state, 2)
    now = course.clock(state, week(7))
    assert (now.attended, now.number, now.total, now.left, now.week) == (5, 6, 16, 11, 7)
    assert now.ends_on == week(17)
    assert now.later_than_agreed == 7
    assert now.sentence == "Session 6 of 16, ends 25 December"


def test_the_beginning_lasts_until_what_it_asks_for_is_done() -> None:
    required = [check.code for check in ipt().phases[0].checks if check.required]
    sessions = [(number, week(number)) for number in range(1, 17)]
    state = replace(agreed(), done={})
    assert course.phase_bounds(state, sessions)[0] == max(3, state.attended + 1), "the usual three, or more"
    done = replace(state, done=dict.fromkeys(required, week(2)) | {required[0]: week(4)})
    assert course.phase_bounds(done, sessions) == (4, 14)
    early = replace(done, done=dict.fromkeys(required, week(1)))
    assert course.phase_bounds(early, sessions) == (1, 14)
    by_hand = replace(done, ending_by_hand=week(11))
    assert course.phase_bounds(by_hand, sessions) == (4, 11)
    late = replace(done, done=dict.fromkeys(required, week(16)))
    assert course.phase_bounds(late, sessions) == (13, 14), "the ending keeps its place"


def test_a_preparation_before_the_first_session_is_no_part_of_what_is_drawn() -> None:
    assert [each.kind for each in course.numbered_phases(brief())] == ["initial", "middle", "ending"]
    with_a_session = library().get(Protocol, "ipt-b-perinatal")
    assert course.numbered_phases(with_a_session)[0].kind == "preparation"
    assert course.numbered_phases(ipt()) == tuple(ipt().phases)


def test_on_the_day_of_a_session_the_number_is_that_session_before_and_after_it_is_held() -> None:
    planned = course.record_session(agreed(), SessionFact("s4", week(4)))
    assert course.clock(planned, week(4)).number == 4
    assert course.clock(planned, week(4)).next_on == week(4)
    done = course.record_attendance(planned, "s4", Attendance.ATTENDED)
    assert course.clock(done, week(4)).number == 4
    assert course.clock(done, week(4) + timedelta(days=1)).number == 5


def test_before_the_first_session_the_week_is_nought_and_the_end_is_reckoned_from_today() -> None:
    now = course.clock(started(), DAY)
    assert (now.week, now.number, now.agreed_end, now.later_than_agreed) == (0, 1, None, 0)
    assert now.ends_on == week(16)
    assert course.clock(started(), DAY - timedelta(days=3)).ends_on == week(16), "not before it was opened"


def test_planned_sessions_say_when_the_course_ends() -> None:
    state = agreed(sessions=5)
    for number, on in enumerate([week(6), week(9)]):
        state = course.record_session(state, SessionFact(f"p{number}", on))
    assert course.clock(state, week(4)).ends_on == week(9)
    longer = course.change_length(state, 6, on=week(4), reason="More to say")
    assert course.clock(longer, week(4)).ends_on == week(10)


def test_holiday_weeks_move_the_end_and_spend_nothing() -> None:
    state = agreed()
    assert course.clock(state, week(4), skipped=[week(6) - timedelta(days=2)]).ends_on == week(17)


def test_a_course_left_alone_for_months_keeps_its_weekday() -> None:
    later = DAY + timedelta(days=201)
    end = course.clock(agreed(), later).ends_on
    assert end.weekday() == DAY.weekday()
    assert end >= later + timedelta(weeks=12)


def test_the_clock_of_a_finished_course_says_how_many_were_held() -> None:
    now = course.clock(finished(), date(2027, 2, 1))
    assert now.sentence == "16 of 16 sessions held, ended 18 December 2026"
    assert now.next_on is None


def test_when_all_sessions_are_held_the_clock_says_so() -> None:
    now = course.clock(held(agreed(), 13), week(17))
    assert now.sentence == "All 16 sessions held, the last on 18 December"
    assert now.number == 16


def test_in_maintenance_the_clock_stays_at_the_end_of_the_agreement() -> None:
    early = course.move(held(agreed(), 11), Stage.MAINTENANCE, on=week(15))
    assert course.clock(early, week(20)).ends_on == week(14)
    bare = replace(early, sessions=())
    assert course.clock(bare, week(20)).ends_on == DAY


def test_dates_carry_the_year_only_when_it_is_another() -> None:
    assert course.in_words(date(2027, 3, 12), date(2027, 1, 1)) == "12 March"
    assert course.in_words(date(2027, 3, 12), date(2026, 12, 31)) == "12 March 2027"


def test_a_weekly_series_begins_on_the_weekday_and_passes_over_holidays() -> None:
    dates = course.plan_dates(date(2026, 12, 9), 4, 3, skipped=[date(2026, 12, 25), date(2026, 12, 30)])
    assert dates == (date(2026, 12, 11), date(2026, 12, 18), date(2027, 1, 8))


@given(
    start=st.dates(date(2020, 1, 1), date(2035, 1, 1)),
    weekday=st.integers(0, 6),
    count=st.integers(0, 40),
    holidays=st.lists(st.integers(0, 400), max_size=12),
    step=st.sampled_from([7, 14, 28]),
)
def test_any_series_has_its_count_its_weekday_and_no_holiday_week(
    start: date, weekday: int, count: int, holidays: list[int], step: int
) -> None:
    skipped = [start + timedelta(days=each) for each in holidays]
    dates = course.plan_dates(start, weekday, count, skipped, step)
    assert len(dates) == count
    assert list(dates) == sorted(set(dates))
    assert all(day >= start and day.weekday() == weekday for day in dates)
    assert not {day.isocalendar()[:2] for day in dates} & {day.isocalendar()[:2] for day in skipped}


def test_a_protocol_that_thins_out_gives_longer_gaps_later() -> None:
    change = CadenceChange(from_session=13, days_between=14, status="expert, verify")
    slower = ipt().cadence.model_copy(update={"changes": (change,)})
    state = replace(held(agreed(), 8), protocol=ipt().model_copy(update={"cadence": slower}))
    assert course.days_between(state) == 7
    assert course.days_between(held(state, 1)) == 14


@given(total=st.integers(1, 100))
def test_the_ending_always_opens_and_never_with_the_first_session_of_a_longer_course(total: int) -> None:
    opens = course.ending_opens_at(total)
    assert 1 <= opens <= total
    assert total - opens + 1 <= 4
    if total > 2:
        assert total - opens + 1 >= 2
        assert opens > 1


def test_the_mid_review_is_due_from_the_middle_until_it_is_recorded() -> None:
    assert [course.mid_review_at(ipt(), total) for total in (12, 16, 9)] == [6, 8, 5]
    state = held(agreed(), 3)
    assert not course.mid_review_due(state)
    state = held(state, 1)
    assert course.mid_review_due(state)
    assert not course.mid_review_due(course.complete_check(state, course.MID_REVIEW_RECORDED, on=week(8)))


def test_a_protocol_may_review_earlier_as_with_adolescents() -> None:
    rules = [{**rule.model_dump(), "at": "session", "at_session": 4} for rule in ipt().rules[:1]]
    early = type(ipt()).model_validate(
        {**ipt().model_dump(), "rules": rules + [r.model_dump() for r in ipt().rules[1:]]}
    )
    assert course.mid_review_at(early, 12) == 4
    assert course.mid_review_at(early, 3) == 3


def test_nothing_is_due_before_the_start_or_after_the_end() -> None:
    for state in (course.open_course(ipt(), on=DAY), finished()):
        assert not course.mid_review_due(state)
        assert not course.ending_open(state)
    assert course.phase(finished()).code == "ending"


def test_depression_and_anxiety_scales_are_due_before_every_session() -> None:
    due = course.due_measures(ipt(), 5, 16)
    assert [each.instrument for each in due] == ["phq-9", "gad-7"]
    assert course.due_measures(ipt(), 5, 16, answered=["phq-9", "gad-7"]) == ()


def test_a_scale_may_be_asked_every_four_sessions_instead() -> None:
    sparse = {"gad-7": Schedule(when=When.EVERY_N_SESSIONS, every=4)}
    asked = [
        number for number in range(1, 17)
        if "gad-7" in {each.instrument for each in course.due_measures(ipt(), number, 16, chosen=sparse)}
    ]  # fmt: skip
    assert asked == [1, 5, 9, 13, 16]


def test_an_optional_scale_is_due_only_once_chosen() -> None:
    chosen: dict[str, Schedule | None] = {"whodas-2-12": None, "ham-d-17": None}
    at = {
        number: {each.instrument for each in course.due_measures(ipt(), number, 16, chosen=chosen)}
        for number in (1, 2, 8, 16)
    }
    assert at[2] == {"phq-9", "gad-7"}
    assert at[1] == at[8] == at[16] == {"phq-9", "gad-7", "whodas-2-12", "ham-d-17"}
    (clinician,) = (
        each for each in course.due_measures(ipt(), 1, 16, chosen=chosen) if each.instrument == "ham-d-17"
    )
    assert clinician.completed_by == "therapist"


@pytest.mark.parametrize(
    ("when", "due_at"),
    [(When.START, [1]), (When.END, [8]), (When.START_END, [1, 8]), (When.START_MID_END, [1, 4, 8])],
)
def test_schedules_fall_where_their_names_say(when: When, due_at: list[int]) -> None:
    assert [number for number in range(1, 9) if course.falls_due(Schedule(when=when), number, 8)] == due_at


def test_no_formulation_by_the_fourth_session_brings_a_soft_reminder() -> None:
    assert said(held(started(), 2), week(3)) == {}
    late = said(held(started(), 3), week(4))
    assert late["no_formulation"] == "This is session 4 and no formulation is agreed."
    assert "no_agreement" in late
    assert said(agreed(after=4), week(5)) == {}


def test_the_brief_course_reminds_a_session_earlier() -> None:
    state = course.move(course.open_course(brief(), on=DAY), Stage.STARTED, on=DAY)
    assert "no_formulation" in said(held(state, 2), week(3))


def test_a_change_of_focus_asks_for_the_formulation_to_be_agreed_again() -> None:
    state = course.change_focus(agreed(), ["grief"], on=week(6), reason="A death")
    assert "formulation_behind" in said(state, week(4))
    assert "formulation_behind" not in said(
        course.complete_check(state, "formulation_agreed", on=week(6)), week(4)
    )


def test_two_sessions_that_left_the_focus_alone_are_mentioned() -> None:
    state = held(agreed(), 2, signed=False)
    state = course.record_attendance(state, "s4", Attendance.ATTENDED, focus_worked=False)
    assert "focus_untouched" not in said(state, week(5)), "nobody has said so of the last one"
    state = course.record_attendance(state, "s5", Attendance.ATTENDED, focus_worked=False)
    assert said(state, week(5))["focus_untouched"] == "The last 2 sessions did not touch the agreed area."


def test_forgotten_attendance_and_unsigned_notes_are_named() -> None:
    state = course.record_session(held(agreed(), 1, signed=False), SessionFact("p", week(5)))
    words = said(state, week(6))
    assert words["attendance_missing"] == "Say what became of the session planned for 2 October."
    assert words["unsigned_notes"] == "1 session note is not signed yet."
    ended = course.move(held(state, 1, signed=False), Stage.STOPPED_EARLY, on=week(7), reason="Moved")
    assert said(ended, week(8)) == {"unsigned_notes": "2 session notes are not signed yet."}


def test_an_end_that_has_moved_is_mentioned_unless_the_course_is_paused() -> None:
    assert said(agreed(), week(6))["end_moved"] == "The end has moved 14 days past the agreed date."
    assert "end_moved" not in said(paused(), week(30))
