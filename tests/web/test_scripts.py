"""The page scripts in a real browser, under the real policy."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from kinweave.web.pictures.circle import circle, circle_rows
from kinweave.web.pictures.circle_layout import Circle
from kinweave.web.pictures.rings import Person
from kinweave.web.pictures.ties import Tie
from tests.web.stage import STATIC, Stage, browsing, document, serving, watched

pytestmark = pytest.mark.browser

NOTE = """<form method="post" action="/note" data-autosave="/note/save" data-sign-in="/sign-in">
<input type="hidden" name="csrfmiddlewaretoken" value="old"><input type="hidden" name="version" value="3">
<div class="field"><label for="n">Note</label><textarea id="n" name="note">As it was</textarea></div>
<p class="saved" role="status" data-saved>Saved 10:20</p></form>"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with browsing() as started:
        yield started


@pytest.fixture
def stage() -> Iterator[Stage]:
    with serving() as started:
        yield started


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 390, "height": 800}, has_touch=True)
    opened = context.new_page()
    complaints = watched(opened)
    yield opened
    context.close()
    assert complaints == []


def waited(stage: Stage, count: int, seconds: float = 6) -> list[dict[str, str]]:
    end = time.monotonic() + seconds
    while len(stage.posts) < count and time.monotonic() < end:
        time.sleep(0.03)
    return stage.posts


def status(page: Page):
    return page.locator("[data-saved]")


def settled(page: Page, stage: Stage, count: int) -> None:
    """Let the browser run until so many posts have come."""
    for _ in range(200):
        if len(stage.posts) >= count:
            return
        page.wait_for_timeout(40)
    raise AssertionError(f"{len(stage.posts)} posts came, {count} were expected")


# Saving as one writes


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
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.locator("#n").press_sequentially("a")
    settled(page, stage, 1)
    expect(status(page)).to_have_text("Saved 10:24")
    page.context.set_offline(True)
    page.locator("#n").press_sequentially("b")
    expect(status(page)).to_have_class(re.compile("is-waiting"), timeout=5000)
    page.close(run_before_unload=True)
    page.wait_for_timeout(300)
    assert asked == ["beforeunload"]


def test_nothing_written_is_left_in_the_browsers_storage(page, stage):
    stage.json(503)
    page.goto(stage.page("/note", NOTE, "autosave"))
    page.fill("#n", "A private thing")
    settled(page, stage, 1)
    kept = page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie])")
    assert "private" not in kept


# The circle

PEOPLE = (
    Person("kate", "Kate", "sister", 3, Tie.SUPPORT, 270, 3),
    Person("isla", "Isla", "daughter", 1, Tie.BOTH, 90, 5),
)


class Places:
    """A circle page that remembers, as the real one does."""

    def __init__(self, stage: Stage) -> None:
        self.people = {person.key: person for person in PEOPLE}
        self.stage = stage
        stage.pages["/people"] = self.shown
        stage.answer = self.moved

    def shown(self) -> str:
        drawing = Circle("c", tuple(self.people.values()))
        rows = "".join(f"<li id='p-{r.key}'>{r.name}: {r.place}</li>" for r in circle_rows(drawing))
        hidden = "".join(f'<input type="hidden" name="{n}">' for n in ("person", "ring", "angle"))
        token = '<input type="hidden" name="csrfmiddlewaretoken" value="t">'
        form = f'<form data-circle-form method="post" action="/people">{token}{hidden}</form>'
        said = '<p class="saved" role="status" data-saved></p>'
        return document(
            f'<figure data-circle>{circle(drawing)}{form}{said}</figure><ul data-circle-list="people">{rows}</ul>',
            "circle",
        )

    def moved(self, fields: dict[str, str]) -> tuple[int, str, str]:
        old = self.people[fields["person"]]
        self.people[old.key] = Person(
            old.key, old.name, old.relation, int(fields["ring"]), old.tie, float(fields["angle"]), 3
        )
        return 303, "text/html", "/people"


