"""The rhythm of a week: clock times on a circle, hits by activities, and nothing said from too few days."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from kinweave.core.rhythm import (
    DAY,
    Day,
    RhythmLog,
    apart,
    circular_mean,
    habitual_time,
    minutes,
    rhythm,
    run_rhythm_examples,
)
from tests.core.published import library

LOG = library().get(RhythmLog, "rhythm-log")
CODES = [anchor.code for anchor in LOG.anchors]
times = st.integers(0, DAY - 1)
weeks = st.lists(
    st.fixed_dictionaries({code: st.one_of(st.none(), times) for code in CODES}), min_size=0, max_size=7
)


def log_with(**changes: Any) -> RhythmLog:
    return RhythmLog.model_validate(LOG.model_dump(exclude_defaults=True) | changes)


def bed(*clocks: str) -> list[Day]:
    return [{"bed": minutes(clock)} for clock in clocks]


def test_the_log_asks_for_five_moments_in_words_of_its_own() -> None:
    assert CODES == ["up", "contact", "start", "meal", "bed"]
    assert "own words" in LOG.licence
    assert run_rhythm_examples(LOG) == []


def test_numbers_that_were_not_confirmed_are_editable_and_marked() -> None:
    assert (LOG.window.value, LOG.window.status) == (45, "U")
    assert LOG.outliers is not None
    assert (LOG.outliers.value, LOG.outliers.status) == (1.5, "U")
    assert (LOG.least_days.value, LOG.least_days.status) == (3, "V1")
    wider = log_with(window={"value": 120, "unit": "minutes", "status": "P", "source": "this service"})
    uneven = bed("22:00", "23:30", "0:30")
    assert rhythm(LOG, uneven).hits < rhythm(wider, uneven).hits == 3


@pytest.mark.parametrize(
    ("clocks", "mean"),
    [(["23:45", "0:15"], "0:00"), (["23:00", "1:00", "0:00"], "0:00"), (["7:00", "8:00"], "7:30")],
)
def test_the_mean_of_clock_times_is_taken_on_the_circle(clocks: list[str], mean: str) -> None:
    found = circular_mean([minutes(clock) for clock in clocks])
    assert found is not None
    assert apart(found, minutes(mean)) == pytest.approx(0, abs=1e-6)


def test_times_that_pull_in_no_direction_have_no_mean() -> None:
    assert circular_mean([0, DAY / 2]) is None
    assert circular_mean([]) is None
    opposite = [{"up": 0}, {"up": 480}, {"up": 960}]
    made = rhythm(LOG, opposite)
    assert (made.value, made.activities, made.habits["up"].habitual) == (0, 1, None)


@given(times, times)
def test_the_way_between_two_times_is_the_shorter_one(one: int, other: int) -> None:
    assert -DAY / 2 <= apart(one, other) < DAY / 2
    assert (other + apart(one, other) - one) % DAY == 0


@given(st.lists(times, min_size=1, max_size=7), st.integers(0, DAY - 1))
def test_turning_the_clock_turns_the_usual_time_with_it(clocks: list[int], shift: int) -> None:
    here, there = circular_mean(clocks), circular_mean([(clock + shift) % DAY for clock in clocks])
    if here is not None and there is not None:
        angle_is_clear = sum(abs(apart(clock, here)) <= DAY / 4 for clock in clocks) == len(clocks)
        if angle_is_clear:
            assert apart(there, here + shift) == pytest.approx(0, abs=1e-3)


@given(weeks)
def test_the_measure_lies_between_0_and_7(days: list[Day]) -> None:
    made = rhythm(LOG, days)
    done = [code for code in CODES if sum(day[code] is not None for day in days) >= 3]
    assert made.activities == len(done)
    assert [code for code in CODES if made.habits[code].counts] == done
    if made.value is None:
        assert not done
    else:
        assert 0 <= made.value <= 7
        assert made.value * made.activities == pytest.approx(made.hits)


@given(st.lists(times, min_size=3, max_size=7))
def test_the_same_time_every_day_hits_every_day(clocks: list[int]) -> None:
    steady = [{"meal": clocks[0]} for _ in clocks]
    assert rhythm(LOG, steady).value == len(clocks)


def test_nineteen_hits_of_five_activities_are_3_8() -> None:
    days: list[dict[str, int | None]] = [dict.fromkeys(CODES, 600) for _ in range(4)]
    days[3]["bed"] = 800
    made = rhythm(LOG, days)
    assert (made.hits, made.activities, made.value) == (19, 5, 3.8)


def test_the_edge_of_the_window_is_a_hit_and_a_minute_more_is_none() -> None:
    exact = log_with(outliers=None)
    assert rhythm(exact, [{"up": 400}, {"up": 490}, {"up": 445}]).hits == 3
    assert rhythm(exact, [{"up": 399}, {"up": 491}, {"up": 445}]).hits == 1


def test_a_late_morning_is_left_out_of_the_usual_time_but_is_no_hit() -> None:
    clocks = [420, 430, 410, 420, 420, 420, 690]
    assert habitual_time(clocks) != habitual_time(clocks, 1.5)
    assert habitual_time(clocks, 1.5) == pytest.approx(420, abs=0.5)
    assert habitual_time([420], 1.5) == pytest.approx(420)


def test_what_was_done_twice_stays_out_of_the_divisor() -> None:
    made = rhythm(LOG, [{"up": 420, "meal": 1100}, {"up": 420, "meal": 1100}, {"up": 420}])
    assert (made.hits, made.activities, made.value) == (3, 1, 3)
    assert made.habits["meal"].done == 2
    assert rhythm(LOG, []).value is None


@pytest.mark.parametrize(
    ("days", "reason"),
    [
        ([{}] * 8, "a week has 7 days; there are 8 here"),
        ([{"lunch": 720}], 'the log has no "lunch"; it has up, contact'),
        ([{"up": 1440}], '"up" is at 1440; minutes after midnight lie from 0 to 1439'),
        ([{"up": -1}], '"up" is at -1'),
    ],
)
def test_a_week_that_cannot_be_is_refused(days: list[Day], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        rhythm(LOG, days)


@pytest.mark.parametrize("clock", ["7", "7:5", "24:00", "12:60", "-1:00", "noon", "a:00", ""])
def test_what_no_clock_shows_is_refused(clock: str) -> None:
    with pytest.raises(ValueError, match="is not a time such as 7:30"):
        minutes(clock)


def test_clock_times_are_read_as_minutes() -> None:
    assert [minutes(clock) for clock in ("0:00", "07:30", "23:59")] == [0, 450, 1439]


def test_an_example_that_does_not_come_out_is_named() -> None:
    wrong = {"name": "wrong", "days": [{"up": "7:00"}] * 3, "hits": 2, "activities": 1, "value": 2.0}
    broken = {"name": "broken", "days": [{"up": "7 o'clock"}], "hits": 0, "activities": 0}
    assert run_rhythm_examples(log_with(examples=[wrong, broken])) == [
        'example "wrong": comes to 3 hits, 1 activities, 3.0',
        'example "broken": "7 o\'clock" is not a time such as 7:30 or 23:45',
    ]


def test_a_log_with_wrong_units_or_repeated_anchors_is_refused() -> None:
    days = {"value": 45, "unit": "days", "status": "P", "source": "x"}
    with pytest.raises(ValidationError, match="the window is in minutes"):
        log_with(window=days)
    anchor = {"code": "up", "text": "Up"}
    with pytest.raises(ValidationError, match="two anchors are called up"):
        log_with(anchors=[anchor, anchor])
