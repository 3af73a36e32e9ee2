"""The therapist's pages about people: read by those in her care, written by her therapist, closed to all others."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kinweave.audit.acts import Act
from kinweave.audit.models import Event
from kinweave.people.models import User
from kinweave.treatment.actions import inventory as actions
from kinweave.treatment.models import Course, Person
from kinweave.treatment.queries import inventory
from tests.cast import Cast
from tests.portals.inventory_cast import Lives, lives

SignIn = Callable[[User], Browser]


@pytest.fixture
def here(cast: Cast) -> Lives:
    return lives(cast)


@pytest.fixture
def page(cast: Cast, as_user: SignIn) -> Browser:
    """Miriam's browser."""
    return as_user(cast.miriam)


def reading(cast: Cast, here: Lives) -> Iterator[str]:
    joanna = cast.joanna.id
    for name in ("inventory", "circle_compare", "timeline"):
        yield reverse(f"therapist:{name}", args=[joanna])
    yield reverse("therapist:person", args=[joanna, here.isla.id])


def writing(cast: Cast, here: Lives) -> Iterator[str]:
    joanna = cast.joanna.id
    for name in ("inventory_add", "inventory_complete", "circle_move", "circle_keep", "tie"):
        yield reverse(f"therapist:{name}", args=[joanna])
    for name in ("person_remove", "person_bring_back"):
        yield reverse(f"therapist:{name}", args=[joanna, here.isla.id])
    for code in ("who", "closeness", "contact", "support", "hopes", "good-and-hard", "change", "conflict", "story",
                 "reach", "focus", "private"):  # fmt: skip
        yield reverse("therapist:person_part", args=[joanna, here.isla.id, code])
    for kind in ("event", "mood", "symptoms", "treatment", "moment", "onset"):
        yield reverse("therapist:timeline_add", args=[joanna, kind])
    yield reverse("therapist:timeline_event", args=[joanna, here.event.id])
    yield reverse("therapist:timeline_row", args=[joanna, "moment", here.moment.id])
    yield reverse("therapist:timeline_remove", args=[joanna, "event", here.event.id])
    yield reverse("therapist:moment_standing", args=[joanna, here.moment.id])
    yield reverse("therapist:untie", args=[joanna, here.link.id])


POST_ONLY = ("add/", "complete/", "move/", "bring-back/", "/remove/", "standing/")


def test_strangers_former_therapists_and_clients_find_nothing(
    cast: Cast, here: Lives, as_user: SignIn
) -> None:
    for user in (
        cast.stranger,
        cast.former,
        cast.colleague,
        cast.manager,
        cast.callum_user,
        cast.joanna_user,
    ):
        browser = as_user(user)
        for url in (*reading(cast, here), *writing(cast, here)):
            posted = browser.post(url, {"standing": "taken", "reason": ""}).status_code
            assert {browser.get(url).status_code, posted} <= {404, 405}, (user, url)
            assert 404 in {browser.get(url).status_code, posted}, (user, url)
    assert Person.objects.filter(archived_at=None).count() == 2


def test_a_record_of_another_client_does_not_open_through_ones_own(
    cast: Cast, here: Lives, page: Browser
) -> None:
    for name, thing in (("person", here.isla.id), ("timeline_event", here.event.id)):
        assert page.get(reverse(f"therapist:{name}", args=[cast.callum.id, thing])).status_code == 404


def test_her_therapist_reads_every_page_and_each_reading_is_in_the_audit(
    cast: Cast, here: Lives, page: Browser
) -> None:
    for url in reading(cast, here):
        assert page.get(url).status_code == 200, url
    read = Event.objects.filter(act=Act.RECORD_READ, client_id=cast.joanna.id, actor_id=cast.miriam.id)
    assert read.count() == 4


def test_every_form_opens_for_her_therapist(cast: Cast, here: Lives, page: Browser) -> None:
    for url in writing(cast, here):
        status = page.get(url).status_code
        assert status == (405 if status == 405 else 200), url


def test_her_supervisor_reads_but_is_offered_nothing_to_write(
    cast: Cast, here: Lives, as_user: SignIn
) -> None:
    browser = as_user(cast.adela)
    for url in reading(cast, here):
        answer = browser.get(url)
        assert answer.status_code == 200
        assert b"Closer</button>" not in answer.content
    for url in writing(cast, here):
        assert browser.post(url, {"standing": "taken"}).status_code in (404, 405), url


def test_somebody_is_added_in_four_answers(cast: Cast, page: Browser) -> None:
    url = reverse("therapist:inventory_add", args=[cast.joanna.id])
    form = {
        "name": "Folake",
        "relation": "neighbour",
        "ring": "4",
        "tie": "support",
        "submission": "7d0e0f6e-4f0a-4d5a-8f9b-9f3c1a2b3c4d",
    }
    first, second = page.post(url, form), page.post(url, form)
    assert first["Location"] == second["Location"]
    (folake,) = inventory.people_of(cast.miriam, cast.joanna)
    assert (folake.name, folake.relation, folake.ring) == ("Folake", "neighbour", 4)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"name": ""}, "nickname is enough"),
        ({"name": "x" * 121}, "under 120 letters"),
        ({"relation": "spy"}, "choose one of the answers"),
        ({"ring": "9"}, "choose one of the answers"),
    ],
)
def test_a_wrong_answer_is_explained_and_what_was_typed_comes_back(
    cast: Cast, page: Browser, wrong: dict[str, str], says: str
) -> None:
    form = {"name": "Folake", "relation": "neighbour", "ring": "4", "tie": "support"} | wrong
    answer = page.post(reverse("therapist:inventory_add", args=[cast.joanna.id]), form)
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert form["name"] in answer.content.decode()
    assert not Person.objects.exists()