def spot(page: Page, x: float, y: float) -> tuple[float, float]:
    box = page.locator("svg.circle").bounding_box()
    assert box is not None
    return box["x"] + x / 400 * box["width"], box["y"] + y / 400 * box["height"]


def kate(page: Page):
    return page.locator("[data-person=kate]")


def test_a_person_is_moved_by_mouse_and_picture_and_list_follow(page, stage):
    Places(stage)
    page.goto(stage.url + "/people")
    page.mouse.move(*spot(page, 61, 200))
    page.mouse.down()
    page.mouse.move(*spot(page, 120, 200), steps=4)
    page.mouse.move(*spot(page, 142, 200), steps=4)
    page.mouse.up()
    settled(page, stage, 1)
    assert (stage.posts[0]["person"], stage.posts[0]["ring"]) == ("kate", "1")
    assert stage.posts[0]["csrfmiddlewaretoken"] == "t"
    expect(page.locator("#p-kate")).to_have_text("Kate: very close")
    expect(status(page)).to_have_text("Saved. Kate: very close")
    expect(kate(page)).to_have_attribute("aria-label", re.compile("very close now"))
    assert page.url.endswith("/people")


def test_arrow_keys_move_closer_and_turn_and_focus_stays(page, stage):
    Places(stage)
    page.goto(stage.url + "/people")
    kate(page).focus()
    page.keyboard.press("ArrowUp")
    expect(status(page)).to_have_text("Kate: close")
    page.keyboard.press("ArrowRight")
    settled(page, stage, 1)
    assert stage.posts[-1]["ring"] == "2"
    assert float(stage.posts[-1]["angle"]) == pytest.approx(276, abs=0.2)
    expect(page.locator("#p-kate")).to_have_text("Kate: close")
    assert page.evaluate("document.activeElement.dataset.person") == "kate"


def test_nobody_can_be_moved_beyond_the_first_or_the_last_ring(page, stage):
    Places(stage)
    page.goto(stage.url + "/people")
    kate(page).focus()
    for _ in range(6):
        page.keyboard.press("ArrowDown")
    settled(page, stage, 1)
    assert stage.posts[-1]["ring"] == "4"


def test_a_person_is_moved_by_finger_without_scrolling_the_page(page, stage):
    Places(stage)
    page.goto(stage.url + "/people")
    x, y = spot(page, 61, 200)
    to_x, to_y = spot(page, 20, 200)
    client = page.context.new_cdp_session(page)
    client.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    for part in (0.3, 0.6, 1):
        place = {"x": x + (to_x - x) * part, "y": y + (to_y - y) * part}
        client.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [place]})
    client.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    settled(page, stage, 1)
    assert stage.posts[0]["ring"] == "4"
    expect(page.locator("#p-kate")).to_have_text("Kate: further away")


def test_a_tap_opens_the_persons_place_in_the_list(page, stage):
    Places(stage)
    page.goto(stage.url + "/people")
    page.touchscreen.tap(*spot(page, 61, 200))
    page.wait_for_url("**/people#p-kate")
    assert stage.posts == []


def test_a_move_without_a_connection_is_kept_and_sent_later(page, stage):
    Places(stage)
    page.goto(stage.url + "/people")
    page.context.set_offline(True)
    kate(page).focus()
    page.keyboard.press("ArrowUp")
    expect(status(page)).to_contain_text("Not saved yet", timeout=5000)
    page.context.set_offline(False)
    settled(page, stage, 1)
    expect(status(page)).to_have_text("Saved. Kate: close")


def test_a_refused_move_says_so(page, stage):
    Places(stage)
    stage.answer = lambda fields: (404, "text/html", "<p>gone</p>")
    page.goto(stage.url + "/people")
    kate(page).focus()
    page.keyboard.press("ArrowUp")
    expect(status(page)).to_contain_text("Not saved. Load the page again", timeout=5000)


# Rows, the check-in, leaving

