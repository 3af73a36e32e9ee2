"""The closeness circle: everyone on their own ring, names clear of names, marks and ties."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kinweave.web.pictures.circle import circle, circle_rows, no_longer_there
from kinweave.web.pictures.circle_layout import Circle, lay_out
from kinweave.web.pictures.key import circle_key
from kinweave.web.pictures.rings import ME, RIMS, RING_WORDS, Person, places
from kinweave.web.pictures.ties import Tie
from tests.web.drawing import (
    classes_of,
    crossed,
    distance,
    lines,
    overlap,
    overlapping_words,
    parse,
    shapes,
    words,
)

START = (
    Person("isla", "Isla", "daughter", 1, Tie.BOTH, 120, 5),
    Person("kate", "Kate", "sister", 3, Tie.SUPPORT, 266, 4),
    Person("bea", "Bea", "friend in Sheffield", 1, Tie.SUPPORT, 64, 3),
    Person("peter", "Peter", "former husband", 2, Tie.STRAIN, 160, 4),
    Person("gone", "Gran", "grandmother", 2, Tie.SUPPORT, 220, 3),
)
NOW = (
    Person("isla", "Isla", "daughter", 1, Tie.BOTH, 120, 5),
    Person("kate", "Kate", "sister", 1, Tie.SUPPORT, 266, 4),
    Person("bea", "Bea", "friend in Sheffield", 2, Tie.SUPPORT, 64, 3),
    Person("peter", "Peter", "former husband", 4, Tie.STRAIN, 160, 4),
    Person("ruth", "Ruth", "choir", 4, Tie.UNSAID, None, 2),
)
BOTH = Circle("c", NOW, START)

people = st.lists(
    st.builds(
        lambda n, name, ring, tie, angle, weight: Person(f"p{n}", name, "friend", ring, tie, angle, weight),
        st.integers(0, 10_000),
        st.text(alphabet="ABCDEFabcdefghil -’É", min_size=1, max_size=16).filter(str.strip),
        st.integers(1, 4),
        st.sampled_from(list(Tie)),
        st.none() | st.floats(0, 359),
        st.integers(1, 5),
    ),
    max_size=40,
    unique_by=lambda person: person.key,
).map(tuple)


def persons(svg: str):
    return [node for node in parse(svg).iter("a")]


def test_each_person_is_a_link_with_name_place_and_what_they_bring():
    by_key = {node.get("data-person"): node for node in persons(circle(BOTH))}
    kate = by_key["kate"]
    assert kate.get("href") == "#p-kate"
    assert kate.get("aria-label") == "Kate, sister: very close now, support"
    assert kate.get("data-ring") == "1"
    assert kate.get("data-angle") == "266"
    assert len(by_key) == len(NOW)


def test_shape_and_line_say_support_strain_and_both_without_colour():
    root = parse(circle(BOTH))
    inside = {node.get("data-person"): node for node in root.iter("a")}
    assert inside["kate"].findall("circle[@class='sup-f']")
    assert inside["peter"].findall("path[@class='str-f']")
    assert inside["isla"].findall("rect[@class='both']")
    ties = {g.get("data-tie-of"): g for g in root.iter("g") if g.get("data-tie-of")}
    kinds = {key: [sorted(classes_of(p) - {"tie"})[0] for p in g.iter("path")] for key, g in ties.items()}
    assert kinds["kate"] == ["sup-l"]
    assert kinds["peter"] == ["str-l"]
    assert kinds["isla"] == ["sup-l", "str-l"]
    straight, jagged = (next(ties[k].iter("path")).get("d") for k in ("kate", "peter"))
    assert straight.count("L") == 1
    assert jagged.count("L") > 5


def test_importance_is_size():
    radius = {place.person.key: place.r for place in places(NOW)}
    assert radius["isla"] > radius["kate"] > radius["bea"] > radius["ruth"]


def test_ghosts_stand_for_those_who_moved_or_left_and_arrows_for_those_who_moved():
    root = parse(circle(BOTH))
    ghosts = [shape for shape in shapes(root) if "ghost" in shape.classes]
    assert len(ghosts) == 4  # Kate, Bea and Peter moved; Gran is no longer there; Isla stayed
    arrows = [node for node in root.iter("path") if classes_of(node) == {"ink-l"}]
    assert len(arrows) == 3


def test_the_list_says_the_same_as_the_picture():
    rows = {row.key: row for row in circle_rows(BOTH)}
    assert rows["kate"].place == "very close"
    assert rows["kate"].change == "was in my life"
    assert rows["isla"].change == "the same"
    assert rows["ruth"].change == "new"
    assert rows["isla"].tie == "support and strain"
    assert not rows["isla"].can_move_in
    assert rows["isla"].can_move_out
    assert not rows["peter"].can_move_out
    assert no_longer_there(BOTH) == ("Gran",)
    assert [row.ring for row in circle_rows(BOTH)] == sorted(person.ring for person in NOW)


def test_without_an_earlier_version_nothing_is_said_about_change():
    assert {row.change for row in circle_rows(Circle("c", NOW))} == {""}
    assert not [s for s in shapes(parse(circle(Circle("c", NOW)))) if "ghost" in s.classes]


def test_an_empty_circle_still_shows_the_rings_and_the_client():
    drawn = circle(Circle("c", ()))
    assert "0 people on four rings" in drawn
    assert "Me" in {word.text for word in words(parse(drawn))}
    assert circle_rows(Circle("c", ())) == ()


def test_ring_names_are_all_there_in_an_ordinary_circle():
    said = [node.text for node in parse(circle(BOTH)).iter("textPath")]
    assert said == list(RING_WORDS)


def test_a_name_is_never_markup():
    drawn = circle(Circle("c", (Person("x", "<script>&\"'", "a <b>", 1, Tie.SUPPORT),)))
    assert "<script" not in drawn
    parse(drawn)


def test_the_key_shows_ghosts_only_when_asked():
    assert "start" in circle_key(ghosts="where they were at the start")
    assert "ghost" not in circle_key()
    assert "not said yet" in circle_key(unsaid=True)


def test_someone_without_an_angle_keeps_the_angle_of_the_other_version():
    placed = places((Person("kate", "Kate", "sister", 1, Tie.SUPPORT),), START)
    assert placed[0].angle == pytest.approx(266)


@settings(max_examples=50, deadline=None)
@given(people)
def test_everyone_is_drawn_on_their_own_ring_and_nobody_on_the_client(crowd):
    for place in places(crowd):
        inner = ME if place.person.ring == 1 else RIMS[place.person.ring - 2]
        assert inner < distance(place.x, place.y) < RIMS[place.person.ring - 1]


@settings(max_examples=40, deadline=None)
@given(people)
def test_the_same_people_give_the_same_picture(crowd):
    assert circle(Circle("c", crowd)) == circle(Circle("c", crowd))


@settings(max_examples=60, deadline=None)
@given(people, people)
def test_no_name_touches_a_name_a_mark_or_a_tie(crowd, earlier):
    root = parse(circle(Circle("c", crowd, earlier)))
    said = [word for word in words(root) if "t-on" not in word.classes]
    assert overlapping_words(said) == []
    marks = [
        s for s in shapes(root) if s.classes & {"sup-f", "str-f", "both", "ghost"} or "hollow" in s.classes
    ]
    client = [s for s in shapes(root) if "ink-f" in s.classes]
    ties = lines(root, "tie")
    for word in said:
        assert not [mark for mark in (*marks, *client) if overlap(word.box, mark.box)], word.text
        assert not crossed(word.box, ties), word.text
        assert word.box.left >= -0.5
        assert word.box.right <= 400.5


@settings(max_examples=40, deadline=None)
@given(people)
def test_a_number_in_the_picture_is_a_number_in_the_list(crowd):
    drawing = Circle("c", crowd)
    numbered = {row.number for row in circle_rows(drawing) if row.number}
    assert numbered == set(range(1, len(numbered) + 1))
    laid = lay_out(drawing)
    assert {laid.names[key].lines[0] for key in laid.numbers} == {str(n) for n in numbered}


def test_forty_people_over_four_rings_all_have_a_name_or_a_number():
    crowd = tuple(Person(f"p{n}", f"Name {n}", "friend", 1 + n * 7 % 4, list(Tie)[n % 4]) for n in range(40))
    assert len(lay_out(Circle("c", crowd)).names) >= 38


@settings(max_examples=40, deadline=None)
@given(people.filter(lambda crowd: len(crowd) <= 18))
def test_marks_of_an_ordinary_circle_do_not_overlap(crowd):
    placed = places(crowd)
    for index, one in enumerate(placed):
        for other in placed[index + 1 :]:
            if one.person.ring == other.person.ring:
                apart = ((one.x - other.x) ** 2 + (one.y - other.y) ** 2) ** 0.5
                assert apart >= one.r + other.r - 0.5
