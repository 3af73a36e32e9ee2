"""The closeness circle: moved by anyone in any way, kept as it was, compared in words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.http import Http404, QueryDict
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kinweave.people.actions import Refused
from kinweave.treatment.actions import circle as actions
from kinweave.treatment.actions import inventory
from kinweave.treatment.actions.inventory import ChangedMeanwhile
from kinweave.treatment.forms.circle import Move, read_move
from kinweave.treatment.models import CircleVersion, Person
from kinweave.treatment.queries import circle as queries
from kinweave.treatment.queries.circle_shown import show_now
from kinweave.treatment.queries.inventory import people_of
from tests.cast import Cast

Add = Callable[..., Person]


@pytest.fixture
def add(cast: Cast) -> Add:
    """Adds somebody to Joanna's circle."""

    def added(name: str, **values: Any) -> Person:
        return inventory.add_person(client=cast.joanna, values={"name": name, **values}, by=cast.joanna_user)

    return added


def keep(cast: Cast, moment: str = "initial", **words: str) -> CircleVersion:
    return actions.keep_circle(
        client=cast.joanna, moment=moment, drawn_by="together", by=cast.miriam, **words
    )


def now(cast: Cast) -> queries.CircleView:
    return queries.circle(cast.joanna_user, cast.joanna)


def test_somebody_is_moved_closer_and_turned(cast: Cast, add: Add) -> None:
    kate = add("Kate", ring=3)
    moved = actions.move_person(person=kate, ring=1, angle=370.04, seen=1, by=cast.joanna_user)
    assert (moved.ring, moved.angle, moved.version) == (1, 10.0, 2)


@pytest.mark.parametrize(("ring", "angle"), [(0, 10.0), (5, 10.0), (2, float("nan")), (2, float("inf"))])
def test_a_place_that_does_not_exist_is_refused(cast: Cast, add: Add, ring: int, angle: float) -> None:
    kate = add("Kate", ring=3)
    with pytest.raises(Refused, match="no such place"):
        actions.move_person(person=kate, ring=ring, angle=angle, seen=1, by=cast.joanna_user)
    assert Person.objects.get(pk=kate.pk).ring == 3


def test_two_who_move_the_same_person_do_not_undo_each_other(cast: Cast, add: Add) -> None:
    kate = add("Kate", ring=3, angle=90.0)
    actions.move_person(person=kate, ring=1, angle=90.0, seen=1, by=cast.joanna_user)
    with pytest.raises(ChangedMeanwhile):
        actions.move_person(person=kate, ring=4, angle=90.0, seen=1, by=cast.miriam)
    assert Person.objects.get(pk=kate.pk).ring == 1


def test_moving_somebody_whose_story_was_just_changed_keeps_the_story(cast: Cast, add: Add) -> None:
    kate = add("Kate", ring=3)
    inventory.change_person(person=kate, values={"story": "new"}, seen=1, by=cast.joanna_user)
    moved = actions.move_person(person=kate, ring=2, angle=None, seen=1, by=cast.miriam)
    assert (moved.story, moved.ring) == ("new", 2)


moves = st.lists(st.tuples(st.integers(0, 2), st.integers(1, 4), st.floats(-720, 720)), max_size=10)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=moves, kept_after=st.integers(0, 10))
def test_a_kept_circle_never_changes_whatever_moves_follow(
    cast: Cast, add: Add, steps: list[tuple[int, int, float]], kept_after: int
) -> None:
    with transaction.atomic():
        people = [add(name) for name in ("Isla", "Kate", "Bea")]
        kept: CircleVersion | None = None
        expected: list[tuple[str, int, float | None]] = []
        for number, (who, ring, angle) in enumerate(steps):
            if number == kept_after:
                kept = keep(cast)
                expected = [(str(p.id), p.ring, p.angle) for p in people]
            people[who] = actions.move_person(
                person=people[who], ring=ring, angle=angle, seen=people[who].version, by=cast.joanna_user
            )
        for person in people:
            row = Person.objects.get(pk=person.pk)
            assert (row.ring, row.angle, row.version) == (person.ring, person.angle, person.version)
            assert row.angle is None or 0 <= row.angle < 360
        if kept is not None:
            again = CircleVersion.objects.get(pk=kept.pk)
            found = [(p["person_id"], p["ring"], p["angle"]) for p in again.placements]
            assert sorted(found) == sorted(expected)
        transaction.set_rollback(True)  # each example begins with nobody


