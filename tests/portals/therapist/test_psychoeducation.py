"""What was explained and what is put down for now: written by the therapist, read by the client."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client as Browser
from django.urls import reverse

from kinweave.people.models import User
from kinweave.treatment.queries.psychoeducation import versions
from tests.cast import Cast

AsUser = Callable[[User], Browser]
FORM = {
    "version": "0", "topics": ["an-illness"], "named_as": "depression", "client_said": "I thought I was lazy",
    "excused": "the allotment accounts", "kept": "the school run", "helpers-who": ["Mo"],
    "helpers-what": ["shopping"], "review_on": "2026-12-11", "client_sees": "on",
}  # fmt: skip


def page(cast: Cast, name: str = "psychoeducation") -> str:
    return reverse(f"therapist:{name}", args=[cast.joanna.pk])


def test_it_is_written_and_the_client_reads_a_gentle_card(cast: Cast, as_user: AsUser) -> None:
    miriam, joanna = as_user(cast.miriam), as_user(cast.joanna_user)
    assert "Nothing has been agreed yet" in joanna.get(reverse("client:for_now")).content.decode()
    assert miriam.post(page(cast, "psychoeducation_write"), FORM).headers["Location"] == page(cast)
    assert "“I thought I was lazy”" in miriam.get(page(cast)).content.decode()
    card = joanna.get(reverse("client:for_now")).content.decode()
    for words in (
        "the allotment accounts",
        "the school run",
        "Mo: shopping",
        "11 December 2026",
        "it is not your fault",
    ):
        assert words in card
    assert reverse("client:for_now") in joanna.get(reverse("client:record")).content.decode()


def test_a_later_version_starts_from_the_last(cast: Cast, as_user: AsUser) -> None:
    miriam = as_user(cast.miriam)
    miriam.post(page(cast, "psychoeducation_write"), FORM)
    again = miriam.get(page(cast, "psychoeducation_write")).content.decode()
    assert "the allotment accounts" in again
    miriam.post(page(cast, "psychoeducation_write"), FORM | {"version": "1", "excused": "nothing any more"})
    assert [row.number for row in versions(cast.course)] == [2, 1]
    shown = miriam.get(page(cast)).content.decode()
    assert "nothing any more" in shown
    assert "the allotment accounts" in shown


def test_a_version_that_came_in_between_is_shown_beside_ones_own(cast: Cast, as_user: AsUser) -> None:
    miriam = as_user(cast.miriam)
    miriam.post(page(cast, "psychoeducation_write"), FORM)
    answer = miriam.post(page(cast, "psychoeducation_write"), FORM | {"excused": "choir"})
    assert answer.status_code == 409
    assert "the allotment accounts" in answer.content.decode()
    assert "choir" in answer.content.decode()
    assert versions(cast.course).count() == 1


def test_what_is_put_down_needs_a_day_to_look_again(cast: Cast, as_user: AsUser) -> None:
    answer = as_user(cast.miriam).post(page(cast, "psychoeducation_write"), FORM | {"review_on": ""})
    assert answer.status_code == 422
    assert "put down for now" in answer.content.decode()
    assert "I thought I was lazy" in answer.content.decode()
