"""The week of a daily rhythm drawn: upright where it is steady, whole across midnight, the same in words."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinweave.core.rhythm import DAY
from kinweave.web.pictures.rhythm_week import (
    CUT,
    SHEETS,
    Dot,
    RhythmWeekPicture,
    Row,
    cut_open,
    rhythm_key,
    rhythm_week,
)
from kinweave.web.pictures.rhythm_weeks import MoodPoint, RhythmWeeksPicture, WeekPoint, rhythm_weeks
from tests.web.drawing import classes_of, parse

TIMES = st.lists(st.integers(0, DAY - 1), max_size=7)


def week(*rows: Row) -> RhythmWeekPicture:
    return RhythmWeekPicture("r", "The week", "In words", rows, 45)


def row(
    *times: int, usual: float | None = None, near: bool | None = None, name: str = "I went to bed"
) -> Row:
    return Row(name, "", tuple(Dot(day, time, near) for day, time in enumerate(times)), usual)


def drawings(shown: RhythmWeekPicture):
    return parse(rhythm_week(shown)).findall("svg")


def dots(svg) -> list[tuple[float, float]]:
    return [(float(each.get("cx")), float(each.get("cy"))) for each in svg.iter("circle")]


def bands(svg) -> list[tuple[float, float]]:
    found = [each for each in svg.iter("rect") if "band-f" in classes_of(each)]
    return [(float(each.get("x")), float(each.get("width"))) for each in found]


def test_the_same_time_every_day_is_an_upright_row_from_monday_down():
    for svg in drawings(week(row(*[420] * 7))):
        found = dots(svg)
        assert len({x for x, _ in found}) == 1
        assert [y for _, y in found] == sorted(y for _, y in found)
        assert len({y for _, y in found}) == 7


def test_bedtimes_on_both_sides_of_midnight_stand_side_by_side():
    for svg in drawings(week(row(23 * 60 + 45, 15, usual=0.0))):
        (a, _), (b, _) = dots(svg)
        assert 0 < b - a < 20
        assert len(bands(svg)) == 1


@given(TIMES, st.none() | st.floats(0, DAY - 0.001))
def test_nothing_is_drawn_outside_the_plot(times: list[int], usual: float | None):
    for sheet, svg in zip(SHEETS.values(), drawings(week(row(*times, usual=usual))), strict=True):
        assert all(sheet.left <= x <= sheet.right for x, _ in dots(svg))
        for x, width in bands(svg):
            assert width >= 0
            assert x >= sheet.left - 0.1
            assert x + width <= sheet.right + 0.1


@given(st.floats(0, DAY - 0.001))
def test_the_window_is_as_wide_wherever_it_lies(usual: float):
    times = [(hour * 60 + 30) % DAY for hour in range(0, 24, 4)]
    for sheet, svg in zip(SHEETS.values(), drawings(week(row(*times, usual=usual))), strict=True):
        whole = (sheet.right - sheet.left) * 90 / DAY
        assert sum(width for _, width in bands(svg)) == pytest.approx(whole, abs=0.5)


@pytest.mark.parametrize(
    ("times", "begins"),
    [([420, 1380], CUT), ([], CUT), ([235], 16 * 60), ([180, 240, 300, 1380], 14 * 60)],
)
def test_the_axis_is_cut_open_where_nobody_was_about(times: list[int], begins: int):
    assert cut_open(week(row(*times))) == begins
    assert cut_open(week(row(*times, usual=float(CUT)))) != CUT or not times


def test_a_time_further_off_differs_in_shape():
    near, off = (next(drawings(week(row(420, near=near)))[0].iter("circle")) for near in (True, False))
    assert "hollow" in classes_of(off)
    assert "hollow" not in classes_of(near)


def test_each_drawing_says_what_it_shows_and_the_key_what_its_marks_mean():
    for svg in drawings(week(row(420))):
        assert svg.get("role") == "img"
        assert (svg.find("title").text, svg.find("desc").text) == ("The week", "In words")
    said = "".join(parse(rhythm_key("45 minutes")).itertext())
    assert said == "near the usual timefurther offthe usual time, and 45 minutes on either side"


def test_hours_never_stand_on_one_another():
    for start in range(0, 24, 2):
        shown = week(row(*[(start * 60 + each) % DAY for each in range(0, 900, 130)]))
        for svg in drawings(shown):
            xs = sorted(float(t.get("x")) for t in svg.iter("text") if (t.text or "").endswith(":00"))
            assert all(b - a > 36 for a, b in pairwise(xs))


def weeks(*values: float | None, moods: int = 0) -> RhythmWeeksPicture:
    first = date(2026, 11, 2)
    points = tuple(WeekPoint(first + timedelta(days=3 + 7 * n), v) for n, v in enumerate(values))
    noted = tuple(MoodPoint(first + timedelta(days=n), 5) for n in range(moods))
    return RhythmWeeksPicture(
        "w", "Weeks", "Words", first, first + timedelta(days=7 * len(values)), points, noted
    )


def test_a_week_without_a_number_breaks_the_line():
    for svg in parse(rhythm_weeks(weeks(3.0, 4.0, None, 5.0))).findall("svg"):
        lines = [each for each in svg.iter("path") if "ink-l" in classes_of(each)]
        assert len(lines) == 1
        assert len(list(svg.iter("circle"))) == 3


def test_higher_is_more_regular_and_moods_stand_below_on_the_same_dates():
    for svg in parse(rhythm_weeks(weeks(2.0, 6.0, moods=4))).findall("svg"):
        low, high, *moods = [(float(c.get("cx")), float(c.get("cy"))) for c in svg.iter("circle")]
        assert high[1] < low[1]
        assert moods[3][0] == pytest.approx(low[0], abs=0.2)
        assert all(y > low[1] for _, y in moods)
        assert "Mood noted" in "".join(svg.itertext())
    assert "Mood noted" not in rhythm_weeks(weeks(2.0, 6.0))
