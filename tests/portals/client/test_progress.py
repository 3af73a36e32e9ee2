"""My progress: the client's own line, in plain words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.test import Client as Browser
from django.urls import reverse

from kinweave.core import clock
from kinweave.measures import actions
from kinweave.people.models import User
from kinweave.shelf.queries import library
from tests.capabilities.measures.asking import phq, waiting
from tests.cast import Cast

AsUser = Callable[[User], Browser]
PROGRESS = reverse("client:progress")


def text(response: Any) -> str:
    return " ".join(response.content.decode().split())


def past(cast: Cast, *totals: int, code: str = "phq-9") -> None:
    for weeks, total in enumerate(reversed(totals), start=1):
        actions.record_past_score(
            client=cast.joanna, course=cast.course, instrument=library().instrument(code), total=total,
            at=clock.now() - timedelta(weeks=weeks), by=None,
        )  # fmt: skip


def test_before_the_first_check_in_it_says_so(cast: Cast, as_user: AsUser) -> None:
    assert "There is nothing to show yet" in text(as_user(cast.joanna_user).get(PROGRESS))


def test_it_shows_the_line_the_words_and_the_list(cast: Cast, as_user: AsUser) -> None:
    past(cast, 16, 12, 9)
    page = text(as_user(cast.joanna_user).get(PROGRESS))
    assert "lighter than your first ones, by more than the usual ups and downs" in page
    assert "<svg" in page
    assert "The same as a list" in page


def test_it_grades_and_frightens_nobody(cast: Cast, as_user: AsUser) -> None:
    past(cast, 10, 24)
    actions.record_response(assignment=waiting(cast.course), answers=phq(24, 1), by=cast.joanna_user)
    page = text(as_user(cast.joanna_user).get(PROGRESS)).lower()
    for word in ("severe", "moderate", "safety answer", "deteriorat", "t-now", "risk"):
        assert word not in page


def test_a_form_with_gaps_is_shown_without_a_number(cast: Cast, as_user: AsUser) -> None:
    actions.record_response(
        assignment=waiting(cast.course), answers=phq(9) | {"1": None}, by=cast.joanna_user
    )
    assert "some answers left out" in text(as_user(cast.joanna_user).get(PROGRESS))


def test_private_notes_of_mood_are_the_clients_own(cast: Cast, as_user: AsUser) -> None:
    from kinweave.measures.queries import moods

    actions.record_mood(
        client=cast.joanna, value=2, note="only mine", private=True, by=cast.joanna_user, course=cast.course
    )
    page = text(as_user(cast.joanna_user).get(PROGRESS))
    assert "only mine" in page
    assert "only for you" in page
    assert list(moods.of_client(cast.miriam, cast.joanna.id)) == []
    assert list(moods.of_client(cast.callum_user, cast.joanna.id)) == []


def test_the_number_of_queries_does_not_grow(
    cast: Cast, as_user: AsUser, django_assert_max_num_queries: Any
) -> None:
    past(cast, 16, 12, 9)
    past(cast, 30, 20, code="bdi-ii")
    phone = as_user(cast.joanna_user)
    with django_assert_max_num_queries(10):
        assert "BDI-II" in text(phone.get(PROGRESS))


def test_a_client_is_told_what_change_counts_only_where_the_number_was_read(
    cast: Cast, as_user: AsUser
) -> None:
    past(cast, 60, 40, code="pcl-5")
    assert "beyond the usual ups and downs" not in text(as_user(cast.joanna_user).get(PROGRESS))
    past(cast, 16, 12)
    assert "A change of 6 or more is beyond the usual ups" in text(as_user(cast.joanna_user).get(PROGRESS))
