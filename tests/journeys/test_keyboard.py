"""With the keyboard alone: the client from first page to thanks, the therapist from Today to the signed note."""

from __future__ import annotations

import pytest

from tests.journeys.scenes import PASSWORD
from tests.journeys.story import MIRIAM, Story, friday
from tests.journeys.visitor import Visitor

pytestmark = pytest.mark.browser

NAME = """() => { const at = document.activeElement;
  const label = at.labels?.length ? at.labels[0].textContent : at.getAttribute('aria-label') ?? at.textContent;
  return [at.tagName, at.type ?? '', label.trim().replace(/\\s+/g, ' ')]; }"""
SEEN = """() => { const at = document.activeElement, style = getComputedStyle(at);
  const marked = (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== 'none';
  const around = at.closest('label');
  return marked || (around !== null && getComputedStyle(around).outlineStyle !== 'none'); }"""


class Keys:
    """A person who only has a keyboard, and must see where they are."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor, self.page = visitor, visitor.page

    def to(self, words: str, kind: str = "") -> Keys:
        """Tab on until the control of this name has the focus, and the focus can be seen."""
        for _ in range(160):
            self.page.keyboard.press("Tab")
            tag, type_, name = self.page.evaluate(NAME)
            if words.lower() in name.lower() and kind in (tag, type_, ""):
                assert self.page.evaluate(SEEN), f"The focus on “{name}” cannot be seen"
                return self
        raise AssertionError(f"“{words}” cannot be reached with Tab at {self.page.url}")

    def press(self, key: str = "Enter") -> Keys:
        self.page.keyboard.press(key)
        return self

    def go(self) -> Keys:
        with self.page.expect_navigation(wait_until="load"):
            self.page.keyboard.press("Enter")
        self.visitor.look_over()
        return self

    def type(self, words: str) -> Keys:
        self.page.keyboard.type(words)
        return self


def sign_in(visitor: Visitor, email: str) -> Keys:
    visitor.goto("/account/login/")
    return Keys(visitor).to("E-mail").type(email).to("Password").type(PASSWORD).go()


def test_the_client_checks_in(under_way: Story) -> None:
    under_way.house.clock.move(days=6)
    keys = sign_in(under_way.rosa, under_way.email)
    keys.to("Skip to the page", "A").press()
    keys.to("Begin", "BUTTON").go()
    for position in range(1, 11):
        under_way.rosa.sees(f"Question {position} of" if position < 10 else "One more question")
        keys.to("Not", "radio").press("Space")
        if position == 1:
            keys.press("ArrowDown")  # several days, so that the tenth question is asked too
        keys.to("Send my answers" if position == 10 else "Next question").go()
    under_way.rosa.at("client:question").sees("Question 1 of 7")
    keys.to("stop here", "A").go()
    under_way.rosa.at("client:home")
    keys.to("Help now", "A").go()
    under_way.rosa.at("public:help").sees("116 123")


def test_the_therapist_signs_a_note(under_way: Story) -> None:
    under_way.at(friday(4), 9, 55)
    keys = sign_in(under_way.miriam, MIRIAM)
    keys.to("Open the room", "A").go()
    keys.to("Begin the session", "BUTTON").go()
    keys.to("47 Close").press()
    keys.to("Safety", "SELECT").type("Asked")
    keys.to("What was asked").type("Asked; nothing new.")
    keys.to("What was worked on").type("Written without a mouse.")
    under_way.miriam.one("heading", "Sign the note").wait_for()
    under_way.miriam.page.locator("body").press("Home")
    under_way.miriam.page.evaluate("document.activeElement.blur()")
    keys.to("Save and sign", "BUTTON").go()
    under_way.miriam.at("therapist:note").sees("Written without a mouse.", "Signed")
