"""Dates, times, numbers and lists are said as people say them."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinweave.core.days import MONTHS
from kinweave.web import words
from kinweave.web.templatetags.kinweave import unbroken

FRIDAY = date(2027, 1, 8)
NOW = datetime(2027, 1, 8, 9, 36)  # noqa: DTZ001  (words are about the clock on the wall)


def test_a_date_is_a_weekday_a_day_and_a_month():
    assert words.date_in_words(FRIDAY) == "Friday 8 January"
    assert words.month_day(FRIDAY) == "8 January"
    assert words.short_date(FRIDAY) == "8 Jan"
    assert words.short_date(date(2026, 6, 19)) == "19 June"
    assert words.full_date(FRIDAY) == "8 January 2027"


def test_the_year_is_said_when_the_date_is_about_a_year_away():
    assert words.date_in_words(date(2028, 3, 1), FRIDAY) == "Wednesday 1 March 2028"
    assert words.date_in_words(date(2026, 12, 18), FRIDAY) == "Friday 18 December"


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (FRIDAY, "today"),
        (date(2027, 1, 7), "yesterday"),
        (date(2027, 1, 9), "tomorrow"),
        (date(2027, 1, 15), "Friday 15 January"),
    ],
)
def test_near_days_have_names(day, said):
    assert words.day_in_words(day, FRIDAY) == said


@pytest.mark.parametrize(
    ("count", "said"),
    [(0, "none"), (1, "one"), (7, "seven"), (12, "twelve"), (13, "13"), (1204, "1,204"), (-2, "−2")],
)
def test_numbers_are_words_to_twelve(count, said):
    assert words.number_in_words(count) == said


def test_a_count_agrees_with_its_noun():
    assert words.count_of(1, "session") == "one session"
    assert words.count_of(3, "session") == "three sessions"
    assert words.count_of(0, "person", "people") == "no people"


@pytest.mark.parametrize(
    ("things", "said"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_a_list_is_said_with_and_before_the_last(things, said):
    assert words.list_in_words(things) == said


def test_a_list_of_choices_is_said_with_or():
    assert words.list_in_words(["video", "telephone"], "or") == "video or telephone"


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (time(10), "ten o’clock"),
        (time(12), "midday"),
        (time(0), "midnight"),
        (time(9, 50), "9:50"),
        (time(14), "14:00"),
    ],
)
def test_the_hour_is_said_as_one_says_it(at, said):
    assert words.clock_in_words(at) == said


def test_the_clock_has_no_leading_nought():
    assert words.clock(time(9, 5)) == "9:05"
    assert words.moment_in_words(datetime(2027, 1, 8, 8, 14), NOW) == "today at 8:14"  # noqa: DTZ001
    assert words.moment_in_words(datetime(2027, 1, 4, 8, 12), NOW) == "Monday 4 January at 8:12"  # noqa: DTZ001


def test_what_was_saved_on_another_day_says_which() -> None:
    assert words.saved_in_words(datetime(2027, 1, 8, 8, 14), NOW) == "Saved 8:14"  # noqa: DTZ001
    assert words.saved_in_words(datetime(2027, 1, 7, 20, 50), NOW) == "Saved yesterday at 20:50"  # noqa: DTZ001


@pytest.mark.parametrize(
    ("length", "said"),
    [
        (timedelta(seconds=20), "less than a minute"),
        (timedelta(minutes=1), "one minute"),
        (timedelta(minutes=59), "59 minutes"),
        (timedelta(hours=2), "two hours"),
        (timedelta(hours=47), "47 hours"),
        (timedelta(days=5), "five days"),
        (timedelta(days=21), "three weeks"),
    ],
)
def test_a_length_of_time_is_said_in_its_own_unit(length, said):
    assert words.span_in_words(length) == said


def test_how_far_off_something_is():
    assert words.since_or_until(NOW + timedelta(hours=2), NOW) == "in two hours"
    assert words.since_or_until(NOW - timedelta(days=3), NOW) == "three days ago"
    assert words.since_or_until(NOW + timedelta(seconds=5), NOW) == "now"


@pytest.mark.parametrize(
    ("hour", "said"),
    [
        (0, "Hello"),
        (4, "Hello"),
        (5, "Good morning"),
        (11, "Good morning"),
        (12, "Good afternoon"),
        (18, "Good evening"),
    ],
)
def test_greetings_follow_the_clock(hour, said):
    assert words.greeting(NOW.replace(hour=hour)) == said


@pytest.mark.parametrize(
    ("value", "said"), [(11.0, "11"), (4.5, "4.5"), (-2, "−2"), (-0.0, "0"), (3.14159, "3.14"), (100, "100")]
)
def test_numbers_are_written_plainly(value, said):
    assert words.plain_number(value) == said


@given(st.integers(0, 12))
def test_small_counts_never_show_a_figure(count):
    assert not any(letter.isdigit() for letter in words.count_of(count, "note"))


@given(st.dates())
def test_every_date_names_its_own_weekday_and_month(day):
    assert day.strftime("%d").lstrip("0") in words.date_in_words(day)
    assert words.date_in_words(day).split()[0] == words.DAYS[day.weekday()]
    assert MONTHS[day.month - 1] in words.date_in_words(day)


def test_names_of_measures_stay_on_one_line_and_nothing_else_changes() -> None:
    assert unbroken("PHQ-9 is 11 & <b>") == '<span class="nowrap">PHQ-9</span> is 11 &amp; &lt;b&gt;'
    assert unbroken("a check-in on 2026-10-04") == "a check-in on 2026-10-04"
