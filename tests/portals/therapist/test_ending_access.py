"""Formulation, agreement, review and ending exist only for those in the client's care."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import pytest
from django.test import Client as Browser

from kinweave.client.urls import urlpatterns as clients_own
from kinweave.people.models import User
from kinweave.therapist.urls import urlpatterns
from kinweave.treatment.actions.ending import open_ending
from tests.capabilities.treatment import agreeing
from tests.cast import Cast

Signed = Callable[[User], Browser]
NOUNS = ("formulation", "agreement", "review", "ending")
MINE = sorted(
    str(each.pattern)
    for each in urlpatterns
    if any(f"<uuid:client_id>/{noun}/" in str(each.pattern) for noun in NOUNS)
)
OWN = sorted(str(each.pattern) for each in clients_own if str(each.pattern).startswith("plan/"))


def path_of(pattern: str, client_id: UUID) -> str:
    filled = pattern.replace("<uuid:client_id>", str(client_id)).replace(
        "<uuid:follow_up_id>", str(client_id)
    )
    for gap in ("<int:number>", "<int:before>", "<int:after>"):
        filled = filled.replace(gap, "1")
    return "/work/" + filled.replace("<slug:part>", "feelings")


def test_there_are_pages_to_guard() -> None:
    assert len(MINE) >= 20
    assert len(OWN) == 7


@pytest.mark.parametrize("who", ["stranger", "former", "colleague", "manager", "joanna_user", "callum_user"])
def test_nobody_outside_her_care_finds_any_of_these_pages(cast: Cast, as_user: Signed, who: str) -> None:
    agreeing.under_way(cast)
    open_ending(course=cast.course, by=cast.miriam)
    browser = as_user(getattr(cast, who))
    for pattern in MINE:
        path = path_of(pattern, cast.joanna.id)
        assert browser.get(path).status_code in {404, 405}, path  # 405 says only that it takes forms
        assert browser.post(path, {"version": "1"}).status_code == 404, path


@pytest.mark.parametrize("who", ["miriam", "manager", "stranger"])
def test_the_clients_own_pages_are_for_clients(cast: Cast, as_user: Signed, who: str) -> None:
    browser = as_user(getattr(cast, who))
    for pattern in OWN:
        assert browser.get(f"/my/{pattern}").status_code == 404, pattern


def test_nobody_signed_out_sees_any_of_them(cast: Cast) -> None:
    for path in [path_of(pattern, cast.joanna.id) for pattern in MINE] + [f"/my/{each}" for each in OWN]:
        answer = Browser().get(path)
        assert answer.status_code == 302, path
        assert answer.headers["Location"].startswith("/account/login/")


def test_the_therapist_opens_every_page_that_can_be_read(cast: Cast, as_user: Signed) -> None:
    agreeing.under_way(cast)
    open_ending(course=cast.course, by=cast.miriam)
    browser = as_user(cast.miriam)
    for pattern in MINE:
        assert browser.get(path_of(pattern, cast.joanna.id)).status_code in {200, 302, 405}, pattern


def test_the_pages_cost_the_same_number_of_queries_with_more_in_the_record(
    cast: Cast, as_user: Signed, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    agreeing.under_way(cast)
    for turn in range(4):
        agreeing.agreed(cast, reason=f"turn {turn}")
    browser = as_user(cast.miriam)
    for noun, most in (("formulation", 40), ("agreement", 40), ("ending", 60), ("review", 45)):
        with django_assert_max_num_queries(most):  # type: ignore[attr-defined]
            assert browser.get(f"/work/people/{cast.joanna.id}/{noun}/").status_code == 200
