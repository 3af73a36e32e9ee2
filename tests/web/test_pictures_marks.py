"""Small pictures: sparkline, goal, due mark, the hour, and the ribbon of sessions."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from kinweave.web.pictures.course import Held, Session
from kinweave.web.pictures.goal_line import goal_line, goal_mark, in_words
from kinweave.web.pictures.marks import (
    Part,
    Tier,
    arc,
    due_mark,
    sparkline,
    sparkline_words,
)
from kinweave.web.pictures.ribbon import Gap, Phase, Step, ribbon
from kinweave.web.pictures.scores import Measure
from kinweave.web.pictures.svg import element, join, number, rules
from tests.web.drawing import classes_of, parse, path_points, shapes
from tests.web.test_pictures_measure import PHQ9

HOUR = (
    Part("Safety", 3),
    Part("Since we met", 9),
    Part("One moment", 8),
    Part("Work", 20),
    Part("What to try", 7),
    Part("Close", 3),
)


def text_of(node) -> str:
    return "".join(node.itertext())


def test_a_sparkline_falls_when_scores_fall_and_ends_in_one_mark():
    root = parse(sparkline(PHQ9, [17, 18, 16, 11]))
    path = path_points(next(n for n in root.iter("path") if "l" in classes_of(n)).get("d"))
    assert [y for _, y in path] == sorted((y for _, y in path), key=lambda y: y) or path[1][1] < path[0][
        1
    ] < path[3][1]
    assert len(path) == 4
    assert len([s for s in shapes(root) if "d" in s.classes]) == 1
    assert root.get("aria-hidden") == "true"


def test_a_sparkline_leaves_room_for_sessions_to_come():
    part_way, whole = (
        path_points(parse(sparkline(PHQ9, [10] * n, 16)).findall("path")[1].get("d"))[-1][0] for n in (4, 16)
    )
    assert part_way < whole / 3
    longer = parse(sparkline(PHQ9, [10] * 20, 16)).findall("path")[1].get("d")
    assert path_points(longer)[-1][0] <= 128


def test_a_sparkline_of_nothing_or_one_score_draws_no_line():
    assert parse(sparkline(PHQ9, [])).findall("circle") == []
    assert len(parse(sparkline(PHQ9, [12])).findall("circle")) == 1
    assert "c" not in {c for n in parse(sparkline(Measure("Mood", 0, 10), [4])) for c in classes_of(n)}


def test_the_words_of_a_sparkline_give_every_score():
    assert sparkline_words(PHQ9, [17, 11]) == "PHQ-9 by session: 17, 11"
    assert sparkline_words(PHQ9, []) == "No PHQ-9 yet"


def test_a_goal_shows_where_it_began_and_where_it_is():
    start, now = (s.box for s in shapes(parse(goal_mark(1, 6))))
    assert start.right < now.left
    assert in_words(1, 6) == "1 at the start, 6 now, of 10"
    same = shapes(parse(goal_mark(3, 3)))
    assert same[0].box.left < same[1].box.left < same[1].box.right < same[0].box.right


def test_a_goals_picture_is_the_same_with_and_without_its_words():
    named = goal_line("Ring Isla", 1, 6, key="g")
    assert "1 at the start, 6 now, of 10." in named
    assert [s.box for s in shapes(parse(named))] == [s.box for s in shapes(parse(goal_mark(1, 6)))]
    assert shapes(parse(goal_mark(None, None))) == []


def test_a_goal_beyond_the_scale_stays_on_it():
    now = shapes(parse(goal_mark(0, 14)))[-1].box
    assert now.right <= 200


def test_how_soon_differs_in_shape_filled_half_hollow():
    filled = {tier: [s.box.bottom - s.box.top for s in shapes(parse(due_mark(tier)))[1:]] for tier in Tier}
    assert filled == {Tier.NOW: [12], Tier.TODAY: [6], Tier.NEXT: []}


def test_the_hour_is_a_list_of_parts_with_the_present_one_marked():
    root = parse(arc(HOUR, 24))
    items = list(root.iter("li"))
    assert [text_of(item) for item in items] == [
        "0 Safety",
        "3 Since we met",
        "12 One moment",
        "20 Work",
        "40 What to try",
        "47 Close",
    ]
    assert [item.get("aria-current") for item in items] == [None, None, None, "step", None, None]
    assert classes_of(items[0]) == {"n-3", "done"}
    assert classes_of(items[3]) == {"n-20", "here"}
    assert [node.get("x") for node in root.iter("svg")] == [None, "48%"]


@pytest.mark.parametrize("minute", [50, 58, 90])
def test_when_the_hour_runs_over_the_hand_stays_at_the_end_and_nothing_is_said(minute):
    root = parse(arc(HOUR, minute))
    assert [item.get("aria-current") for item in root.iter("li")][-1] == "step"
    assert [node.get("x") for node in root.iter("svg")][-1] == "100%"
    assert text_of(root) == text_of(parse(arc(HOUR, 3)))


def test_before_the_session_the_hour_has_no_hand():
    root = parse(arc(HOUR))
    assert not list(root.iter("svg"))
    assert {item.get("aria-current") for item in root.iter("li")} == {None}


def test_the_ribbon_shows_held_today_and_to_come_and_a_gap_that_uses_nothing_up():
    first = date(2026, 12, 18)
    step = lambda n, weeks, held, href="": Step(Session(n, first + timedelta(weeks=weeks), held), href)  # noqa: E731
    gap = Gap((date(2026, 12, 25), date(2027, 1, 1)))
    root = parse(
        ribbon(
            [
                Phase(
                    "Middle",
                    (step(6, 0, Held.HELD, "/6"), gap, step(7, 3, Held.HERE), step(8, 4, Held.TO_COME)),
                ),
                Phase("Ending", ()),
            ]
        )
    )
    phases = list(root)
    assert len(phases) == 1
    assert classes_of(phases[0]) == {"n-3"}
    items = list(phases[0].find("ol"))
    assert [text_of(item) for item in items] == [
        "Session 6, 18 December, held",
        "No session on 25 December and 1 January; none was used up",
        "Session 7, 8 January, today",
        "Session 8, 15 January, to come",
    ]
    assert [sorted(classes_of(item)) for item in items] == [["done"], ["gap"], ["here"], ["to-come"]]
    assert items[0].find("a").get("href") == "/6"
    assert items[2].get("aria-current") == "step"


def test_markup_is_escaped_once_and_safe_markup_not_again():
    inner = element("b", "<&>")
    assert inner == "<b>&lt;&amp;&gt;</b>"
    assert element("p", inner, "<", class_='a"b') == '<p class="a&quot;b"><b>&lt;&amp;&gt;</b>&lt;</p>'
    assert join(["<", inner]) == "&lt;" + inner
    assert element("input", disabled=True, hidden=False, value=None) == "<input disabled/>"


@pytest.mark.parametrize(
    ("value", "written"), [(1.0, "1"), (0.04, "0"), (-0.04, "0"), (1168.25, "1168.2"), (12.34, "12.3")]
)
def test_coordinates_are_written_short(value, written):
    assert number(value) == written


def test_no_lines_are_no_element():
    assert rules("hair", []) == ""
