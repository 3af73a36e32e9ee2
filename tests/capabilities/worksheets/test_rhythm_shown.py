"""A week of the rhythm log in words: what is usual, what lies near it, and what cannot be said."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinweave.core.rhythm import DAY, Day, RhythmLog
from kinweave.core.rhythm_weeks import RhythmWeek, week
from kinweave.shelf.queries import library
from kinweave.worksheets.rhythm_days import night_words
from kinweave.worksheets.rhythm_shown import (
    AnchorShown,
    clock_shown,
    number_words,
    rules_in_words,
    unverified_in_words,
    week_in_words,
    week_shown,
)

LOG = library().get(RhythmLog, "rhythm-log")
MONDAY = date(2026, 11, 9)


def of(*days: Day) -> RhythmWeek:
    """A week whose first days are these."""
    return week(LOG, {MONDAY + timedelta(days=place): day for place, day in enumerate(days)}, MONDAY)


def up(*times: int) -> AnchorShown:
    return week_shown(LOG, of(*({"up": time} for time in times)), ()).anchors[0]


@pytest.mark.parametrize(
    ("times", "words"),
    [
        ((), "not written down"),
        ((430,), "at 7:10"),
        ((430, 545), "at 7:10 and 9:05"),
        ((430, 432, 434), "usually about 7:10; near it every time"),
        ((420, 430, 410, 420, 420, 420, 690), "usually about 7:00; near it on six of seven days"),
        ((0, 360, 720, 1080), "on four days, at no usual time"),
    ],
)
def test_a_week_of_one_moment_in_plain_words(times: tuple[int, ...], words: str) -> None:
    assert up(*times).words == words


def test_a_time_is_near_off_or_neither() -> None:
    shown = up(420, 430, 410, 420, 690)
    assert [cell.near for cell in shown.cells] == [True, True, True, True, False, None, None]
    assert [cell.time for cell in shown.cells] == ["7:00", "7:10", "6:50", "7:00", "11:30", "", ""]
    assert (shown.usual, shown.near) == ("7:00", "4 of 5")
    assert {cell.near for cell in up(420, 430).cells} == {None}


@given(st.lists(st.integers(0, DAY - 1), max_size=7))
def test_the_table_marks_as_near_exactly_the_hits_of_the_measure(times: list[int]) -> None:
    found = of(*({"up": time} for time in times))
    cells = week_shown(LOG, found, ()).anchors[0].cells
    assert sum(cell.near is True for cell in cells) == found.rhythm.habits["up"].hits
    assert sum(bool(cell.time) for cell in cells) == len(times)


@given(st.floats(0, DAY - 0.0001), st.sampled_from([1, 5]))
def test_a_usual_time_is_always_one_a_clock_shows(time: float, step: int) -> None:
    hours, minutes = clock_shown(time, step).split(":")
    assert 0 <= int(hours) < 24
    assert 0 <= int(minutes) < 60
    assert int(minutes) % step == 0


@pytest.mark.parametrize(
    ("monday", "words"),
    [
        (MONDAY, "9 to 15 November"),
        (date(2026, 11, 30), "30 November to 6 December"),
        (date(2026, 12, 28), "28 December to 3 January"),
    ],
)
def test_a_week_is_named_by_its_ends(monday: date, words: str) -> None:
    assert week_in_words(monday) == words


def test_the_number_says_what_it_is_made_of_or_that_there_is_none() -> None:
    assert number_words(of({"up": 420}, {"up": 420})).startswith("No number")
    assert number_words(of(*[{"up": 420}] * 4)) == "Regularity 4.0 of 7: four hits in one activity."


def test_every_rule_behind_the_number_carries_its_standing() -> None:
    rules = rules_in_words(LOG)
    assert len(rules) == 4
    assert sum("not yet verified" in rule for rule in rules) == 2
    assert len(rules_in_words(LOG.model_copy(update={"outliers": None}))) == 3


def test_what_is_not_verified_is_counted_beside_the_number() -> None:
    assert unverified_in_words(LOG) == "Two rules behind this number are not yet verified."
    known = LOG.window.model_copy(update={"status": "V2"})
    assert (
        unverified_in_words(LOG.model_copy(update={"window": known}))
        == "One rule behind this number is not yet verified."
    )
    assert unverified_in_words(LOG.model_copy(update={"window": known, "outliers": None})) == ""


def test_bedtime_after_midnight_is_told_with_the_names_of_the_days() -> None:
    assert "small hours of Monday, bedtime still belongs to Sunday" in night_words(MONDAY - timedelta(days=1))
