"""Goals: set by signing, rated by the client, never reworded."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kinweave.core import clock
from kinweave.people.actions import Refused
from kinweave.treatment.actions import goals as actions
from kinweave.treatment.models import Goal, GoalRating
from kinweave.treatment.queries.goals import goals, open_goals
from kinweave.web.pictures.goal_line import goal_line, in_words
from tests.capabilities.treatment import agreeing
from tests.cast import Cast


@pytest.fixture
def signed(cast: Cast) -> Cast:
    agreeing.under_way(cast)
    return cast


def test_signing_sets_the_goals_with_their_ratings_at_the_start(signed: Cast) -> None:
    first, second = goals(signed.course)
    assert (first.text, first.start, first.now) == ("To have one person here I can ring", 1, 1)
    assert (second.start, second.now, second.last_rated) == (None, None, None)


def test_ratings_over_time_keep_their_order_and_the_clients_words(signed: Cast) -> None:
    row = open_goals(signed.course)[0]
    for week, mark in enumerate([3, 2, 6], start=1):
        with clock.at(clock.now() + timedelta(days=7 * week)):
            actions.rate(ratings={row.id: (mark, f"week {week}")}, goals=[row], by=signed.joanna_user)
    rated = goals(signed.course)[0]
    assert [mark for _, mark in rated.ratings] == [1, 3, 2, 6]
    assert (rated.start, rated.now, rated.note) == (1, 6, "week 3")


@pytest.mark.parametrize("mark", [-1, 11, 1000])
def test_a_rating_outside_0_to_10_is_refused(signed: Cast, mark: int) -> None:
    row = open_goals(signed.course)[0]
    with pytest.raises(Refused, match="from 0 to 10"):
        actions.rate(ratings={row.id: (mark, "")}, goals=[row], by=signed.joanna_user)
    assert GoalRating.objects.filter(goal=row).count() == 1


def test_a_goal_that_is_not_hers_cannot_be_rated(signed: Cast) -> None:
    row = open_goals(signed.course)[0]
    with pytest.raises(Refused, match="no longer part"):
        actions.rate(ratings={row.id: (3, "")}, goals=[], by=signed.callum_user)


def test_a_change_of_agreement_keeps_a_goal_with_its_ratings_and_closes_the_one_that_went(
    signed: Cast,
) -> None:
    kept, gone = open_goals(signed.course)
    wanted = [
        {"text": kept.text, "measure": kept.measure},
        {"text": "To sleep", "measure": "Six hours", "start": 2},
    ]
    agreeing.signed(signed, reason="Sleep matters more", goals=wanted)
    gone.refresh_from_db()
    assert gone.closed_on is not None
    assert [(goal.id == kept.id, goal.start) for goal in goals(signed.course)] == [(True, 1), (False, 2)]
    assert Goal.objects.count() == 3


def test_the_line_says_in_words_what_it_shows() -> None:
    assert in_words(1, 6) == "1 at the start, 6 now, of 10"
    assert in_words(None, None) == "Not rated yet"
    drawn = goal_line("To <b>ring</b>", 0, 10, key="g")
    assert "&lt;b&gt;" in drawn
    assert drawn.count("<circle") == 2
    assert goal_line("x", None, None, key="g").count("<circle") == 0


def test_goals_are_read_in_two_queries_however_many_ratings(
    signed: Cast, django_assert_num_queries: object
) -> None:
    row = open_goals(signed.course)[0]
    for mark in range(8):
        actions.rate(ratings={row.id: (mark, "")}, goals=[row], by=signed.joanna_user)
    with django_assert_num_queries(2):  # type: ignore[operator]
        goals(signed.course)
