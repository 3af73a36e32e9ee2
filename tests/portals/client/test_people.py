"""My people: gentle, a little at a time, without anything that clinicians keep to themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kinweave.people.models import User
from kinweave.treatment.actions import inventory as actions
from kinweave.treatment.models import Person
from kinweave.treatment.queries import inventory
from tests.cast import Cast
from tests.portals.inventory_cast import Lives, lives

SignIn = Callable[[User], Browser]
PARTS = (
    "who",
    "closeness",
    "contact",
    "support",
    "hopes",
    "good-and-hard",
    "change",
    "conflict",
    "story",
    "reach",
)


@pytest.fixture
def here(cast: Cast) -> Lives:
    return lives(cast)


@pytest.fixture
def page(cast: Cast, as_user: SignIn) -> Browser:
    """Joanna's browser."""
    return as_user(cast.joanna_user)


def pages(here: Lives) -> Iterator[str]:
    for name in ("people", "person_add", "circle_keep", "circle_compare", "timeline", "moment", "tie"):
        yield reverse(f"client:{name}")
    for person in (here.isla, here.peter):
        yield from own(here, person)
    for kind in ("event", "mood", "symptoms", "treatment", "moment", "onset"):
        yield reverse("client:timeline_add", args=[kind])


def own(here: Lives, person: Person) -> Iterator[str]:
    yield reverse("client:person", args=[person.id])
    yield reverse("client:person_remove", args=[person.id])
    for code in PARTS:
        yield reverse("client:person_part", args=[person.id, code])
    yield reverse("client:timeline_row", args=["event", here.event.id])
    yield reverse("client:timeline_row", args=["moment", here.moment.id])


def test_nothing_of_the_private_side_reaches_any_page_of_hers(here: Lives, page: Browser) -> None:
    for url in pages(here):
        answer = page.get(url)
        words = answer.content.decode().lower()
        assert answer.status_code == 200, url
        for private in (
            "checks her telephone",
            "control with",
            "safety with",
            "only for clinicians",
            "not asked yet",
        ):
            assert private not in words, url
        assert "deficit" not in words


def test_the_sides_for_clinicians_do_not_exist_for_her(here: Lives, page: Browser) -> None:
    for code in ("private", "focus", "nonsense"):
        url = reverse("client:person_part", args=[here.peter.id, code])
        assert (page.get(url).status_code, page.post(url, {"version": "1"}).status_code) == (404, 404)


def test_another_client_finds_nothing_and_staff_have_no_such_pages(
    cast: Cast, here: Lives, as_user: SignIn
) -> None:
    callum = as_user(cast.callum_user)
    for url in own(here, here.isla):
        assert callum.get(url).status_code == 404, url
        assert callum.post(url, {"version": "1"}).status_code in (404, 405), url
    for url in (
        reverse("client:person_bring_back", args=[here.isla.id]),
        reverse("client:timeline_remove", args=["event", here.event.id]),
        reverse("client:untie", args=[here.link.id]),
    ):
        assert callum.post(url).status_code == 404
    form = {"move": f"{here.isla.id}:further", f"place-{here.isla.id}": "1:1:0"}
    assert callum.post(reverse("client:circle_move"), form).status_code == 404
    for user in (cast.miriam, cast.adela, cast.manager, cast.stranger):
        browser = as_user(user)
        for url in pages(here):
            assert browser.get(url).status_code == 404, url


def test_somebody_is_added_and_then_somebody_else(cast: Cast, page: Browser) -> None:
    form = {"name": "Peanut", "relation": "friend", "ring": "2", "tie": "support"}
    answer = page.post(reverse("client:person_add"), form | {"another": "1"})
    assert answer["Location"] == reverse("client:person_add")
    assert "Who else?" in page.get(answer["Location"]).content.decode()
    (peanut,) = inventory.people_of(cast.joanna_user, cast.joanna)
    assert peanut.name == "Peanut"


def test_a_full_inventory_says_so_and_keeps_what_was_typed(
    page: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "MOST_PEOPLE", 0)
    form = {"name": "Peanut", "relation": "friend", "ring": "2", "tie": "support"}
    answer = page.post(reverse("client:person_add"), form)
    assert answer.status_code == 422
    assert "people here already" in answer.content.decode()
    assert "Peanut" in answer.content.decode()


def test_a_form_sent_twice_adds_one_person(cast: Cast, page: Browser) -> None:
    form = {"name": "Peanut", "relation": "friend", "ring": "2", "tie": "support", "submission": str(uuid4())}
    for _ in range(2):
        assert page.post(reverse("client:person_add"), form).status_code == 302
    assert Person.objects.count() == 1


def test_without_a_name_the_form_asks_gently(page: Browser) -> None:
    answer = page.post(
        reverse("client:person_add"), {"name": "", "relation": "friend", "ring": "2", "tie": "support"}
    )
    assert answer.status_code == 422
    assert "A first name or a nickname is enough" in answer.content.decode()