def test_an_empty_circle_is_kept_like_any_other(cast: Cast) -> None:
    keep(cast, missing_people="The street in Sheffield", change_wanted="One person to ring")
    (kept,) = queries.versions(cast.joanna_user, cast.joanna)
    view = queries.circle(cast.joanna_user, cast.joanna, kept)
    assert view.placements == ()
    assert (view.missing_people, view.change_wanted) == ("The street in Sheffield", "One person to ring")
    assert view.when == "at the start, 13 November 2026"


@pytest.mark.parametrize(
    ("values", "line"),
    [
        ({"tie": "support"}, "solid"),
        ({"tie": "strain"}, "conflict"),
        ({"tie": "both"}, "conflict"),
        ({"tie": "support", "living": "dead"}, "broken"),
        ({"tie": "strain", "living": "estranged"}, "broken"),
        ({"tie": "support", "ring": 3, "ring_wished": 1}, "wished"),
        ({"tie": "support", "ring": 1, "ring_wished": 3}, "solid"),
    ],
)
def test_the_line_of_a_tie_is_kept_in_the_terms_of_the_reference(
    cast: Cast, add: Add, values: dict[str, Any], line: str
) -> None:
    add("Kate", **values)
    assert keep(cast).placements[0]["line"] == line


def test_changes_between_two_circles_are_told_in_words(cast: Cast, add: Add) -> None:
    kate, bea, isla = add("Kate", ring=3), add("Bea", ring=1), add("Isla", ring=1)
    dev = add("Dev", ring=3)
    before = queries.circle(cast.miriam, cast.joanna, keep(cast))
    actions.move_person(person=kate, ring=1, angle=0, seen=1, by=cast.joanna_user)
    actions.move_person(person=bea, ring=2, angle=0, seen=1, by=cast.joanna_user)
    actions.move_person(person=isla, ring=1, angle=50, seen=1, by=cast.joanna_user)
    inventory.archive_person(person=dev, reason="", by=cast.joanna_user)
    add("Ruth", ring=4)
    assert queries.changes(before, now(cast)).sentences == (
        "Kate is closer than before.",
        "Bea is further away than before.",
        "Ruth is new.",
        "Dev is no longer in the circle.",
        "One person is on the same ring.",
    )


def test_two_equal_circles_say_so(cast: Cast, add: Add) -> None:
    add("Kate")
    assert queries.changes(now(cast), now(cast)).sentences == ("Nobody has changed rings.",)


def test_the_first_circle_of_the_course_lies_beside_the_one_of_now(cast: Cast, add: Add) -> None:
    assert queries.first_and_last_circles(cast.course)[0] is None
    kate = add("Kate", ring=3)
    keep(cast)
    actions.move_person(person=kate, ring=1, angle=0, seen=1, by=cast.joanna_user)
    keep(cast, "mid")
    first, last = queries.first_and_last_circles(cast.course)
    assert first is not None
    assert ([p.ring for p in first.placements], [p.ring for p in last.placements]) == ([3], [1])


def test_a_kept_circle_of_another_client_is_not_found(cast: Cast) -> None:
    kept = keep(cast)
    assert queries.version(cast.joanna_user, kept.id, client_id=cast.joanna.id) == kept
    for user, client in (
        (cast.callum_user, cast.callum),
        (cast.stranger, cast.joanna),
        (cast.former, cast.joanna),
    ):
        with pytest.raises(Http404):
            queries.version(user, kept.id, client_id=client.id)
        assert queries.versions(user, cast.joanna) == []


