"""Rows without an order are really shaken in tests, and rows with one are left alone."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import QuerySet

from kinweave.people.models import User
from tests import unordered
from tests.cast import Cast

Rows = Callable[[QuerySet[User]], list[str]]


def orders(ask: Rows, people: QuerySet[User]) -> set[tuple[str, ...]]:
    """The orders in which twenty tests would see them."""
    seen = set()
    for seed in range(20):
        with unordered.shaken(str(seed)):
            seen.add(tuple(ask(people.all())))
    return seen


def test_what_has_no_order_comes_in_several(cast: Cast) -> None:
    people = User.objects.order_by()
    assert len(orders(lambda rows: [user.email for user in rows], people)) > 1
    assert len(orders(lambda rows: [user.email for user in rows.iterator()], people)) > 1
    assert len(orders(lambda rows: [rows[0].email], people)) > 1


def test_what_has_an_order_keeps_it(cast: Cast) -> None:
    people = User.objects.order_by("email")
    assert len(orders(lambda rows: [user.email for user in rows], people)) == 1
    assert len(orders(lambda rows: [rows[0].email], people)) == 1
    assert len(orders(lambda rows: [user.email for user in rows.iterator()], people)) == 1
