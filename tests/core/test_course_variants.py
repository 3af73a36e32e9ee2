"""The course engine runs every variant: any history leaves a course whole, and a plain one reaches its end.

Set KINWEAVE_VARIANT_RUNS=500 for the long run (per variant).
"""

import os
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule, run_state_machine_as_test

from kinweave.core import course
from kinweave.core.course import Attendance, CourseRefusedError, CourseState, SessionFact, Stage
from kinweave.core.protocols import Protocol
from tests.core.published import ipt, library
from tests.core.test_course_machine import REASONS, OneClient

PROTOCOLS = {each.code: each for each in library().all(Protocol)}
START = date(2026, 9, 4)
every_variant = pytest.mark.parametrize("protocol", PROTOCOLS.values(), ids=PROTOCOLS.keys())


class OneVariant(OneClient):
    """The machine of the reference course, with one variant and whatever belongs to it."""

    protocol: Protocol = ipt()

    @initialize(far=st.sampled_from(["opened", "started", "agreed", "agreed"]))
    def opened(self, far: str) -> None:
        self.courses += before(self.protocol)
        self.courses.append(course.open_course(self.protocol, on=self.today, others=self.courses))
        if far != "opened":
            self.attempt(lambda: course.move(self.state, Stage.STARTED, on=self.today))
        if far == "agreed":
            self.agree_plainly()

    def agree_plainly(self) -> None:
        sessions = self.protocol.sessions.presets[0]
        self.attempt(lambda: course.choose_areas(self.state, self.protocol.problem_areas[:1]))
        self.attempt(lambda: course.agree(self.state, on=self.today, sessions=sessions))

    @rule(reference=st.booleans())
    def open_another(self, reference: bool) -> None:
        wanted = ipt() if reference else self.protocol
        try:
            self.courses.append(course.open_course(wanted, on=self.today, others=self.courses))
        except CourseRefusedError:
            finished = any(each.stage is Stage.FINISHED for each in self.courses)
            assert any(each.active for each in self.courses) or (wanted.follows_a_course and not finished)

    @rule(data=st.data())
    def agree(self, data: Any) -> None:
        areas = data.draw(
            st.lists(st.sampled_from([*self.state.protocol.problem_areas, "horoscope"]), max_size=3)
        )
        sessions = data.draw(st.integers(-1, self.state.protocol.sessions.max + 4))
        open_end = data.draw(st.none() | st.booleans())
        self.attempt(lambda: course.choose_areas(self.state, areas))
        self.attempt(lambda: course.agree(self.state, on=self.today, sessions=sessions, open_end=open_end))

    @rule(data=st.data(), reason=REASONS)
    def change_focus(self, data: Any, reason: str) -> None:
        areas = data.draw(
            st.lists(st.sampled_from([*self.state.protocol.problem_areas, "horoscope"]), max_size=3)
        )
        self.attempt(lambda: course.change_focus(self.state, areas, on=self.today, reason=reason))

    @rule(data=st.data(), reason=REASONS)
    def change_length(self, data: Any, reason: str) -> None:
        sessions = data.draw(st.integers(-1, self.state.protocol.sessions.max + 4))
        open_end = data.draw(st.none() | st.booleans())
        self.attempt(
            lambda: course.change_length(
                self.state, sessions, on=self.today, reason=reason, open_end=open_end
            )
        )

    @rule(data=st.data())
    def complete(self, data: Any) -> None:
        code = data.draw(st.sampled_from([*checks_of(self.state.protocol), "horoscope"]))
        self.attempt(lambda: course.complete_check(self.state, code, on=self.today))

    @invariant()
    def one_active_course_of_a_family(self) -> None:
        families = Counter(each.protocol.family for each in self.courses if each.active)
        assert all(count == 1 for count in families.values())

    @invariant()
    def reminders_ask_only_for_what_the_protocol_knows(self) -> None:
        said = {each.code for each in course.reminders(self.state, self.today)}
        known = checks_of(self.state.protocol)
        assert "no_formulation" not in said or course.FORMULATION_AGREED in known
        assert "no_agreement" not in said or course.AGREEMENT_SIGNED in known
        assert not course.mid_review_due(self.state) or course.MID_REVIEW_RECORDED in known


def before(protocol: Protocol) -> list[CourseState]:
    """The courses a client has had before this one: a finished one, where it goes on from another."""
    first = course.move(course.open_course(ipt(), on=START - timedelta(weeks=30)), Stage.STARTED, on=START)
    ending = course.move(first, Stage.ENDING, on=START)
    return [course.move(ending, Stage.FINISHED, on=START)] if protocol.follows_a_course else []


def checks_of(protocol: Protocol) -> list[str]:
    return sorted({check.code for phase in protocol.phases for check in phase.checks})


