"""Saving as one writes, in a real browser under the real policy."""

from __future__ import annotations

import re
import time

import pytest
from playwright.sync_api import expect

from tests.web.stage import document, settled, status

pytestmark = pytest.mark.browser

NOTE = """<form method="post" action="/note" data-autosave="/note/save" data-sign-in="/sign-in">
<input type="hidden" name="csrfmiddlewaretoken" value="old"><input type="hidden" name="version" value="3">
<div class="field"><label for="n">Note</label><textarea id="n" name="note">As it was</textarea></div>
<p class="saved" role="status" data-saved>Saved 10:20</p></form>"""


def test_words_are_saved_within_two_seconds_with_version_token_and_a_key(page, stage):
    stage.json(200, version=4, saved="10:24")
    page.goto(stage.page("/note", NOTE, "autosave"))
    page.fill("#n", "She said it aloud.")
    begun = time.monotonic()
    settled(page, stage, 1)
    assert time.monotonic() - begun < 2.5
    sent = stage.posts[0]
    assert sent["note"] == "She said it aloud."
    assert sent["version"] == "3"
    assert sent["csrfmiddlewaretoken"] == "old"
    assert len(sent["idempotency_key"]) == 36
    expect(status(page)).to_have_text("Saved 10:24")
    assert page.input_value("[name=version]") == "4"


def test_leaving_a_field_saves_at_once_and_unchanged_words_are_not_sent(page, stage):
    stage.json(200, version=4, saved="10:24")
    page.goto(stage.page("/note", NOTE, "autosave"))
    page.fill("#n", "x")
    page.locator("#n").blur()
    settled(page, stage, 1)
    expect(status(page)).to_have_text("Saved 10:24")
    page.focus("#n")
    page.locator("#n").blur()
    page.wait_for_timeout(1600)
    assert len(stage.posts) == 1


def test_without_a_connection_it_says_so_keeps_trying_and_sends_the_same_key(page, stage):
    stage.json(200, version=4, saved="10:25")
    page.goto(stage.page("/note", NOTE, "autosave"))
    page.context.set_offline(True)
    page.fill("#n", "Written on a train")
    expect(status(page)).to_have_text(
        "Not saved yet: no connection. Keep this page open; we keep trying.", timeout=5000
    )
    expect(status(page)).to_have_class(re.compile("is-waiting"))
    page.context.set_offline(False)
    settled(page, stage, 1)
    expect(status(page)).to_have_text("Saved 10:25")
    assert page.input_value("#n") == "Written on a train"


def test_a_retry_after_trouble_carries_the_same_key_and_new_words_a_new_one(page, stage):
    stage.json(503)
    page.goto(stage.page("/note", NOTE, "autosave"))
    page.fill("#n", "one")
    settled(page, stage, 2)
    stage.json(200, version=4, saved="10:26")
    settled(page, stage, 3)
    page.fill("#n", "two")
    settled(page, stage, 4)
    keys = [post["idempotency_key"] for post in stage.posts]
    assert keys[0] == keys[1] == keys[2] != keys[3]


def test_a_change_made_elsewhere_is_not_overwritten_and_offers_both(page, stage):
    stage.json(409, merge="/note/both")
    page.goto(stage.page("/note", NOTE, "autosave"))
    page.fill("#n", "Mine")
    expect(status(page)).to_contain_text("changed in another place", timeout=5000)
    assert status(page).locator("a").get_attribute("href") == "/note/both"
    page.fill("#n", "Mine, longer")
    page.wait_for_timeout(1600)
    assert len(stage.posts) == 1
    assert page.input_value("#n") == "Mine, longer"


