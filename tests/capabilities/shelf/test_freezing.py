"""A definition is kept word for word on first use, and a use that is undone is not remembered."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction

from kinweave.shelf import actions as shelf
from kinweave.shelf.models import FrozenDefinition
from kinweave.shelf.queries import library


@pytest.fixture(autouse=True)
def nothing_known(db: None) -> Iterator[None]:
    shelf.forget()
    yield
    shelf.forget()


def test_the_same_definition_is_kept_once() -> None:
    phq9 = library().instrument("phq-9")
    assert shelf.freeze(phq9) == shelf.freeze(phq9)
    assert FrozenDefinition.objects.filter(code="phq-9").count() == 1


def test_a_first_use_that_was_undone_is_forgotten() -> None:
    phq9 = library().instrument("phq-9")
    with transaction.atomic():
        shelf.freeze(phq9)
        shelf.freeze(phq9)
        transaction.set_rollback(True)
    assert not FrozenDefinition.objects.filter(code="phq-9").exists()
    kept = shelf.freeze(phq9)
    assert FrozenDefinition.objects.filter(pk=kept).exists()


def test_a_kept_definition_costs_no_query_any_more(
    django_assert_num_queries, django_capture_on_commit_callbacks
) -> None:
    phq9 = library().instrument("phq-9")
    with django_capture_on_commit_callbacks(execute=True):
        kept = shelf.freeze(phq9)
    with django_assert_num_queries(0):
        assert shelf.freeze(phq9) == kept
