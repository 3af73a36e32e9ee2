"""The chart of one measure: what it says, to eyes and to ears, and that nothing covers a score."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kinweave.web.pictures.key import measure_key
from kinweave.web.pictures.measure_chart import MeasureChart, measure_chart, measure_figure, measure_rows
from kinweave.web.pictures.scores import Band, Expected, Measure, Safety, Score
from tests.web.drawing import crossed, lines, overlap, overlapping_words, parse, shapes, words

START = date(2026, 11, 13)
PHQ9 = Measure(
    "PHQ-9",
    0,
    27,
    (
        Band(0, "minimal"),
        Band(5, "mild"),
        Band(10, "moderate"),
        Band(15, "moderately severe"),
        Band(20, "severe"),
    ),
    cutoff=10,
    reliable_change=6,
)
JOANNA = tuple(
    Score(START + timedelta(weeks=week), value, session)
    for session, (week, value) in enumerate(
        zip((0, 1, 2, 3, 4, 5, 8), (17, 18, 16, 15, 15, 12, 11), strict=True), 1
    )
)


def chart(scores=JOANNA, **more) -> MeasureChart:
    return MeasureChart("phq", PHQ9, tuple(scores), **more)


def test_the_picture_has_a_name_and_a_description_for_those_who_hear_it():
    root = parse(measure_chart(chart()))
    title, description = root.find("title"), root.find("desc")
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"
    assert title.text == "PHQ-9"
    assert "17 on 13 November 2026 and 11 on 8 January 2027" in description.text
    assert "cut-off is 10 and change is reliable at 11 or less" in description.text


def test_two_drawings_on_one_page_have_different_ids():
    root = parse(measure_figure(chart()))
    ids = [node.get("id") for node in root.iter() if node.get("id")]
    assert len(ids) == len(set(ids)) == 4


def test_first_and_last_score_cut_off_and_reliable_change_are_said_in_the_picture():
    said = {word.text for word in words(parse(measure_chart(chart())))}
    assert {"17", "11", "cut-off, 10", "reliable change", "at 11 or less"} <= said
    assert {"13 Nov", "8 Jan"} <= said


def test_a_measure_where_higher_is_better_has_its_reliable_line_above():
    rising = Measure("WHO-5", 0, 100, reliable_change=10, higher_is_worse=False)
    assert rising.reliable_line(40) == 50
    assert rising.reliable_words(40) == "at 50 or more"
    assert rising.reliable_line(95) is None


def test_there_is_no_reliable_line_below_nought_or_without_a_figure():
    assert PHQ9.reliable_line(5) is None
    assert PHQ9.reliable_words(5) == ""
    assert Measure("Mood", 0, 10).reliable_line(5) is None


def test_the_table_says_score_band_and_change_for_every_date():
    rows = measure_rows(chart())
    assert [row.score for row in rows] == ["17", "18", "16", "15", "15", "12", "11"]
    assert rows[0].change == ""
    assert rows[1].change == "1 higher"
    assert rows[-1].change == "6 lower"
    assert rows[-1].band == "moderate"
    assert rows[-1].when == "8 January"
    assert rows[-1].session == "7"


def test_an_incomplete_response_is_said_and_not_drawn():
    half = Score(START + timedelta(weeks=9), None, 8)
    rows = measure_rows(chart((*JOANNA, half)))
    assert rows[-1].score == "not complete"
    assert rows[-1].band == rows[-1].change == ""
    dots = [s for s in shapes(parse(measure_chart(chart((*JOANNA, half))))) if s.name == "circle"]
    assert len(dots) == len(JOANNA)


def test_an_open_safety_answer_is_a_filled_square_with_words_and_an_answered_one_a_hollow_square():
    scores = (Score(START, 12, 1, Safety.ANSWERED), Score(START + timedelta(weeks=1), 12, 2, Safety.OPEN))
    root = parse(measure_chart(chart(scores)))
    marks = [shape for shape in shapes(root) if shape.classes & {"now-f", "now-l"}]
    assert sorted("hollow" in mark.classes for mark in marks) == [False, True]
    assert any("still open" in word.text for word in words(root))
    rows = measure_rows(chart(scores))
    assert [row.safety for row in rows] == ["safety answer, talked through", "safety answer, still open"]


def test_nothing_raised_is_shown_as_nothing_and_never_as_an_all_clear():
    assert {row.safety for row in measure_rows(chart())} == {""}
    assert "now-f" not in measure_chart(chart())


def test_no_scores_and_one_score_draw_without_a_line():
    assert "no scores yet" in measure_chart(chart(()))
    one = measure_chart(chart(JOANNA[:1]))
    assert "one score so far" in one
    assert [s.name for s in shapes(parse(one)) if "acc-f" in s.classes] == ["circle"]


def test_the_expected_course_is_named_after_the_first_score():
    ahead = tuple(Expected(START + timedelta(weeks=w), 10 - w / 2, 18 - w / 3) for w in range(16))
    drawn = measure_chart(
        chart(expected=ahead, today=START + timedelta(weeks=8), until=START + timedelta(weeks=15))
    )
    assert "expected for people who start at 17" in drawn
    assert measure_rows(chart(expected=ahead))[0].expected == "10 to 18"
    assert "today" in drawn


def test_the_key_names_only_what_is_in_the_picture():
    assert "reliable change, at 11 or less" in measure_key(chart())
    assert "expected" not in measure_key(chart())
    assert "safety" not in measure_key(chart())
    plain = MeasureChart("m", Measure("Mood", 0, 10), JOANNA)
    assert "cut-off" not in measure_key(plain)


def test_names_and_labels_from_definitions_are_escaped():
    odd = Measure("<b>&", 0, 27, (Band(0, "<i>low</i>"),), cutoff=10)
    drawn = measure_chart(MeasureChart("odd", odd, JOANNA))
    assert "<b>" not in drawn
    assert "<i>" not in drawn
    parse(drawn)


def test_no_colour_and_no_style_is_written_into_the_picture():
    drawn = measure_figure(chart())
    assert "style=" not in drawn
    assert "fill=" not in drawn
    assert "#" not in drawn


scores_in_order = st.lists(
    st.tuples(st.integers(0, 14), st.integers(0, 27), st.sampled_from(list(Safety))), min_size=1, max_size=30
)


@settings(max_examples=60, deadline=None)
@given(scores_in_order, st.sampled_from(["wide", "narrow"]), st.booleans())
def test_no_word_covers_a_score_a_line_or_another_word(steps, layout, with_expected):
    day, scores = START, []
    for session, (gap, value, safety) in enumerate(steps, start=1):
        scores.append(Score(day, value, session, safety))
        day += timedelta(days=gap + 1)
    ahead = tuple(Expected(START + timedelta(weeks=w), 5, 15) for w in range(12)) if with_expected else ()
    root = parse(measure_chart(chart(scores, expected=ahead, today=day, until=day + timedelta(30)), layout))
    said = words(root)
    assert overlapping_words(said) == []
    marks = [s for s in shapes(root) if s.classes & {"acc-f", "now-f"} or "hollow" in s.classes]
    course = [*lines(root, "ink-l")]
    for word in said:
        assert not [mark for mark in marks if overlap(word.box, mark.box)], word
        assert not crossed(word.box, course), word
        assert word.size >= 12
        assert word.box.left >= -0.5
        assert word.box.right <= float(root.get("viewBox").split()[2]) + 0.5


@pytest.mark.parametrize("layout", ["wide", "narrow"])
def test_the_last_score_is_always_labelled_in_an_ordinary_course(layout):
    said = [
        w for w in words(parse(measure_chart(chart(), layout))) if "t-acc" in w.classes and w.text == "11"
    ]
    assert len(said) == 1


@pytest.mark.parametrize("layout", ["wide", "narrow"])
@pytest.mark.parametrize(
    "name",
    ["Avoiding social situations", "Loneliness, three items", "CORE-10 clinical score", "K10, counted 10 to 50",
     "Unbrokenverylongtitleofameasure"],
)  # fmt: skip
def test_a_long_name_of_a_measure_stays_in_the_picture(name, layout):
    root = parse(measure_chart(MeasureChart("x", replace(PHQ9, name=name), JOANNA), layout))
    said = words(root)
    assert overlapping_words(said) == []
    assert all(word.box.left >= -0.5 for word in said)
    assert any(word.text.startswith(name.split()[0][:5]) for word in said)
