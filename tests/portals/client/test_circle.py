"""My circle: moved in any way, kept, compared; an empty one is an answer."""

from __future__ import annotations

from collections.abc import Callable

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
    return as_user(cast.joanna_user)


def seen(person: Person) -> dict[str, str]:
    return {f"place-{person.id}": f"{person.version}:{person.ring}:45.0"}


def test_she_moves_somebody_by_the_list_and_by_the_picture(here: Lives, page: Browser) -> None:
    url = reverse("client:circle_move")
    assert page.post(url, {"move": f"{here.isla.id}:further"} | seen(here.isla)).status_code == 302
    drag = {"person": str(here.peter.id), "ring": "4", "angle": "10"} | seen(here.peter)
    assert page.post(url, drag)["Location"].endswith(f"#p-{here.peter.id}")
    assert {p.name: p.ring for p in Person.objects.all()} == {"Isla": 2, "Peter": 4}


def test_somebody_moved_meanwhile_is_not_moved_back_unseen(cast: Cast, here: Lives, page: Browser) -> None:
    actions.move_person(person=here.isla, ring=4, angle=0, seen=1, by=cast.miriam)
    answer = page.post(reverse("client:circle_move"), {"move": f"{here.isla.id}:further"} | seen(here.isla))
    assert answer.status_code == 409
    assert "Isla was moved somewhere else a moment ago" in answer.content.decode()
    assert Person.objects.get(pk=here.isla.pk).ring == 4


def test_a_move_without_sense_is_refused(page: Browser) -> None:
    answer = page.post(reverse("client:circle_move"), {"move": "up"})
    assert answer.status_code == 422
    assert "Nobody has been moved" in answer.content.decode()


def test_every_row_of_the_list_has_the_powers_of_the_picture(here: Lives, page: Browser) -> None:
    shown = page.get(reverse("client:people")).content.decode()
    for name in ("Isla", "Peter"):
        for power in (f"Move {name} closer", f"Move {name} further out", f"Turn {name} to the left",
                      f"Turn {name} to the right", f"Put {name} on the ring chosen"):  # fmt: skip
            assert power in shown
    assert f'data-person="{here.isla.id}"' in shown


def test_the_first_circle_she_keeps_is_the_one_at_the_start(page: Browser) -> None:
    for moment in ("initial", "extra"):
        assert (
            page.post(
                reverse("client:circle_keep"), {"missing_people": "Gran", "change_wanted": ""}
            ).status_code
            == 302
        )
        kept = CircleVersion.objects.order_by("-created_at", "-pk")
        assert moment in {row.moment for row in kept}
    assert {row.drawn_by for row in CircleVersion.objects.all()} == {"client"}


def test_an_empty_circle_is_met_calmly(page: Browser) -> None:
    shown = page.get(reverse("client:people")).content.decode()
    assert "The circle is empty at the moment. That is an answer too" in shown
    assert page.get(reverse("client:circle_compare")).status_code == 200


def test_then_and_now_are_told_in_words(cast: Cast, here: Lives, page: Browser) -> None:
    actions.move_person(person=here.peter, ring=4, angle=0, seen=1, by=cast.miriam)
    shown = page.get(reverse("client:circle_compare")).content.decode()
    assert "Peter is further away than before." in shown
    assert shown.count('class="circle"') == 2
    over = page.get(reverse("client:people"), {"before": str(here.kept.id)}).content.decode()
    assert "was close" in over