ANSWERS: dict[str, dict[str, Any]] = {
    "who": {"name": "Isla", "relation": "child", "living": "alive", "tie": "both", "who": "daughter"},
    "closeness": {"ring": "2", "ring_wished": "1", "ring_at_onset": "", "importance": "3"},
    "contact": {"frequency": "weekly", "contact_modes": ["call", "text"], "shared_activities": "Films\nWalks"},
    "support": {"support_from": ["company"], "support_to": [], "support_wished": ["emotional"], "can_confide": "7"},
    "hopes": {"i_expect-0-text": "That she’d come", "they_expect-0-text": ""},
    "good-and-hard": {"good": "She is funny", "hard": "The distance"},
    "change": {"changed": "True", "change_direction": "further", "changed_on": "", "change_mood": "-4", "change_what": "She stayed"},
    "conflict": {"conflict_level": "4", "conflict_stage": "impasse", "conflict_topics": "School", "problem_rank": "1"},
    "story": {"story": "We moved", "client_words": "I miss her"},
    "reach": {"knows_about_illness": "False", "may_be_contacted": "emergency_only"},
}  # fmt: skip


def test_each_side_is_saved_and_goes_on_to_the_next(cast: Cast, here: Lives, page: Browser) -> None:
    for place, code in enumerate(PARTS):
        version = str(Person.objects.get(pk=here.isla.pk).version)
        url = reverse("client:person_part", args=[here.isla.id, code])
        answer = page.post(url, ANSWERS[code] | {"version": version, "next": "1"})
        assert answer.status_code == 302, answer.content.decode()
        last = code == PARTS[-1]
        following = reverse("client:person", args=[here.isla.id]) if last else reverse(
            "client:person_part", args=[here.isla.id, PARTS[place + 1]]
        )  # fmt: skip
        assert answer["Location"] == following
    isla = inventory.person(cast.joanna_user, here.isla.id)
    assert (isla.ring, isla.ring_wished, isla.shared_activities) == (2, 1, ["Films", "Walks"])
    assert (isla.contact_modes, isla.can_confide, isla.change_mood) == (["call", "text"], 7, -4)
    assert isla.may_be_contacted == "emergency_only"
    assert isla.contact_agreed_at is not None
    assert isla.i_expect[0]["text"] == "That she’d come"
    shown = page.get(reverse("client:person", args=[here.isla.id])).content.decode()
    for words in ("“I miss her”", "only in an emergency", "we grew apart", "7 of 10", "−4"):
        assert words in shown


@pytest.mark.parametrize(
    ("code", "wrong", "says"),
    [
        ("support", {"can_confide": "11"}, "from 0 to 10"),
        ("support", {"support_from": ["everything"]}, "choose from the answers"),
        ("change", {"change_mood": "-9"}, "from −5 to 5"),
        ("change", {"changed_on": "yesterday"}, "a day that exists"),
        ("closeness", {"ring": ""}, "choose an answer"),
        ("good-and-hard", {"good": "x\n" * 41}, "Keep to 40 lines"),
        ("story", {"story": "x" * 20_001}, "longer than 20,000"),
        ("hopes", {"i_expect-0-met": "many"}, "from 0 to 10"),
    ],
)
def test_a_wrong_answer_is_explained_and_the_rest_stays(
    here: Lives, page: Browser, code: str, wrong: dict[str, str], says: str
) -> None:
    answer = page.post(
        reverse("client:person_part", args=[here.isla.id, code]), ANSWERS[code] | {"version": "1"} | wrong
    )
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert Person.objects.get(pk=here.isla.pk).version == 1


def test_a_form_without_its_version_is_refused_not_written(here: Lives, page: Browser) -> None:
    url = reverse("client:person_part", args=[here.isla.id, "story"])
    assert page.post(url, ANSWERS["story"]).status_code == 422
    assert Person.objects.get(pk=here.isla.pk).story == ""


def test_what_her_therapist_wrote_meanwhile_is_shown_beside_her_own(
    cast: Cast, here: Lives, page: Browser
) -> None:
    actions.change_person(person=here.isla, values={"good": ["Laughs a lot"]}, seen=1, by=cast.miriam)
    url = reverse("client:person_part", args=[here.isla.id, "good-and-hard"])
    answer = page.post(url, {"version": "1", "good": "She is funny", "hard": ""})
    assert answer.status_code == 422
    assert "Laughs a lot" in answer.content.decode()
    assert "She is funny" in answer.content.decode()


def test_somebody_is_taken_out_and_brought_back(cast: Cast, here: Lives, page: Browser) -> None:
    page.post(reverse("client:person_remove", args=[here.peter.id]), {"reason": ""})
    assert [person.name for person in inventory.people_of(cast.joanna_user, cast.joanna)] == ["Isla"]
    assert page.get(reverse("client:person", args=[here.peter.id])).status_code == 200
    page.post(reverse("client:person_bring_back", args=[here.peter.id]))
    assert len(inventory.people_of(cast.joanna_user, cast.joanna)) == 2


def test_the_page_costs_the_same_for_one_person_and_for_forty(cast: Cast, here: Lives, page: Browser) -> None:
    urls = (
        reverse("client:people"),
        reverse("client:person", args=[here.isla.id]),
        reverse("client:circle_compare"),
    )

    def cost(url: str) -> int:
        with CaptureQueriesContext(connection) as counted:
            page.get(url)
        return len(counted)

    [page.get(url) for url in urls]
    before = [cost(url) for url in urls]
    for number in range(40):
        actions.add_person(client=cast.joanna, values={"name": f"P{number}"}, by=cast.miriam)
    assert [cost(url) for url in urls] == before
