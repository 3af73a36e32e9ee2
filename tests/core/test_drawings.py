"""A drawing holds coordinates and nothing else, whatever is sent."""

import contextlib
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinweave.core.drawings import (
    HEIGHT,
    LONGEST_TEXT,
    MOST_LINES,
    MOST_POINTS,
    TOO_MUCH,
    UNREADABLE,
    WIDTH,
    DrawingError,
    lines_of,
    path_data,
    read_lines,
)
from kinweave.core.entries import ENTRY_LIMIT_BYTES, EntryProblems, check_entry
from tests.capabilities.worksheets.sheets import drawings
from tests.core.test_worksheets import kept, one, said, sheet

DRAWING = one("drawing")
SQUARE = [[0, 0, WIDTH, 0, WIDTH, HEIGHT]]


@given(drawings())
def test_what_was_drawn_is_kept_as_it_was_drawn(drawn: dict[str, Any]) -> None:
    assert kept(DRAWING, drawn) == drawn
    as_posted = {**drawn, "strokes": json.dumps(drawn.get("strokes", []))}
    assert kept(DRAWING, as_posted) == drawn
    assert lines_of(drawn) == drawn.get("strokes", [])


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
        lambda part: st.lists(part, max_size=4),
    )
)
def test_whatever_is_sent_only_coordinates_come_through(raw: object) -> None:
    for sent in (raw, json.dumps(raw)):
        with contextlib.suppress(DrawingError):
            lines = read_lines(sent)
            assert all(type(part) is int and 0 <= part <= WIDTH for line in lines for part in line)


@pytest.mark.parametrize(
    "raw",
    [
        "<svg onload=alert(1)>", '[["M0 0"]]', '{"a": 1}', "[1, 2]", "[[]]", "[[1]]", "[[1, 2, 3]]", "[[1.5, 2]]",
        "[[true, false]]", "[[-1, 5]]", "[[1001, 5]]", "[[5, 701]]", "[[1, null]]", "[" * 5000, "[[1e400, 1]]", "[[NaN, 1]]",
        f"[[{'9' * 6000}, 1]]",
    ],
)  # fmt: skip
def test_hostile_or_broken_lines_are_refused(raw: str) -> None:
    assert said(DRAWING, {"strokes": raw}) == UNREADABLE
    assert lines_of({"strokes": raw}) == []


def test_a_drawing_has_a_limit_and_says_so() -> None:
    assert said(DRAWING, {"strokes": [[1, 1]] * (MOST_LINES + 1)}) == TOO_MUCH
    assert said(DRAWING, {"strokes": [[1, 1] * (MOST_POINTS + 1)]}) == TOO_MUCH
    assert said(DRAWING, {"strokes": " " + "1" * LONGEST_TEXT}) == TOO_MUCH
    fullest = {"strokes": [[WIDTH, HEIGHT] * (MOST_POINTS // MOST_LINES)] * MOST_LINES}
    assert len(json.dumps(fullest)) < LONGEST_TEXT < ENTRY_LIMIT_BYTES + 1
    assert kept(DRAWING, fullest) == fullest


@pytest.mark.parametrize(
    "raw", [None, "", {}, {"strokes": "", "words": " "}, {"strokes": None}, {"strokes": "[]"}]
)
def test_nothing_drawn_is_no_answer(raw: object) -> None:
    assert kept(DRAWING, raw) is None
    required = check_entry(one("drawing", required=True), {"it": raw})
    assert isinstance(required, EntryProblems)
    assert required.messages() == {"it": "Please answer: It?"}


def test_words_do_instead_of_a_drawing() -> None:
    assert check_entry(one("drawing", required=True), {"it": {"words": "A closed door"}}) == {
        "it": {"words": "A closed door"}
    }


@pytest.mark.parametrize("raw", ["a drawing", [[1, 2]], 7, {"strokes": SQUARE, "script": "x"}])
def test_what_is_no_drawing_is_refused(raw: object) -> None:
    assert said(DRAWING, raw) == "Please draw this, or write down what it shows."


def test_a_drawing_is_a_field_and_no_cell() -> None:
    with pytest.raises(ValueError, match="kind"):
        sheet(
            {
                "code": "it",
                "label": "It?",
                "kind": "table",
                "columns": [{"code": "a", "label": "A", "kind": "drawing"}],
            }
        )


def test_a_line_becomes_a_path_and_a_point_a_dot() -> None:
    assert path_data([1, 2, 3, 4, 5, 6]) == "M1 2L3 4L5 6"
    assert path_data([7, 8]) == "M7 8h0"
    assert lines_of("no drawing") == []
    assert lines_of({}) == []