def test_expectations_of_both_sides_are_written_and_read_back(cast: Cast, here: Lives, page: Browser) -> None:
    url = reverse("therapist:person_part", args=[cast.joanna.id, here.isla.id, "hopes"])
    form = {
        "version": "1",
        "i_expect-0-text": "That she’d want to come", "i_expect-0-met": "2", "i_expect-0-spoken": "False",
        "i_expect-1-text": "", "i_expect-1-met": "", "i_expect-1-spoken": "",
        "they_expect-0-text": "To be believed", "they_expect-0-met": "", "they_expect-0-spoken": "True",
        "they_expect-0-source": "told",
    }  # fmt: skip
    assert page.post(url, form).status_code == 302
    isla = inventory.person(cast.miriam, here.isla.id)
    assert isla.i_expect == [{"text": "That she’d want to come", "met": 2, "spoken": False}]
    assert isla.they_expect == [{"text": "To be believed", "met": None, "spoken": True, "source": "told"}]
    shown = page.get(reverse("therapist:person", args=[cast.joanna.id, here.isla.id])).content.decode()
    assert "met 2 of 10, not said aloud" in shown
    assert "That she’d want to come" in page.get(url).content.decode()


def test_two_tabs_show_both_texts_and_lose_neither(cast: Cast, here: Lives, page: Browser) -> None:
    url = reverse("therapist:person_part", args=[cast.joanna.id, here.isla.id, "story"])
    actions.change_person(person=here.isla, values={"story": "Her own telling"}, seen=1, by=cast.joanna_user)
    answer = page.post(url, {"version": "1", "story": "My summary", "client_words": ""})
    assert answer.status_code == 422
    words = answer.content.decode()
    assert "Her own telling" in words
    assert "My summary" in words
    assert inventory.person(cast.miriam, here.isla.id).story == "Her own telling"
    assert 'name="version" value="2"' in words
    page.post(url, {"version": "2", "story": "Both of ours", "client_words": ""})
    assert inventory.person(cast.miriam, here.isla.id).story == "Both of ours"


def test_earlier_versions_can_be_read_on_the_page(cast: Cast, here: Lives, page: Browser) -> None:
    actions.change_person(person=here.isla, values={"story": "First telling"}, seen=1, by=cast.joanna_user)
    actions.change_person(person=here.isla, values={"story": "Second telling"}, seen=2, by=cast.miriam)
    shown = page.get(reverse("therapist:person", args=[cast.joanna.id, here.isla.id])).content.decode()
    assert "Version 2, changed on 13 November 2026 by Miriam" in shown
    assert "First telling" in shown


def test_safety_is_written_on_a_page_of_its_own(cast: Cast, here: Lives, page: Browser) -> None:
    url = reverse("therapist:person_part", args=[cast.joanna.id, here.isla.id, "private"])
    assert page.post(url, {"version": "0", "safety": "none", "note": "asked alone"}).status_code == 302
    side = inventory.private_side(cast.miriam, here.isla)
    assert side is not None
    assert side.safety == "none"
    shown = page.get(reverse("therapist:inventory", args=[cast.joanna.id])).content.decode()
    assert "asked, nothing found" in shown


def test_strain_without_an_answer_on_safety_is_pointed_out(cast: Cast, here: Lives, page: Browser) -> None:
    shown = page.get(reverse("therapist:inventory", args=[cast.joanna.id])).content.decode()
    assert "There is strain with Isla, and safety has not been asked about yet" in shown


def test_somebody_taken_out_can_be_brought_back(cast: Cast, here: Lives, page: Browser) -> None:
    args = [cast.joanna.id, here.peter.id]
    page.post(reverse("therapist:person_remove", args=args), {"reason": "Not now"})
    shown = page.get(reverse("therapist:inventory", args=[cast.joanna.id])).content.decode()
    assert "Not now" in shown
    assert page.get(reverse("therapist:person_part", args=[*args, "who"])).status_code == 404
    page.post(reverse("therapist:person_bring_back", args=args))
    assert len(inventory.people_of(cast.miriam, cast.joanna)) == 2


def test_the_inventory_is_marked_as_taken_by_a_person(cast: Cast, page: Browser) -> None:
    url = reverse("therapist:inventory_complete", args=[cast.joanna.id])
    refused = page.post(url)
    assert refused.status_code == 422
    assert "Keep the first circle" in refused.content.decode()
    page.post(
        reverse("therapist:circle_keep", args=[cast.joanna.id]), {"moment": "initial", "drawn_by": "together"}
    )
    page.post(url)
    assert Course.objects.get(pk=cast.course.pk).done["inventory_taken"] == "2026-11-13"


def test_pages_cost_the_same_for_one_person_and_for_forty(cast: Cast, here: Lives, page: Browser) -> None:
    urls = list(reading(cast, here))

    def cost(url: str) -> int:
        with CaptureQueriesContext(connection) as counted:
            page.get(url)
        return len(counted)

    [page.get(url) for url in urls]
    before = [cost(url) for url in urls]
    for number in range(40):
        actions.add_person(client=cast.joanna, values={"name": f"P{number}"}, by=cast.miriam)
    assert [cost(url) for url in urls] == before