ROWS = """<form><ul class="row-set" data-rows="people">
<li><input name="who" id="who-0"><button type="button" data-remove-row>Remove</button></li></ul>
<template data-row-for="people"><li><label for="who-__n__">Who</label>
<input name="who" id="who-__n__"><button type="button" data-remove-row>Remove</button></li></template>
<button type="button" data-add-row="people" hidden>Add a row</button></form>"""


def test_rows_are_added_numbered_focused_and_taken_away(page, stage):
    page.goto(stage.page("/rows", ROWS, "rows"))
    page.get_by_role("button", name="Add a row").click()
    assert page.evaluate("document.activeElement.id") == "who-1"
    page.get_by_role("button", name="Add a row").click()
    expect(page.locator("li")).to_have_count(3)
    page.locator("li").nth(1).get_by_role("button").click()
    expect(page.locator("li")).to_have_count(2)
    assert page.evaluate("document.activeElement.id") == "who-2"
    page.get_by_role("button", name="Add a row").click()
    assert page.evaluate("new Set([...document.querySelectorAll('[id^=who]')].map(n => n.id)).size") == 3
    expect(page.get_by_role("status")).to_have_text("Row 3 added")


def item(n: int, chosen: str = "") -> str:
    answers = "".join(
        f'<label><input type="radio" name="q{n}" value="{v}"{" checked" if chosen == str(v) else ""}> answer {v}</label>'
        for v in range(4)
    )
    return f'<div data-item><fieldset class="question"><legend>Item {n}</legend><div class="answers">{answers}</div></fieldset></div>'


def test_the_check_in_shows_one_question_and_starts_at_the_first_open_one(page, stage):
    body = f'<form data-checkin method="post" action="/done">{item(1, "2")}{item(2)}{item(3)}<button>Send</button></form>'
    page.goto(stage.page("/checkin", body, "checkin"))
    expect(page.get_by_role("group", name="Item 2")).to_be_visible()
    expect(page.get_by_role("group", name="Item 1")).to_be_hidden()
    expect(page.get_by_role("status")).to_have_text("Question 2 of 3")
    page.get_by_label("answer 3").locator("visible=true").check()
    page.locator(".is-shown").get_by_role("button", name="Next question").click()
    expect(page.get_by_role("group", name="Item 3")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("group", name="Item 2")).to_be_visible()
    page.locator(".is-shown").get_by_role("button", name="Back to question 1").click()
    expect(page.get_by_role("group", name="Item 1")).to_be_visible()
    assert page.locator(".is-shown input:checked").get_attribute("value") == "2"


EXIT = '<a class="exit" href="/weather">Leave this page</a>'


def test_leaving_replaces_the_page_so_that_back_does_not_return(page, stage):
    stage.page("/weather", "Sunny spells")
    stage.page("/start", "Start")
    page.goto(stage.url + "/start")
    page.goto(stage.page("/private", EXIT, "exit"))
    page.get_by_role("link", name="Leave this page").click()
    page.wait_for_url("**/weather")
    page.go_back()
    assert page.url.endswith("/start")


def test_escape_three_times_leaves_and_twice_does_not(page, stage):
    stage.page("/weather", "Sunny spells")
    page.goto(stage.page("/private", EXIT, "exit"))
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.wait_for_timeout(200)
    assert page.url.endswith("/private")
    page.keyboard.press("Escape")
    page.wait_for_url("**/weather")


# What the policy allows


@pytest.mark.parametrize("script", sorted(path.name for path in STATIC.glob("*.js")))
def test_no_script_writes_markup_from_text_or_asks_another_origin(script):
    source = (STATIC / script).read_text()
    for sink in (
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "eval(",
        "DOMParser",
        "http://",
        "https://",
    ):
        assert sink not in source
    assert "localStorage" not in source
    assert "sessionStorage" not in source


def test_the_style_sheets_ask_nothing_of_another_origin():
    for sheet in STATIC.glob("*.css"):
        assert "http" not in sheet.read_text()
