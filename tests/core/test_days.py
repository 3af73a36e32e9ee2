"""Dates as people write them: a day, a month or a year, and never a guess."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinweave.core.days import Day, in_words, read_day


@pytest.mark.parametrize(
    ("text", "day", "precision"),
    [
        ("5 October 2026", date(2026, 10, 5), "day"),
        ("5th Oct 2026", date(2026, 10, 5), "day"),
        ("5/10/2026", date(2026, 10, 5), "day"),
        ("2026-10-05", date(2026, 10, 5), "day"),
        ("October 2026", date(2026, 10, 1), "month"),
        ("10/2026", date(2026, 10, 1), "month"),
        ("2026-10", date(2026, 10, 1), "month"),
        (" 2026 ", date(2026, 1, 1), "year"),
    ],
)
def test_dates_are_read_as_people_write_them(text: str, day: date, precision: str) -> None:
    assert read_day(text) == Day(day, precision)


@pytest.mark.parametrize(
    "text", ["", "soon", "31 February 2026", "13/2026", "Octember 2026", "12026", "1850", "5/10"]
)
def test_what_is_no_date_is_not_guessed_at(text: str) -> None:
    assert read_day(text) is None


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)), st.sampled_from(["day", "month", "year"]))
def test_a_date_shown_in_a_form_is_read_back_as_it_was(day: date, precision: str) -> None:
    exact = {"day": day, "month": day.replace(day=1), "year": day.replace(month=1, day=1)}[precision]
    assert read_day(in_words(Day(exact, precision))) == Day(exact, precision)


@given(st.text(max_size=30))
def test_no_text_breaks_the_reading_of_dates(text: str) -> None:
    found = read_day(text)
    assert found is None or 1900 <= found.on.year <= 2100


@pytest.mark.parametrize(
    ("text", "kept"), [("5 October 2026", "2026-10-05"), ("Oct 2026", "2026-10"), ("2026", "2026")]
)
def test_a_date_is_kept_no_more_exactly_than_it_was_said(text: str, kept: str) -> None:
    found = read_day(text)
    assert found is not None
    assert found.iso == kept
    assert read_day(found.iso) == found
