"""Moving people in the circle by mouse, finger and arrow keys, in a real browser."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from kinweave.web.pictures.circle import circle, circle_rows
from kinweave.web.pictures.circle_layout import Circle
from kinweave.web.pictures.rings import Person
from kinweave.web.pictures.ties import Tie
from tests.web.stage import Stage, document, settled, status

pytestmark = pytest.mark.browser

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
