"""Times counted in staffed hours hold across nights, weekends and the days on which the clocks change (S-36)."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kinweave.safety import tiers
from kinweave.safety.hours import Hours, is_working
from kinweave.safety.models import Tier

START = datetime.fromisoformat("2026-01-01")
LONDON = ZoneInfo("Europe/London")
OFFICE = Hours(LONDON, time(9), time(17))

zones = st.sampled_from(
    ["Europe/London", "America/New_York", "Australia/Lord_Howe", "Pacific/Auckland", "America/St_Johns"]
)
instants = st.datetimes(START, START.replace(year=2028), timezones=st.just(UTC))
times = st.times().map(lambda each: each.replace(second=0, microsecond=0))


@st.composite
def hours(draw: st.DrawFn) -> Hours:
    return Hours(ZoneInfo(draw(zones)), draw(times), draw(times))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LONDON).astimezone(UTC)


def staffed_minutes(kept: Hours, start: datetime, end: datetime) -> float:
    """The slow oracle: how long somebody was there between two instants, day by day."""
    total, day = timedelta(), kept.local_day(start) - timedelta(days=1)
    while day <= kept.local_day(end) + timedelta(days=1):
        if is_working(day):
            opens, closes = kept.on(day)
            total += max(min(closes, end) - max(opens, start), timedelta())
        day += timedelta(days=1)
    return total.total_seconds() / 60


@pytest.mark.parametrize(
    ("raised", "minutes", "due"),
    [
        ("2026-11-13 10:00", 120, "2026-11-13 12:00"),  # within the day
        ("2026-11-13 16:30", 120, "2026-11-16 10:30"),  # Friday afternoon into Monday
        ("2026-11-13 07:00", 120, "2026-11-13 11:00"),  # before opening
        ("2026-11-14 12:00", 15, "2026-11-16 09:15"),  # a Saturday
        ("2026-11-13 16:00", 60, "2026-11-13 17:00"),  # to the very end of the day
        ("2026-03-27 16:50", 15, "2026-03-30 09:05"),  # over the weekend on which the clocks go forward
        ("2026-10-23 16:50", 15, "2026-10-26 09:05"),  # and back
    ],
)
def test_minutes_pass_only_while_somebody_is_there(raised: str, minutes: int, due: str) -> None:
    assert OFFICE.after(at(raised), minutes) == at(due)


@pytest.mark.parametrize(
    ("raised", "due"),
    [
        ("2026-11-13 08:14", "2026-11-16 17:00"),  # Friday morning: Monday, end of day
        ("2026-11-12 20:00", "2026-11-13 17:00"),  # Thursday night: Friday
        ("2026-11-14 12:00", "2026-11-16 17:00"),  # Saturday: Monday
        ("2026-10-23 12:00", "2026-10-26 17:00"),  # the clocks go back in between
    ],
)
def test_the_next_working_day_ends_when_the_service_closes(raised: str, due: str) -> None:
    assert OFFICE.end_of_next_working_day(at(raised)) == at(due)


@given(hours(), instants, st.integers(1, 2000))
def test_exactly_that_many_staffed_minutes_lie_between(kept: Hours, start: datetime, minutes: int) -> None:
    end = kept.after(start, minutes)
    assert staffed_minutes(kept, start, end) == pytest.approx(minutes)
    assert staffed_minutes(kept, start, end - timedelta(seconds=1)) < minutes


@given(hours(), instants, st.sampled_from(list(Tier)))
def test_every_tier_is_due_later_and_when_somebody_is_there_to_act(
    kept: Hours, raised: datetime, tier: Tier
) -> None:
    due = tiers.due(tier, raised, kept)
    assert due > raised
    assert kept.staffed(due) or kept.staffed(
        due - timedelta(microseconds=1)
    )  # at the latest, at closing time


@given(hours(), instants)
def test_a_sooner_tier_is_never_due_later_when_the_day_is_long_enough(kept: Hours, raised: datetime) -> None:
    opens, closes = kept.on(date(2026, 11, 16))
    if closes - opens < timedelta(hours=4):
        return  # two staffed hours may then last longer than a day
    now, today, next_day, session = (tiers.due(tier, raised, kept) for tier in Tier)
    assert now <= today <= next_day <= session


@given(hours(), instants)
@settings(max_examples=50)
def test_the_next_opening_is_staffed_and_nobody_was_there_before(kept: Hours, moment: datetime) -> None:
    opening = kept.next_opening(moment)
    assert kept.staffed(opening)
    assert opening >= moment
    assert staffed_minutes(kept, moment, opening) == 0


@given(hours(), instants, st.sampled_from(list(Tier)))
@settings(max_examples=50)
def test_each_passing_on_comes_after_the_one_before(kept: Hours, raised: datetime, tier: Tier) -> None:
    moment: datetime | None = tiers.next_pass_on(tier, 0, tiers.due(tier, raised, kept), kept)
    taken, before = 0, raised
    while moment is not None:
        assert moment >= before
        taken, before = taken + 1, moment
        moment = tiers.next_pass_on(tier, taken, moment, kept)
    assert taken == len(tiers.response(tier).pass_on)


def test_a_service_open_day_and_night_counts_every_hour_of_a_working_day() -> None:
    always = Hours(LONDON, time(0), time(0))
    assert always.after(at("2026-11-12 23:00"), 120) == at("2026-11-13 01:00")
    assert always.after(at("2026-11-13 23:00"), 120) == at("2026-11-16 01:00")


def test_closing_time_itself_is_no_longer_staffed() -> None:
    assert OFFICE.staffed(at("2026-11-13 16:59"))
    assert not OFFICE.staffed(at("2026-11-13 17:00"))
    assert not OFFICE.staffed(at("2026-11-14 12:00"))


def test_contact_is_due_within_an_hour_today_or_left_to_the_next_session() -> None:
    raised = at("2026-11-13 10:00")
    assert tiers.contact_due(Tier.NOW, raised, OFFICE) == at("2026-11-13 11:00")
    assert tiers.contact_due(Tier.TODAY, raised, OFFICE) == at("2026-11-13 17:00")
    assert tiers.contact_due(Tier.NEXT_WORKING_DAY, raised, OFFICE) is None


def test_contact_for_today_in_the_evening_is_due_by_the_end_of_the_next_working_day() -> None:
    assert tiers.contact_due(Tier.TODAY, at("2026-11-13 20:00"), OFFICE) == at("2026-11-16 17:00")


def test_every_tier_says_where_its_times_come_from() -> None:
    for tier in Tier:
        assert tiers.response(tier).source
        assert tiers.response(tier).status == "P"
