"""Short pages in the therapist's portal: opened together, sent, looked back on, taken back."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client as Browser

from kinweave.audit.acts import Act
from kinweave.audit.models import Event
from kinweave.core import clock
from kinweave.core.lessons import Lesson
from kinweave.people.models import User
from kinweave.shelf.queries import library
from kinweave.treatment.models import Course
from kinweave.worksheets.actions.steps import tell_step
from kinweave.worksheets.models import Step
from tests.capabilities.treatment.holding import at, held, planned
from tests.cast import Cast
from tests.portals.therapist.in_room import form_of

SignedIn = Callable[[User], Browser]
pytestmark = pytest.mark.django_db


@pytest.fixture
def miriam(cast: Cast, as_user: SignedIn) -> Browser:
    return as_user(cast.miriam)


def address(cast: Cast, code: str = "") -> str:
    return f"/work/people/{cast.joanna.id}/reading/" + (f"{code}/" if code else "")


def page(browser: Browser, url: str) -> str:
    answer = browser.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def press(browser: Browser, url: str, do: str = "send") -> str:
    """Press a button of the page at an address; what is shown next."""
    posted = {**form_of(page(browser, url)), "do": do}
    return browser.post(url, posted, follow=True).content.decode()


def test_what_belongs_to_the_course_stands_first(cast: Cast, miriam: Browser) -> None:
    Course.objects.filter(pk=cast.course.pk).update(areas=["role-dispute"])
    found = re.findall(rf"{address(cast)}([a-z-]+)/", page(miriam, address(cast)))
    assert found[0] == "role-dispute"
    assert len(found) == len(set(found)) >= 24


def test_opening_one_shows_it_as_the_client_reads_it_and_for_whom_it_was_written(
    cast: Cast, miriam: Browser
) -> None:
    text = page(miriam, address(cast, "grief"))
    assert "Two things help" in text
    assert "Phase: initial, middle. Area: grief. Protocol: ipt-grief." in text
    assert miriam.get(address(cast, "no-such")).status_code == 404
    assert Event.objects.filter(act=Act.RECORD_READ, reason="reading", client_id=cast.joanna.id).exists()


def test_it_is_sent_and_says_so_everywhere(cast: Cast, miriam: Browser, as_user: SignedIn) -> None:
    told = press(miriam, address(cast, "grief"))
    assert "It is on the client’s phone" in told
    assert "sent on 13 November" in told
    assert "sent on 13 November" in page(miriam, address(cast))
    assert "When someone has died" in page(as_user(cast.joanna_user), "/my/")


def test_sent_twice_by_two_presses_it_is_there_once(cast: Cast, miriam: Browser) -> None:
    posted = {**form_of(page(miriam, address(cast, "grief"))), "do": "send"}
    miriam.post(address(cast, "grief"), posted)
    miriam.post(address(cast, "grief"), posted)
    assert Step.objects.count() == 1


def test_it_can_be_taken_back_until_she_has_answered(cast: Cast, miriam: Browser) -> None:
    press(miriam, address(cast, "trauma"))
    assert "It is taken back." in press(miriam, address(cast, "trauma"), "take-back")
    press(miriam, address(cast, "trauma"))
    open_page = form_of(page(miriam, address(cast, "trauma")))
    step = Step.objects.get(state="open")
    tell_step(step=step, state="not-yet", how_it_went="Too much just now.", by=cast.joanna_user)
    answer = miriam.post(
        address(cast, "trauma"), {**open_page, "do": "take-back"}, follow=True
    ).content.decode()
    assert "has answered about this already" in answer
    assert "Too much just now." in answer
    step.refresh_from_db()
    assert step.state == "not-yet"


def test_from_the_room_it_is_sent_for_that_session_and_the_way_back_stays(
    cast: Cast, miriam: Browser
) -> None:
    session = held(cast)
    with clock.at(at(0, 30)):
        room = page(miriam, f"/work/people/{cast.joanna.id}/sessions/{session.id}/room/")
        link = f"{address(cast)}?session={session.id}"
        assert link in room
        listed = page(miriam, link)
        assert f"{address(cast, 'listening')}?session={session.id}" in listed
        press(miriam, f"{address(cast, 'listening')}?session={session.id}")
    assert Step.objects.get().agreed_in == session
    assert f"/sessions/{session.id}/room/?at=try" in listed


def test_the_next_session_looks_back_on_what_was_read(cast: Cast, miriam: Browser, as_user: SignedIn) -> None:
    session = held(cast)
    with clock.at(at(0, 30)):
        press(miriam, f"{address(cast, 'listening')}?session={session.id}")
    tell_step(
        step=Step.objects.get(), state="done", how_it_went="My father never did that.", by=cast.joanna_user
    )
    following = planned(cast, weeks=1)
    with clock.at(at(1)):
        room = page(as_user(cast.miriam), f"/work/people/{cast.joanna.id}/sessions/{following.id}/room/")
    assert "Listening so that someone feels heard" in room
    assert "“Listening so that someone feels heard”" not in room
    assert "My father never did that." in room


def test_the_session_of_somebody_else_is_not_taken(cast: Cast, miriam: Browser) -> None:
    text = page(miriam, f"{address(cast, 'grief')}?session=not-a-session")
    assert "Back to the room" not in text


def test_a_supervisor_reads_and_does_not_send(cast: Cast, as_user: SignedIn) -> None:
    adela = as_user(cast.adela)
    assert "Send it" not in page(adela, address(cast, "grief"))
    assert adela.post(address(cast, "grief"), {"do": "send"}).status_code == 404
    assert not Step.objects.exists()


@pytest.mark.parametrize("who", ["colleague", "former", "stranger", "manager", "joanna_user"])
def test_nobody_else_opens_them_for_her(cast: Cast, as_user: SignedIn, who: str) -> None:
    browser = as_user(getattr(cast, who))
    assert browser.get(address(cast)).status_code == 404
    assert browser.get(address(cast, "grief")).status_code == 404


def test_after_the_course_nothing_is_sent(cast: Cast, miriam: Browser) -> None:
    press(miriam, address(cast, "grief"))
    Course.objects.filter(pk=cast.course.pk).update(stage="finished", ended_on="2026-11-12")
    text = page(miriam, address(cast, "grief"))
    assert "Send it" not in text
    assert "sent on 13 November" in text
    refused = miriam.post(address(cast, "listening"), {"do": "send"}, follow=True).content.decode()
    assert "has ended" in refused


def test_what_was_explained_leads_there(cast: Cast, miriam: Browser) -> None:
    assert address(cast) in page(miriam, f"/work/people/{cast.joanna.id}/explained/")


@pytest.mark.parametrize("area", ["grief", "role-dispute", "role-transition", "interpersonal-deficits"])
def test_the_workspace_of_an_area_leads_to_its_page(cast: Cast, miriam: Browser, area: str) -> None:
    text = page(miriam, f"/work/people/{cast.joanna.id}/area/{area}/")
    own = [each for each in library().all(Lesson) if area in each.areas]
    assert own
    for lesson in own:
        assert address(cast, lesson.code) in text