@every_variant
def test_any_history_leaves_a_course_of_the_variant_whole(protocol: Protocol) -> None:
    machine = type("Variant", (OneVariant,), {"protocol": protocol})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=int(os.environ.get("KINWEAVE_VARIANT_RUNS", "12")),
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def started(protocol: Protocol, sessions: int) -> CourseState:
    opened = course.open_course(protocol, on=START, others=before(protocol))
    state = course.choose_areas(course.move(opened, Stage.STARTED, on=START), protocol.problem_areas[:1])
    return course.agree(state, on=START, sessions=sessions, open_end=False)


def held(state: CourseState, number: int) -> CourseState:
    """One more session, by the cadence, with the checks of its phase met and its note signed."""
    for check in course.phase(state).checks:
        state = course.complete_check(state, check.code, on=START)
    on = START + timedelta(days=number * course.days_between(state))
    state = course.record_session(state, SessionFact(f"s{number}", on, Attendance.ATTENDED))
    return course.sign_session(state, f"s{number}")


@every_variant
def test_a_plain_course_goes_through_its_phases_in_order_and_finishes(protocol: Protocol) -> None:
    order = [phase.code for phase in protocol.phases]
    for sessions in protocol.sessions.presets:
        state, seen = started(protocol, sessions), []
        for number in range(1, sessions + 1):
            seen.append(order.index(course.phase(state).code))
            assert (state.stage is Stage.ENDING) == (
                number >= course.ending_opens_at(sessions, protocol.ending)
            )
            state = held(state, number)
        assert seen == sorted(seen)
        assert order[seen[-1]] == protocol.ending_phase.code
        assert course.clock(state, START).left == 0
        assert course.move(state, Stage.FINISHED, on=START).stage is Stage.FINISHED


@every_variant
def test_the_typical_course_leaves_time_for_the_work(protocol: Protocol) -> None:
    ending = course.ending_length(protocol.sessions.typical, protocol.ending)
    before = sum(each.length.typical for each in protocol.phases if each.length)
    last = protocol.phases[protocol.phases.index(protocol.ending_phase) - 1]
    assert before + ending <= protocol.sessions.typical
    assert last.length is not None or before + ending < protocol.sessions.typical


@every_variant
def test_measures_fall_due_at_the_first_and_last_session_unless_they_are_logs(protocol: Protocol) -> None:
    total = protocol.sessions.typical
    required = {each.instruments[0] for each in protocol.measures if each.required}
    logs = {each.instruments[0] for each in protocol.measures if each.schedule.when == "every_day"}
    for number in (1, total):
        due = {each.instrument for each in course.due_measures(protocol, number, total)}
        assert due == required - logs


def test_maintenance_after_the_ending_is_the_phase_that_follows_it() -> None:
    protocol = PROTOCOLS["ipt-b-perinatal"]
    state = course.move(started(protocol, 9), Stage.ENDING, on=START)
    state = course.move(state, Stage.MAINTENANCE, on=START)
    assert course.phase(state).code == "maintenance"


def test_maintenance_begins_only_after_a_finished_course() -> None:
    maintenance = PROTOCOLS["ipt-m"]
    finished = before(maintenance)[0]
    stopped = replace(finished, stage=Stage.STOPPED_EARLY)
    for others in ([], [stopped]):
        with pytest.raises(CourseRefusedError, match="begins after a course that was finished"):
            course.open_course(maintenance, on=START, others=others)
    assert course.open_course(maintenance, on=START, others=[stopped, finished]).active


def test_rhythm_therapy_thins_out_from_weekly_to_monthly() -> None:
    protocol = PROTOCOLS["ipsrt"]
    state, gaps = started(protocol, 60), []
    for number in range(1, 36):
        gaps.append(course.days_between(state))
        state = held(state, number)
    assert (gaps[0], gaps[17], gaps[29]) == (7, 14, 30)
    assert gaps == sorted(gaps)


def test_counselling_has_no_half_way_review_and_never_asks_for_one() -> None:
    state = started(PROTOCOLS["ipc"], 6)
    for number in range(1, 7):
        assert not course.mid_review_due(state)
        state = held(state, number)


def test_a_group_is_not_reminded_of_papers_its_form_does_not_have() -> None:
    group = PROTOCOLS["ipt-group-who"]
    state = course.move(course.open_course(group, on=START), Stage.STARTED, on=START)
    for number in range(1, 5):
        state = held(state, number)
    assert {each.code for each in course.reminders(state, START)}.isdisjoint(
        {"no_formulation", "no_agreement"}
    )


def test_adolescents_are_reviewed_before_the_fifth_session_and_adults_half_way() -> None:
    assert course.mid_review_at(PROTOCOLS["ipt-a"], 12) == 4
    assert course.mid_review_at(PROTOCOLS["ipt-grief"], 16) == 8
