"""The circle on the therapist's pages: moved by list or picture, kept, laid side by side."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.test import Client as Browser
from django.urls import reverse

from kinweave.people.models import User
from kinweave.treatment.actions import circle as actions
from kinweave.treatment.models import CircleVersion, Person
from tests.cast import Cast
from tests.portals.inventory_cast import Lives, lives

SignIn = Callable[[User], Browser]


@pytest.fixture
def here(cast: Cast) -> Lives:
    return lives(cast)


@pytest.fixture
def page(cast: Cast, as_user: SignIn) -> Browser:
    return as_user(cast.miriam)


def move(page: Browser, cast: Cast, **form: str) -> int:
    return page.post(reverse("therapist:circle_move", args=[cast.joanna.id]), form).status_code


def ring(person: Person) -> int:
    return Person.objects.get(pk=person.pk).ring


def test_a_button_of_the_list_moves_one_ring_even_when_pressed_twice(
    cast: Cast, here: Lives, page: Browser
) -> None:
    form = {"move": f"{here.peter.id}:further", f"place-{here.peter.id}": "1:2:90.0"}
    assert [move(page, cast, **form), move(page, cast, **form)] == [302, 302]
    assert ring(here.peter) == 3


def test_a_drag_lands_where_it_was_let_go(cast: Cast, here: Lives, page: Browser) -> None:
    form = {"person": str(here.peter.id), "ring": "1", "angle": "200", f"place-{here.peter.id}": "1:2:90.0"}
    assert move(page, cast, **form) == 302
    row = Person.objects.get(pk=here.peter.pk)
    assert (row.ring, row.angle) == (1, 200.0)


def test_a_move_from_an_old_page_is_refused_and_shows_where_they_are(
    cast: Cast, here: Lives, page: Browser
) -> None:
    actions.move_person(person=here.peter, ring=4, angle=0, seen=1, by=cast.joanna_user)
    url = reverse("therapist:circle_move", args=[cast.joanna.id])
    answer = page.post(url, {"move": f"{here.peter.id}:closer", f"place-{here.peter.id}": "1:2:90.0"})
    assert answer.status_code == 409
    assert "Somebody has just moved Peter" in answer.content.decode()
    assert ring(here.peter) == 4


def test_a_move_without_sense_moves_nobody(cast: Cast, here: Lives, page: Browser) -> None:
    assert move(page, cast, move="nonsense") == 422
    form = {"person": str(here.peter.id), "ring": "9", "angle": "0", f"place-{here.peter.id}": "1:2:90.0"}
    assert move(page, cast, **form) == 422
    assert move(page, cast, move=f"{uuid4()}:closer") == 422
    ghost = uuid4()
    assert move(page, cast, **{"move": f"{ghost}:closer", f"place-{ghost}": "1:2:0"}) == 404
    assert ring(here.peter) == 2


def test_an_earlier_circle_can_be_laid_under_the_one_of_now(cast: Cast, here: Lives, page: Browser) -> None:
    actions.move_person(person=here.peter, ring=4, angle=0, seen=1, by=cast.joanna_user)
    url = reverse("therapist:inventory", args=[cast.joanna.id])
    shown = page.get(url, {"before": str(here.kept.id)}).content.decode()
    assert "was close" in shown
    assert "Peter is further away than before." in shown
    assert "was close" not in page.get(url, {"before": str(uuid4())}).content.decode()


def test_two_circles_lie_side_by_side_with_the_change_in_words(
    cast: Cast, here: Lives, page: Browser
) -> None:
    actions.move_person(person=here.peter, ring=4, angle=0, seen=1, by=cast.joanna_user)
    url = reverse("therapist:circle_compare", args=[cast.joanna.id])
    shown = page.get(url).content.decode()
    assert shown.count('class="circle"') == 2
    assert "Peter is further away than before." in shown
    assert "Nobody has changed rings." in page.get(url, {"before": "now", "after": "now"}).content.decode()


def test_an_empty_circle_is_shown_calmly_and_can_be_kept(cast: Cast, page: Browser) -> None:
    shown = page.get(reverse("therapist:inventory", args=[cast.joanna.id])).content.decode()
    assert "That is an answer too" in shown
    keep = reverse("therapist:circle_keep", args=[cast.joanna.id])
    form = {"moment": "initial", "drawn_by": "together", "missing_people": "Everyone from Sheffield"}
    assert page.post(keep, form).status_code == 302
    assert CircleVersion.objects.get().placements == []
    compared = page.get(reverse("therapist:circle_compare", args=[cast.joanna.id])).content.decode()
    assert "Everyone from Sheffield" in compared


def test_a_circle_sent_twice_is_kept_once(cast: Cast, here: Lives, page: Browser) -> None:
    form = {"moment": "mid", "drawn_by": "together", "submission": str(uuid4())}
    for _ in range(2):
        assert page.post(reverse("therapist:circle_keep", args=[cast.joanna.id]), form).status_code == 302
    assert CircleVersion.objects.filter(moment="mid").count() == 1
    wrong = page.post(
        reverse("therapist:circle_keep", args=[cast.joanna.id]), {"moment": "never", "drawn_by": "together"}
    )
    assert wrong.status_code == 422
