"""Days of a rhythm log as weeks: where a week begins, which days may be written, and what no clock can move."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinweave.core.rhythm import DAY, RhythmLog, rhythm
from kinweave.core.rhythm_weeks import (
    DAYS_OPEN,
    day_lived,
    days_asked,
    monday_of,
    open_days,
    week,
    weeks,
    worth_showing,
)
from tests.core.published import library

LOG = library().get(RhythmLog, "rhythm-log")
CODES = [anchor.code for anchor in LOG.anchors]
MONDAY = date(2026, 11, 9)
DATES = st.dates(date(2020, 1, 1), date(2035, 1, 1))
DAYS = st.dictionaries(st.sampled_from(CODES), st.none() | st.integers(0, DAY - 1))
LOGS = st.dictionaries(st.integers(0, 60).map(lambda n: MONDAY + timedelta(days=n)), DAYS, max_size=40)
ZONES = st.sampled_from(["Europe/London", "America/St_Johns", "Pacific/Apia", "Australia/Lord_Howe", "UTC"])


def kept(**on: dict[str, int]) -> dict[date, dict[str, int]]:
    """Days by their number in November 2026: kept(d9={...})."""
    return {date(2026, 11, int(name[1:])): day for name, day in on.items()}


@given(DATES)
def test_a_week_runs_from_a_monday_to_a_sunday_and_holds_its_day(day: date) -> None:
    monday = monday_of(day)
    found = week(LOG, {day: {"up": 420}}, monday)
    assert (monday.weekday(), found.sunday.weekday()) == (0, 6)
    assert monday <= day <= found.sunday
    assert [place for place, said in enumerate(found.days) if said is not None] == [day.weekday()]


@given(LOGS)
def test_the_weeks_of_a_log_follow_one_another_and_hold_every_day_once(
    log: dict[date, dict[str, int]],
) -> None:
    found = weeks(LOG, log)
    assert sum(each.written for each in found) == len(log)
    assert all(b.monday - a.monday == timedelta(days=7) for a, b in pairwise(found))
    if found:
        assert found[0].written
        assert found[-1].written


@given(LOGS)
def test_the_number_of_a_week_is_that_of_its_seven_days(log: dict[date, dict[str, int]]) -> None:
    for found in weeks(LOG, log):
        inside = [said for day, said in sorted(log.items()) if found.monday <= day <= found.sunday]
        assert found.rhythm == rhythm(LOG, inside)


def test_a_log_without_a_day_has_no_week() -> None:
    assert weeks(LOG, {}) == ()
    assert worth_showing(LOG, ()) is None


def test_the_week_shown_first_is_the_latest_that_can_say_something() -> None:
    day = {"up": 420}
    full = kept(d9=day, d10=day, d11=day)
    assert worth_showing(LOG, weeks(LOG, full | kept(d16=day))).monday == MONDAY  # type: ignore[union-attr]
    begun = weeks(LOG, kept(d9=day, d16=day))
    assert worth_showing(LOG, begun).monday == date(2026, 11, 16)  # type: ignore[union-attr]
    assert worth_showing(LOG, [week(LOG, {}, MONDAY)]) is None


@given(DATES, st.integers(0, 400))
def test_the_last_fourteen_days_are_open_and_none_ahead(begun: date, later: int) -> None:
    today = begun + timedelta(days=later)
    found = open_days(today, begun)
    assert found[0] == today
    assert min(found) >= begun - timedelta(days=1)
    assert (today - min(found)).days < DAYS_OPEN
    assert len(found) == len(set(found)) == min(DAYS_OPEN, later + 2)


@pytest.mark.parametrize(
    ("now", "lived"),
    [("2026-11-13T23:59", 13), ("2026-11-14T00:30", 13), ("2026-11-14T04:59", 13), ("2026-11-14T05:00", 14)],
)
def test_after_midnight_the_evening_is_still_the_day_before(now: str, lived: int) -> None:
    assert day_lived(datetime.fromisoformat(now)) == date(2026, 11, lived)


@pytest.mark.parametrize(
    ("now", "asked"),
    [
        ("T22:30", (13, 12)),
        ("T12:00", (13, 12)),
        ("T11:59", (12, 13)),
        ("T05:00", (12, 13)),
        ("T04:59", (12, 11)),
    ],
)
def test_in_the_morning_yesterday_is_asked_for_first(now: str, asked: tuple[int, int]) -> None:
    found = days_asked(datetime.fromisoformat(f"2026-11-13{now}"))
    assert tuple(day.day for day in found) == asked


@given(st.integers(0, 500_000_000), ZONES)
def test_the_day_lived_is_always_one_that_may_be_written(second: int, zone: str) -> None:
    now = (datetime(2020, 1, 1, tzinfo=UTC) + timedelta(seconds=second)).astimezone(ZoneInfo(zone))
    assert day_lived(now) in open_days(now.date(), now.date())
    assert day_lived(now) in {now.date(), now.date() - timedelta(days=1)}
    assert sorted(days_asked(now)) == [day_lived(now) - timedelta(days=1), day_lived(now)]


@pytest.mark.parametrize("spring", [date(2026, 3, 29), date(2026, 10, 25)])
def test_the_night_the_clocks_change_moves_nothing(spring: date) -> None:
    """What was read off the clock stays what was read off the clock: seven equal mornings are seven hits."""
    monday = monday_of(spring)
    days = {monday + timedelta(days=place): {"up": 420, "bed": 90} for place in range(7)}
    assert week(LOG, days, monday).rhythm.hits == 14