@pytest.mark.parametrize("status_code", [302, 401, 403])
def test_signed_out_keeps_the_words_offers_to_sign_in_and_goes_on_with_a_fresh_token(
    page, stage, status_code
):
    stage.answer = lambda fields: (status_code, "text/html", "/sign-in")
    address = stage.page("/note", NOTE, "autosave")
    page.goto(address)
    page.fill("#n", "Still here")
    expect(status(page)).to_contain_text("you are signed out", timeout=5000)
    link = status(page).locator("a")
    assert link.get_attribute("href") == "/sign-in"
    assert link.get_attribute("target") == "_blank"
    assert page.input_value("#n") == "Still here"
    stage.json(200, version=9, saved="10:40")
    stage.page(
        "/note", NOTE.replace('value="old"', 'value="fresh"').replace("As it was", "Server words"), "autosave"
    )
    page.evaluate("dispatchEvent(new Event('focus'))")
    settled(page, stage, 2)
    assert stage.posts[1]["csrfmiddlewaretoken"] == "fresh"
    assert stage.posts[1]["note"] == "Still here"
    assert stage.posts[1]["version"] == "3"
    expect(status(page)).to_have_text("Saved 10:40")


def test_an_answer_that_needs_another_look_is_said_at_its_field(page, stage):
    stage.json(400, errors={"note": "Write fewer than 9,000 letters."})
    page.goto(stage.page("/note", NOTE, "autosave"))
    page.fill("#n", "long")
    expect(page.locator(".field .wrong-text")).to_have_text("Write fewer than 9,000 letters.", timeout=5000)
    stage.json(200, version=4, saved="10:27")
    page.fill("#n", "short")
    expect(status(page)).to_have_text("Saved 10:27", timeout=5000)
    expect(page.locator(".field .wrong-text")).to_have_count(0)


def test_leaving_with_unsaved_words_asks_and_with_saved_words_does_not(page, stage):
    stage.json(200, version=4, saved="10:24")
    page.goto(stage.page("/note", NOTE, "autosave"))
    asked: list[str] = []

    def answer(dialog):
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", answer)
    page.locator("#n").press_sequentially("a")
    settled(page, stage, 1)
    expect(status(page)).to_have_text("Saved 10:24")
    page.context.set_offline(True)
    page.locator("#n").press_sequentially("b")
    expect(status(page)).to_have_class(re.compile("is-waiting"), timeout=5000)
    page.close(run_before_unload=True)
    page.wait_for_timeout(300)
    assert asked == ["beforeunload"]


def test_the_forms_own_button_waits_for_words_on_their_way_and_sends_once_with_their_version(page, stage):
    button = NOTE.replace("<p class", "<button>Save</button><p class")
    stage.pages["/note"] = lambda: document("<p>Saved by the button</p>")

    def slow(fields: dict[str, str]) -> tuple[int, str, str]:
        if "idempotency_key" not in fields:
            return 303, "text/plain", "/note"
        time.sleep(0.6)
        return 200, "application/json", '{"version": 4, "saved": "10:24"}'

    stage.answer = slow
    page.goto(stage.page("/writing", button, "autosave"))
    page.fill("#n", "Pressed as soon as it was written")
    page.locator("#n").blur()
    expect(status(page)).to_have_text("Saving")
    page.get_by_role("button", name="Save").dblclick()
    expect(page.get_by_text("Saved by the button")).to_be_visible()
    first, second = stage.posts
    assert first["version"] == "3"
    assert "idempotency_key" in first
    assert second["version"] == "4"
    assert second["note"] == "Pressed as soon as it was written"


def test_without_a_connection_the_button_leaves_the_words_on_the_page(page, stage):
    stage.json(200, version=4, saved="10:27")
    page.goto(stage.page("/note", NOTE.replace("<p class", "<button>Save</button><p class"), "autosave"))
    page.context.set_offline(True)
    page.fill("#n", "Written in a lift")
    page.get_by_role("button", name="Save").click()
    expect(status(page)).to_contain_text("no connection")
    assert page.input_value("#n") == "Written in a lift"
    page.context.set_offline(False)
    expect(status(page)).to_have_text("Saved 10:27", timeout=8000)


def test_nothing_written_is_left_in_the_browsers_storage(page, stage):
    stage.json(503)
    page.goto(stage.page("/note", NOTE, "autosave"))
    page.fill("#n", "A private thing")
    settled(page, stage, 1)
    kept = page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie])")
    assert "private" not in kept
