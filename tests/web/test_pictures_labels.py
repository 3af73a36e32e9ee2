"""Labels find room, or are left out; they are never put on top of something."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from kinweave.web.pictures.event_strand import side_by_side
from kinweave.web.pictures.glyphs import balanced, shortened, text_width, wrapped
from kinweave.web.pictures.labels import Box, Ground, Line, Spot, Style, around, place, set_at, spread

coordinates = st.floats(0, 300, allow_nan=False)
boxes = st.builds(
    lambda x, y, w, h: Box(x, y, x + w, y + h), coordinates, coordinates, st.floats(1, 80), st.floats(1, 40)
)
segments = st.builds(Line, coordinates, coordinates, coordinates, coordinates)
names = st.text(alphabet="abcdefghij ÉWil’-", min_size=1, max_size=18).filter(str.strip)


@given(
    st.lists(boxes, max_size=12),
    st.lists(segments, max_size=8),
    st.lists(st.tuples(coordinates, coordinates, names), max_size=20),
)
def test_no_label_touches_an_obstacle_the_edge_or_another_label(blocks, strokes, wanted):
    land = Box(0, 0, 300, 300)
    ground = Ground(land)
    ground.add(*blocks, *strokes)
    placed = [place(ground, [(words,)], around(x, y, 4), Style(13)) for x, y, words in wanted]
    standing = [label for label in placed if label]
    for index, label in enumerate(standing):
        assert label.box.inside(land)
        assert not any(label.box.overlaps(block) for block in blocks)
        assert not any(stroke.crosses(label.box) for stroke in strokes)
        assert not any(label.box.overlaps(other.box) for other in standing[index + 1 :])


def test_the_longest_wording_that_fits_is_chosen():
    ground = Ground(Box(0, 0, 100, 20))
    label = place(
        ground, [("reliable change at 11 or less",), ("reliable change",)], [Spot(0, 10)], Style(13), gap=0
    )
    assert label is not None
    assert label.lines == ("reliable change",)


def test_a_label_without_any_room_is_left_out_and_takes_no_room():
    ground = Ground(Box(0, 0, 100, 20))
    ground.add(Box(0, 0, 100, 20))
    assert place(ground, [("x",)], around(50, 10, 2), Style(13)) is None


def test_a_label_keeps_off_soft_things_while_it_can_and_stands_on_them_when_it_must():
    free, ruled = Spot(10, 30), Spot(10, 10)
    ground = Ground(Box(0, 0, 100, 40))
    ground.add_soft(Line(0, 10, 100, 10))
    first = place(ground, [("mild",)], [ruled, free], Style(13))
    second = place(ground, [("mild",)], [ruled, free], Style(13))
    assert first is not None
    assert second is not None
    assert first.box.top > 20
    assert second.box.top < 10


@given(segments, boxes)
def test_a_line_crosses_a_box_exactly_when_a_point_of_it_is_inside(stroke, box):
    steps = [step / 400 for step in range(401)]
    inside = any(
        box.left < stroke.x1 + (stroke.x2 - stroke.x1) * t < box.right
        and box.top < stroke.y1 + (stroke.y2 - stroke.y1) * t < box.bottom
        for t in steps
    )
    if inside:
        assert stroke.crosses(box)
    if not stroke.crosses(box.grown(0.01)):
        assert not inside


@given(st.lists(st.floats(0, 500), max_size=15).map(sorted), st.floats(0.5, 60))
def test_spread_positions_keep_their_order_their_distance_and_their_limits(wanted, apart):
    found = spread(wanted, apart, 0, 500)
    assert len(found) == len(wanted)
    assert all(-1e-6 <= value <= 500 + 1e-6 for value in found)
    if apart * (len(wanted) - 1) <= 500:
        assert all(b - a >= apart - 1e-6 for a, b in itertools.pairwise(found))
    assert found == sorted(found)


def test_positions_that_are_far_enough_apart_are_not_moved():
    assert spread([10, 50, 90], 20, 0, 100) == [10, 50, 90]


@given(st.lists(st.floats(0, 400), min_size=1, max_size=12).map(sorted), st.data())
def test_boxes_side_by_side_never_overlap_when_the_room_holds_them(centres, data):
    widths = data.draw(st.lists(st.floats(5, 30), min_size=len(centres), max_size=len(centres)))
    found = side_by_side(centres, widths, 0, 400, 3)
    edges = [(x - w / 2, x + w / 2) for x, w in zip(found, widths, strict=True)]
    assert all(left >= -1e-6 and right <= 400 + 1e-6 for left, right in edges)
    assert all(b[0] - a[1] >= 3 - 1e-6 for a, b in itertools.pairwise(edges))


@given(names, st.floats(5, 200))
def test_shortened_words_fit_and_say_that_they_are_cut(words, width):
    found = shortened(words, width, 13)
    assert text_width(found, 13) <= width or found == ""
    assert found == words or found == "" or found.endswith("…")


def test_words_are_wrapped_evenly_and_lose_nothing():
    assert balanced("Told Kate the truth", 2, 13) == ("Told Kate", "the truth")
    assert wrapped("Coffee next door", 60, 13, 2) == ("Coffee", "next door")
    assert wrapped("Coffee next door", 40, 13, 2) == ()
    assert balanced("Christmas", 2, 13) == ("Christmas",)


def test_widths_come_from_the_typeface():
    assert text_width("W", 1000) == 856
    assert text_width("W", 1000, bold=True) == 881
    assert text_width("✂", 1000) >= text_width("W", 1000)
    assert text_width("il", 13) < text_width("WM", 13)


def test_a_label_of_two_lines_stands_as_high_as_two_lines():
    label = set_at(("one", "two"), Spot(0, 0, "start", "top"), Style(10))
    assert label.box.top == 0
    assert label.baselines[1] - label.baselines[0] == Style(10).leading
    assert label.box.bottom > label.baselines[1]
