"""Any history a service can produce leaves a course whole (S-49).

Set KINWEAVE_COURSE_RUNS=5000 for the long run.
"""

import os
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from kinweave.core import course
from kinweave.core.course import ENDED, Attendance, CourseRefusedError, CourseState, SessionFact, Stage
from tests.core.published import brief, ipt

AREAS = st.lists(st.sampled_from([*ipt().problem_areas, "horoscope"]), max_size=3)
CHECKS = sorted(
    {check.code for protocol in (ipt(), brief()) for phase in protocol.phases for check in phase.checks}
)
REASONS = st.sampled_from(["", " ", "A reason"])


class OneClient(RuleBasedStateMachine):
    """One client, two protocols of one family, and whatever therapists may try in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.courses: list[CourseState] = []
        self.today = date(2026, 9, 4)
        self.made = 0

    @property
    def state(self) -> CourseState:
        return self.courses[-1]

    def attempt(self, event: Callable[[], CourseState]) -> None:
        """Apply an event to the latest course; a refusal must be words and leave everything as it was."""
        before = self.state
        after, refusal = before, ""
        try:
            after = event()
        except CourseRefusedError as refused:
            refusal = str(refused)
        assert after is before or not refusal
        assert not refusal or refusal.endswith(".")
        self.courses[-1] = after
        assert after.agreements[: len(before.agreements)] == before.agreements, "signed agreements stay"
        assert after.changes[: len(before.changes)] == before.changes
        assert len(after.changes) == max(0, len(after.agreements) - 1), "every change is named"
        for old in before.sessions:
            if old.signed:
                new = after.session(old.id)
                assert (new.on, new.attendance, new.focus_worked, new.signed) == (
                    old.on, old.attendance, old.focus_worked, True
                )  # fmt: skip
                assert new.amendments >= old.amendments
        if not before.active:
            assert (after.stage, after.agreements, after.ended_on) == (
                before.stage, before.agreements, before.ended_on
            )  # fmt: skip
            assert [each.id for each in after.sessions] == [each.id for each in before.sessions]

    @initialize(first=st.sampled_from([ipt(), brief()]))
    def opened(self, first: Any) -> None:
        self.courses.append(course.open_course(first, on=self.today))

    @rule(protocol=st.sampled_from([ipt(), brief()]))
    def open_another(self, protocol: Any) -> None:
        try:
            self.courses.append(course.open_course(protocol, on=self.today, others=self.courses))
        except CourseRefusedError:
            assert any(each.active for each in self.courses)

    @rule(days=st.integers(0, 20))
    def time_passes(self, days: int) -> None:
        self.today += timedelta(days=days)

    @rule(to=st.sampled_from(Stage), reason=REASONS)
    def move(self, to: Stage, reason: str) -> None:
        if to in ENDED and self.made % 8 != 7:  # courses that end at once teach little
            return
        self.attempt(lambda: course.move(self.state, to, on=self.today, reason=reason))

    @precondition(lambda self: self.state.stage is Stage.SUITABILITY)
    @rule()
    def start(self) -> None:
        self.attempt(lambda: course.move(self.state, Stage.STARTED, on=self.today))

    @rule()
    def resume(self) -> None:
        self.attempt(lambda: course.resume(self.state, on=self.today))

    @rule(areas=AREAS, sessions=st.integers(-1, 30))
    def agree(self, areas: list[str], sessions: int) -> None:
        self.attempt(lambda: course.choose_areas(self.state, areas))
        self.attempt(lambda: course.agree(self.state, on=self.today, sessions=sessions))

    @rule(sessions=st.integers(-1, 30), reason=REASONS)
    def change_length(self, sessions: int, reason: str) -> None:
        self.attempt(lambda: course.change_length(self.state, sessions, on=self.today, reason=reason))

    @rule(areas=AREAS, reason=REASONS)
    def change_focus(self, areas: list[str], reason: str) -> None:
        self.attempt(lambda: course.change_focus(self.state, areas, on=self.today, reason=reason))

    @rule(code=st.sampled_from([*CHECKS, "horoscope"]))
    def complete(self, code: str) -> None:
        self.attempt(lambda: course.complete_check(self.state, code, on=self.today))

    @rule(attendance=st.sampled_from([*Attendance, Attendance.ATTENDED]), sign=st.booleans())
    def hold(self, attendance: Attendance, sign: bool) -> None:
        self.made += 1
        key = f"s{self.made}"
        self.attempt(lambda: course.record_session(self.state, SessionFact(key, self.today, attendance)))
        if sign:
            self.attempt(lambda: course.sign_session(self.state, key))

    @rule(count=st.integers(1, 7), then=st.sampled_from([Attendance.ATTENDED, *Attendance]))
    def some_weeks_pass(self, count: int, then: Attendance) -> None:
        for _ in range(count):
            self.time_passes(7)
            self.hold(Attendance.ATTENDED, sign=True)
        self.hold(then, sign=False)

    @rule(back=st.integers(0, 5), attendance=st.sampled_from(Attendance), worked=st.none() | st.booleans())
    def say_what_became_of_it(self, back: int, attendance: Attendance, worked: bool | None) -> None:
        key = f"s{self.made - back}"
        self.attempt(lambda: course.record_attendance(self.state, key, attendance, focus_worked=worked))

    @rule(back=st.integers(0, 5), days=st.integers(0, 20))
    def replan(self, back: int, days: int) -> None:
        on = self.today + timedelta(days=days)
        self.attempt(lambda: course.replan_session(self.state, f"s{self.made - back}", on=on))

    @rule(back=st.integers(0, 5))
    def sign(self, back: int) -> None:
        self.attempt(lambda: course.sign_session(self.state, f"s{self.made - back}"))

    @rule(back=st.integers(0, 5))
    def amend(self, back: int) -> None:
        self.attempt(lambda: course.amend_session(self.state, f"s{self.made - back}"))

    @rule()
    def follow_up(self) -> None:
        self.attempt(lambda: course.record_follow_up(self.state, on=self.today))

    @invariant()
    def one_active_course_of_a_family(self) -> None:
        assert sum(each.active for each in self.courses) <= 1

    @invariant()
    def the_clock_is_right(self) -> None:
        state, now = self.state, course.clock(self.state, self.today)
        counted = [s for s in state.sessions if s.attendance is Attendance.ATTENDED and not s.maintenance]
        assert now.attended == len(counted) <= now.total
        assert now.left == now.total - now.attended >= 0
        today_is_one = any(session.on == self.today for session in counted)
        assert now.number == min(now.attended + (0 if today_is_one else 1), now.total)
        assert sorted(course.session_numbers(state).values()) == list(range(1, len(counted) + 1))
        assert (now.week == 0) == (not any(session.on <= self.today for session in counted))
        if state.active and now.left and state.stage is not Stage.MAINTENANCE:
            assert now.ends_on >= self.today
        assert now.sentence

    @invariant()
    def every_question_has_an_answer(self) -> None:
        state = self.state
        assert course.phase(state) in state.protocol.phases
        assert {check.code for check in course.missing_checks(state)}.isdisjoint(state.done)
        assert len(state.areas) <= state.protocol.areas_at_most
        assert not state.open_end or state.protocol.open_end, "only some forms have no last session"
        assert not (state.open_end and state.ending_by_hand), "an opened ending has a last session"
        assert all(reminder.sentence for reminder in course.reminders(state, self.today))
        assert (state.ended_on is None) == state.active

    @invariant()
    def the_ending_is_open_exactly_when_few_sessions_are_left_or_somebody_opened_it(self) -> None:
        state = self.state
        few = not state.open_end and state.attended + 1 >= course.ending_opens_at(
            state.total, state.protocol.ending
        )
        if state.stage in {Stage.STARTED, Stage.AGREED, Stage.ENDING}:
            assert (state.stage is Stage.ENDING) == (few or state.ending_by_hand is not None)

    @invariant()
    def the_ending_can_always_be_reached(self) -> None:
        state = self.state
        if not state.active:
            return
        if state.stage is Stage.PAUSED:
            state = course.resume(state, on=max(self.today, state.pauses[-1].since))
        if state.stage is Stage.SUITABILITY:
            state = course.move(state, Stage.STARTED, on=self.today)
        if state.stage in {Stage.STARTED, Stage.AGREED}:
            state = course.move(state, Stage.ENDING, on=self.today)
        for key in course.unsigned(state):
            state = course.sign_session(state, key)
        assert not course.move(state, Stage.FINISHED, on=self.today).active


OneClient.TestCase.settings = settings(
    max_examples=int(os.environ.get("KINWEAVE_COURSE_RUNS", "60")),
    stateful_step_count=50,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
test_any_history_leaves_a_course_whole = OneClient.TestCase
