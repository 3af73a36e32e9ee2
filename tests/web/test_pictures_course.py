"""The course in one picture: four strands, three drawings, and never a word on top of anything."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kinweave.web.pictures.course import Course, Event, Held, Mood, Session, Who, course_rows, event_rows
from kinweave.web.pictures.course_picture import course_figure, course_picture, lay_out
from kinweave.web.pictures.key import course_key
from kinweave.web.pictures.labels import Line
from kinweave.web.pictures.mood_strand import curve
from kinweave.web.pictures.scores import Safety, Score
from kinweave.web.pictures.sheets import COURSE_SHEETS
from kinweave.web.pictures.ties import Tie
from tests.web.drawing import (
    classes_of,
    crossed,
    lines,
    overlap,
    overlapping_words,
    parse,
    shapes,
    words,
)
from tests.web.test_pictures_measure import JOANNA, PHQ9, START

TODAY, ENDS = date(2027, 1, 8), date(2027, 3, 12)
DATES = [START + timedelta(weeks=w) for w in (0, 1, 2, 3, 4, 5, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17)]
SESSIONS = tuple(
    Session(n, day, Held.HERE if day == TODAY else Held.HELD if day < TODAY else Held.TO_COME)
    for n, day in enumerate(DATES, start=1)
)
PEOPLE = (Who("isla", "Isla"), Who("peter", "Peter"), Who("kate", "Kate"), Who("folake", "Folake"))
EVENTS = (
    Event(date(2026, 6, 19), "Divorce final", ("peter",), Tie.STRAIN),
    Event(date(2026, 8, 20), "Moved to Norwich", ("isla",), Tie.BOTH),
    Event(date(2026, 11, 28), "Coffee next door", ("folake",), Tie.SUPPORT),
    Event(date(2026, 12, 25), "Christmas alone", ("isla",), Tie.STRAIN),
)
MOODS = (
    Mood(date(2026, 6, 8), 7, recalled=True),
    Mood(date(2026, 9, 1), 3, recalled=True),
    Mood(date(2026, 11, 20), 3),
    Mood(date(2026, 12, 20), 5),
    Mood(date(2027, 1, 6), 4),
)
JOANNAS = Course("j", PHQ9, JOANNA, (), MOODS, EVENTS, PEOPLE, SESSIONS, TODAY, ENDS)


@pytest.mark.parametrize("layout", COURSE_SHEETS)
def test_every_drawing_has_the_four_strands_today_and_the_end(layout):
    said = {word.text for word in words(parse(course_picture(JOANNAS, layout)))}
    assert {"PHQ-9", "Mood", "Events", "Isla", "Peter", "Kate", "Folake", "today"} <= said
    assert said & {"ends 12 Mar", "12 Mar"}
    assert {"1", "7", "16"} <= said


def test_the_figure_has_three_drawings_and_one_key_that_says_which_of_them_need_it():
    root = parse(course_figure(JOANNAS))
    drawings = [node for node in root if node.tag == "svg"]
    assert [node.get("class") for node in drawings] == ["chart in-wide", "chart in-tablet", "chart in-narrow"]
    keys = [node for node in root if node.tag == "ol"]
    assert len(keys) == 1
    assert "for-narrow" in classes_of(keys[0])
    assert "for-wide" not in classes_of(keys[0])
    assert [item.find("b").text for item in keys[0]] == ["1", "2", "3", "4"]
    ids = [node.get("id") for node in root.iter() if node.get("id")]
    assert len(ids) == len(set(ids)) == 6


def test_in_the_wide_drawing_events_of_an_ordinary_course_stand_in_words():
    said = " ".join(word.text for word in words(parse(course_picture(JOANNAS, "wide"))))
    assert "Divorce final" in said
    assert "Coffee next door" in said or "Coffee" in said
    assert not lay_out(JOANNAS, "wide").events.chips


def test_a_stem_runs_from_the_mood_line_through_the_event_to_the_person():
    laid = lay_out(JOANNAS, "wide")
    stems = [node.get("d") for node in parse(course_picture(JOANNAS, "wide")).iter("path") if _is_stem(node)]
    assert len(stems) == len(EVENTS)
    x = laid.days.x(date(2026, 11, 28))
    start, end = laid.mood.y(x), laid.rows["folake"]
    assert f"M{x:.1f}".rstrip("0").rstrip(".") in stems[2]
    assert f" {round(start, 1):g}L" in stems[2]
    assert stems[2].endswith(f" {round(end, 1):g}")


def _is_stem(node) -> bool:
    return classes_of(node) == {"axis"} and node.get("stroke-linejoin") == "round"


def test_marks_say_support_strain_and_both_and_join_on_one_day():
    root = parse(course_picture(JOANNAS, "wide"))
    assert len([s for s in shapes(root) if "sup-f" in s.classes]) == 1
    assert len([s for s in shapes(root) if "str-f" in s.classes]) == 2
    assert len([s for s in shapes(root) if "both" in s.classes]) == 1
    day = date(2026, 12, 1)
    joined = Course(
        "x",
        PHQ9,
        JOANNA,
        events=(Event(day, "a", ("isla",), Tie.SUPPORT), Event(day, "b", ("isla",), Tie.STRAIN)),
        people=PEOPLE,
    )
    marks = [
        s for s in shapes(parse(course_picture(joined, "wide"))) if s.classes & {"sup-f", "str-f", "both"}
    ]
    assert [mark.classes for mark in marks] == [frozenset({"both"})]


def test_recalled_mood_is_dotted_and_recorded_mood_is_whole():
    paths = [
        node for node in parse(course_picture(JOANNAS, "wide")).iter("path") if classes_of(node) == {"sup-l"}
    ]
    assert sorted(bool(node.get("stroke-dasharray")) for node in paths) == [False, True]


def strokes(moods):
    """Each mood stroke of the picture from left to right: its number of points and whether it is dotted; and its dots."""
    nodes = list(parse(course_picture(Course("x", PHQ9, JOANNA, moods=moods), "wide")).iter())
    paths = [n for n in nodes if n.tag.endswith("path") and classes_of(n) == {"sup-l"}]
    dots = [n for n in nodes if n.tag.endswith("circle") and classes_of(n) == {"sup-f"}]
    return [(n.get("d").count("C") + 1, bool(n.get("stroke-dasharray"))) for n in paths], len(dots)


def rated(day, value, recalled=False):
    return Mood(date(2026, 12, day), value, recalled=recalled)


def test_days_rated_before_a_recalled_one_stay_whole():
    daily = (rated(1, 4), rated(2, 5), rated(3, 4), rated(8, 2, recalled=True), rated(12, 5), rated(13, 6))
    assert strokes(daily) == ([(3, False), (3, True), (2, False)], 0)


def test_a_rated_day_among_recalled_ones_is_a_dot():
    assert strokes((rated(1, 4, True), rated(5, 6), rated(9, 3, True))) == ([(3, True)], 1)
    assert strokes((rated(1, 4), rated(2, 5))) == ([(2, False)], 0)
    assert strokes((rated(1, 4),)) == ([], 1)
    assert strokes((rated(1, 4, True),)) == ([], 1)


def test_a_day_both_rated_and_recalled_counts_as_rated():
    both = (rated(2, 2, recalled=True), rated(1, 4), rated(2, 5), rated(3, 4))
    assert strokes(both) == ([(3, False)], 0)


def test_the_time_before_the_course_is_pressed_together_and_marked():
    with_before, without = course_picture(JOANNAS, "wide"), course_picture(Course("x", PHQ9, JOANNA), "wide")
    assert "before, from June" in with_before
    assert "sunk-f" in with_before
    assert "before" not in without


def test_the_table_has_every_score_event_and_mood():
    rows = course_rows(JOANNAS)
    assert [row.session for row in rows] == ["1", "2", "3", "4", "5", "6", "7"]
    assert [row.score for row in rows] == ["17", "18", "16", "15", "15", "12", "11"]
    assert rows[0].events == ("Divorce final, 19 June (Peter)", "Moved to Norwich, 20 August (Isla)")
    assert rows[-1].events == ("Christmas alone, 25 December (Isla)",)
    assert rows[0].mood == "5.0, mean of 2, recalled"
    assert rows[1].mood == "3"


def test_what_came_after_the_last_row_is_not_lost():
    later = Course("x", PHQ9, JOANNA, events=(Event(date(2027, 2, 1), "A letter"),))
    assert course_rows(later)[-1].when == "since then"
    assert course_rows(later)[-1].events == ("A letter, 1 February",)


def test_events_are_numbered_in_order_of_date_in_key_and_list():
    shuffled = Course("x", PHQ9, events=tuple(reversed(EVENTS)), people=PEOPLE)
    rows = event_rows(shuffled)
    assert next((row.number, row.words) for row in rows) == (1, "Divorce final")
    assert rows[1].people == "Isla"
    assert rows[1].tie == "support and strain"


def test_an_empty_course_draws_with_what_there_is():
    for layout in COURSE_SHEETS:
        drawn = parse(course_picture(Course("x", PHQ9, sessions=SESSIONS, today=START, ends=ENDS), layout))
        assert overlapping_words(words(drawn)) == []
    assert course_rows(Course("x", PHQ9)) == ()
    parse(course_figure(Course("x", PHQ9)))


def test_the_description_gives_first_and_last_score_and_the_end():
    description = parse(course_picture(JOANNAS)).find("desc").text
    assert "PHQ-9 was 17 on 13 November 2026 and 11 on 8 January 2027" in description
    assert "ends on 12 March" in description
    assert "four events" in description


def test_the_key_has_only_what_is_drawn():
    key = course_key(JOANNAS)
    assert "mood, recalled" in key
    assert "support and strain" in key
    assert "not said yet" not in key


def test_words_of_events_are_never_markup():
    odd = Course("x", PHQ9, JOANNA, events=(Event(START, "<b>shout</b> & run"),), people=(Who("a", "<i>"),))
    drawn = course_figure(odd)
    assert "<b>shout" not in drawn
    assert "<i>" not in drawn
    assert "style=" not in drawn
    parse(drawn)


@given(st.lists(st.tuples(st.integers(0, 500), st.floats(0, 100)), min_size=2, max_size=30))
def test_the_mood_curve_meets_every_entry_and_never_goes_beyond_its_neighbours(entries):
    shape = curve(entries)
    for x, y in shape.points:
        assert shape.y(x) == pytest.approx(y, abs=1e-6)
    for (x1, y1), (x2, y2) in zip(shape.points, shape.points[1:], strict=False):
        for step in range(1, 10):
            y = shape.y(x1 + (x2 - x1) * step / 10)
            assert min(y1, y2) - 1e-6 <= y <= max(y1, y2) + 1e-6
    assert shape.y(shape.points[0][0] - 1) is None


words_of_events = st.sampled_from(
    [
        "Row about the house",
        "Birthday",
        "Walk with Folake by the river",
        "Letter from the solicitor",
        "Choir",
        "“It’s fine”",
    ]
)


@st.composite
def courses(draw) -> Course:
    people = tuple(
        Who(f"p{n}", name)
        for n, name in enumerate(
            draw(
                st.lists(
                    st.sampled_from(
                        ["Isla", "Peter", "Kate", "Folake", "Mum", "Christopher", "Adewale-Montgomery"]
                    ),
                    max_size=12,
                )
            )
        )
    )
    keys = (
        st.lists(st.sampled_from([p.key for p in people]), max_size=2, unique=True).map(tuple)
        if people
        else st.just(())
    )
    days = st.integers(-200, 200).map(lambda n: START + timedelta(days=n))
    events = draw(
        st.lists(st.builds(Event, days, words_of_events, keys, st.sampled_from(list(Tie))), max_size=40)
    )
    scores = draw(
        st.lists(
            st.builds(Score, days, st.integers(0, 27) | st.none(), st.none(), st.sampled_from(list(Safety))),
            max_size=30,
            unique_by=lambda score: score.on,
        )
    )
    moods = draw(st.lists(st.builds(Mood, days, st.floats(0, 10), st.booleans()), max_size=30))
    count = draw(st.integers(0, 20))
    now = draw(st.integers(0, 20))
    sessions = tuple(
        Session(
            n + 1,
            START + timedelta(weeks=n),
            Held.HELD if n < now else Held.HERE if n == now else Held.TO_COME,
        )
        for n in range(count)
    )
    today = START + timedelta(weeks=now)
    ends = sessions[-1].on if sessions else None
    return Course("h", PHQ9, tuple(scores), (), tuple(moods), tuple(events), people, sessions, today, ends)


@settings(max_examples=60, deadline=None)
@given(courses(), st.sampled_from(list(COURSE_SHEETS)))
def test_no_word_of_any_course_covers_a_word_a_mark_or_a_line(course, layout):
    root = parse(course_picture(course, layout))
    said = words(root)
    assert overlapping_words(said) == []
    data = [
        s
        for s in shapes(root)
        if s.classes & {"acc-f", "now-f", "sup-f", "str-f", "both"} or "hollow" in s.classes
    ]
    scored = [s for node in root.iter("path") if node.get("stroke-linejoin") for s in _segments(node)]
    width = float(root.get("viewBox").split()[2])
    chips = [s.box for s in shapes(root) if "chip" in s.classes]
    for word in said:
        assert word.size >= 13
        assert word.box.left >= -0.5
        assert word.box.right <= width + 0.5, word
        assert not [mark for mark in data if overlap(word.box, mark.box)], word
        if not any(word.box.inside(chip) for chip in chips):
            assert not crossed(word.box, scored), word


def _segments(node) -> list[Line]:
    root = parse("<svg/>")
    root.append(node)
    return [piece for class_ in ("ink-l", "axis") for piece in lines(root, class_)]


@settings(max_examples=40, deadline=None)
@given(courses(), st.sampled_from(list(COURSE_SHEETS)))
def test_every_event_is_in_the_picture_as_words_or_within_a_number(course, layout):
    laid = lay_out(course, layout)
    numbered = {n for chip in laid.events.chips for n in range(chip.first, chip.last + 1)}
    assert len(laid.events.stems) == len(course.events)
    assert len(numbered) + len(laid.events.words) == len(course.events)


@settings(max_examples=40, deadline=None)
@given(courses(), st.sampled_from(list(COURSE_SHEETS)))
def test_a_number_covers_no_stem_but_those_it_stands_for_and_no_other_number(course, layout):
    events = lay_out(course, layout).events
    for index, chip in enumerate(events.chips):
        assert not any(overlap(chip.box, other.box) for other in events.chips[index + 1 :])
        for number, stem in enumerate(events.stems, start=1):
            if not chip.first <= number <= chip.last:
                upright = Line(stem.slot, chip.box.top, stem.slot, chip.box.bottom)
                assert not upright.crosses(chip.box)


@pytest.mark.parametrize("layout", COURSE_SHEETS)
def test_a_very_full_course_is_drawn_quickly_enough(layout):
    import time

    events = tuple(
        Event(START + timedelta(days=n * 3), "Row about the house", ("isla",), Tie.STRAIN) for n in range(40)
    )
    moods = tuple(Mood(START + timedelta(days=n), n % 11) for n in range(120))
    scores = tuple(Score(START + timedelta(weeks=n), n % 28, n + 1) for n in range(30))
    full = Course("f", PHQ9, scores, (), moods, events, PEOPLE, SESSIONS, TODAY, ENDS)
    before = time.process_time()
    course_picture(full, layout)
    assert time.process_time() - before < 0.5