def test_picture_and_list_show_the_same_people_and_places(cast: Cast, add: Add) -> None:
    for name, ring in (("Isla", 1), ("Kate", 2), ("Folake", 4)):
        add(name, ring=ring)
    shown = show_now(people_of(cast.miriam, cast.joanna), None, lambda key: f"/{key}/")
    assert [(p.row.name, p.row.place) for p in shown.people] == [
        ("Isla", "very close"), ("Kate", "close"), ("Folake", "further away"),
    ]  # fmt: skip
    for person in shown.people:
        assert f'data-person="{person.row.key}"' in shown.svg
        assert person.row.name in shown.svg
    assert shown.more_counts == ""


def test_a_circle_of_forty_costs_as_many_queries_as_a_circle_of_one(cast: Cast, add: Add) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as counted:
            queries.circle(cast.miriam, cast.joanna)
            queries.first_and_last_circles(cast.course)
        return len(counted)

    add("P0")
    keep(cast)
    cost()
    one = cost()
    for number in range(1, 40):
        add(f"P{number}")
    assert cost() == one


KEY = "0b6779cf-6e6b-4887-b589-c6195d9ef04c"


def posted(**data: str) -> QueryDict:
    form = QueryDict(mutable=True)
    form.update(data)
    return form


@pytest.mark.parametrize(
    ("step", "ring", "angle"),
    [("closer", 2, 90.0), ("further", 4, 90.0), ("left", 3, 70.0), ("right", 3, 110.0), ("set", 1, 90.0)],
)
def test_the_buttons_of_the_list_have_the_powers_of_the_picture(step: str, ring: int, angle: float) -> None:
    move = read_move(posted(move=f"{KEY}:{step}", **{f"place-{KEY}": "7:3:90.0", f"ring-{KEY}": "1"}))
    assert move is not None
    assert (str(move.person_id), move.ring, move.angle, move.seen) == (KEY, ring, angle, 7)


def test_a_drag_is_read_with_the_version_that_was_seen() -> None:
    move = read_move(posted(person=KEY, ring="2", angle="12.5", **{f"place-{KEY}": "3:4:0.0"}))
    assert move == Move(person_id=UUID(KEY), ring=2, angle=12.5, seen=3)


@pytest.mark.parametrize(("seen", "step", "ring"), [("1:1:0.0", "closer", 1), ("1:4:0.0", "further", 4)])
def test_nobody_moves_past_the_innermost_or_outermost_ring(seen: str, step: str, ring: int) -> None:
    move = read_move(posted(move=f"{KEY}:{step}", **{f"place-{KEY}": seen}))
    assert move is not None
    assert move.ring == ring


@settings(max_examples=60, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(["person", "move", "ring", "angle", f"place-{KEY}", f"ring-{KEY}"]),
        st.text(max_size=60),
    )
)
def test_hostile_forms_move_nobody_and_break_nothing(data: dict[str, str]) -> None:
    move = read_move(posted(**data))
    assert move is None or isinstance(move.ring, int)


@pytest.mark.parametrize(
    "data",
    [
        {}, {"move": "closer"}, {"move": f"{KEY}:closer"}, {"person": KEY, "ring": "2", "angle": "nan", f"place-{KEY}": "1:2:0"},
        {"move": f"{KEY}:teleport", f"place-{KEY}": "1:2:0"}, {"move": f"{KEY}:set", f"place-{KEY}": "1:2:0"},
        {"person": KEY, "ring": "two", "angle": "0", f"place-{KEY}": "1:2:0"},
    ],
)  # fmt: skip
def test_a_form_without_sense_is_no_move(data: dict[str, str]) -> None:
    assert read_move(posted(**data)) is None
