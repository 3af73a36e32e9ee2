"""A note in the room through a lost connection, an expired session and a second tab: no word is lost."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.scenes import PASSWORD
from tests.journeys.story import MIRIAM, Story, friday
from tests.journeys.visitor import Visitor
from tests.journeys.weeks import into_the_room, turn_to

pytestmark = pytest.mark.browser


def test_a_note_through_a_lost_connection_and_an_expired_session(under_way: Story) -> None:
    miriam = into_the_room(under_way, week=4)
    the_connection_goes_and_comes_back(miriam)
    the_session_runs_out_under_the_writing(under_way)
    the_note_is_whole(under_way)


def test_two_tabs_of_one_note(under_way: Story) -> None:
    """Each tab's words survive: the later one is told, and both texts stand side by side."""
    miriam = into_the_room(under_way, week=4)
    miriam.expected.append("answered 409")
    second = miriam.context.new_page()
    second.goto(miriam.page.url)
    miriam.write("What was worked on", "Written in the first tab.")
    saved(miriam.page)
    second.get_by_label("What was worked on").fill("Written in the second tab.")
    expect(status(second)).to_contain_text("changed in another place", timeout=15000)
    with miriam.context.expect_page() as opening:
        status(second).get_by_role("link").click()
    both = opening.value
    both.wait_for_load_state()
    expect(both.locator("body")).to_contain_text("Nothing is lost")
    expect(both.locator("body")).to_contain_text("Written in the first tab.")
    expect(both.locator("body")).to_contain_text("Written in the second tab.")
    both.get_by_role("button", name="Save this text").click()
    both.wait_for_load_state()
    kept = both.get_by_label("What was worked on").input_value()
    assert "first tab" in kept
    assert "second tab" in kept


def test_two_tabs_without_scripts(under_way: Story, visit: Callable[..., Visitor]) -> None:
    """The form itself carries the version it was read at."""
    under_way.miriam = visit("miriam", scripts=False)
    first = into_the_room(under_way, week=4)
    second = first.beside().goto(urlsplit(first.page.url).path)
    first.write("What was worked on", "Written in the first tab.").press("Save", exact=True)
    second.write("What was worked on", "Written in the second tab.").press("Save", exact=True)
    second.sees("Nothing is lost", "Written in the first tab.", "Written in the second tab.")
    second.press("Save this text")
    kept = second.field("What was worked on").input_value()
    assert "first tab" in kept
    assert "second tab" in kept


def the_connection_goes_and_comes_back(miriam: Visitor) -> None:
    miriam.expected += ["ERR_INTERNET_DISCONNECTED", "Failed to fetch"]
    miriam.context.set_offline(True)
    miriam.write("What was worked on", "Written while the train was in the tunnel.")
    expect(status(miriam.page)).to_contain_text("no connection", timeout=15000)
    miriam.press_and_stay("Save")
    expect(status(miriam.page)).to_contain_text("no connection")
    miriam.context.set_offline(False)
    saved(miriam.page, timeout=20000)


def the_session_runs_out_under_the_writing(told: Story) -> None:
    """Twenty minutes of listening: staff are signed out after fifteen. Signed in again beside it, saving goes on."""
    miriam = told.miriam
    miriam.expected.append("answered 401")
    told.at(friday(4), 10, 20)
    miriam.write("The link, in one sentence", "When she is alone at dusk, it falls.")
    expect(status(miriam.page)).to_contain_text("signed out", timeout=15000)
    with miriam.context.expect_page() as opening:
        status(miriam.page).get_by_role("link").click()
    beside = opening.value
    beside.get_by_label("E-mail address").fill(MIRIAM)
    beside.get_by_label("Password").fill(PASSWORD)
    beside.get_by_role("button", name="Sign in", exact=True).click()
    beside.wait_for_url("**/work/**")
    beside.close()
    miriam.page.bring_to_front()
    miriam.page.evaluate(
        "dispatchEvent(new Event('focus'))"
    )  # a hidden browser has no window to come back to
    saved(miriam.page, timeout=20000)


def the_note_is_whole(told: Story) -> None:
    """Pressed after another long silence, the button brings the words back on a page; then they are saved."""
    miriam = told.miriam
    miriam.pick("Safety", "Asked; nothing new was said")
    saved(miriam.page)
    told.at(friday(4), 10, 45)
    turn_to(miriam, "Close").press("Save and sign").sees(
        "Your words are still here", "Sign in again in a new tab"
    )
    miriam.beside().sign_in(MIRIAM, PASSWORD)
    miriam.press("I have signed in: save it now").sees("we ask once more")  # a new session has a new token
    miriam.press("Save it now").at("therapist:note")
    miriam.sees("in the tunnel", "alone at dusk", "Signed")


def status(page: Page):
    return page.locator("[data-saved]").first


def saved(page: Page, timeout: float = 10000) -> None:
    expect(status(page)).to_contain_text("Saved 1", timeout=timeout)
