"""The closeness circle moved by mouse, by finger, by arrow keys, and by the list: always the same circle."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from tests.journeys.story import Story, friday
from tests.journeys.visitor import DESK, Visitor

pytestmark = pytest.mark.browser


def test_bea_comes_closer_by_mouse_finger_keys_and_list(
    under_way: Story, visit: Callable[..., Visitor]
) -> None:
    under_way.at(friday(3), 12)
    phone = under_way.rosa_in().goto("/my/people/")
    shows(phone, "Bea", "further away")
    by_finger(phone, "Bea")
    shows(phone, "Bea", "in my life")
    desk = visit("rosa", width=DESK).sign_in(under_way.email, "a long walk by the river").goto("/my/people/")
    shows(desk, "Bea", "in my life")
    by_mouse(desk, "Bea")
    shows(desk, "Bea", "close")
    by_keyboard(desk, "Bea", "ArrowUp")
    shows(desk, "Bea", "very close")
    desk.goto("/my/people/").press("Move Bea further out")
    shows(desk, "Bea", "close")
    miriam = under_way.miriam_in().goto(f"/work/people/{under_way.client_id}/inventory/")
    shows(miriam, "Bea", "close")


def person(visitor: Visitor, name: str) -> Locator:
    return visitor.page.locator("svg.circle [data-person]").filter(has_text=name)


def shows(visitor: Visitor, name: str, ring: str) -> None:
    """Both the list and, after loading the page anew, the picture."""
    row = visitor.page.locator("#main li").filter(has=visitor.page.get_by_role("link", name=name, exact=True))
    expect(row.locator("strong").first).to_have_text(ring)
    visitor.page.reload()
    drawn = visitor.page.locator(f"svg.circle [data-person][aria-label^='{name}']")
    expect(drawn).to_have_attribute("aria-label", re.compile(f": {ring} now"))


def ready(visitor: Visitor, name: str) -> None:
    """The picture can be moved, its letters are drawn, and the person is in sight."""
    expect(visitor.page.locator("svg.circle.is-live")).to_be_visible()
    visitor.page.evaluate("document.fonts.ready")
    person(visitor, name).scroll_into_view_if_needed()


def told_saved(visitor: Visitor, name: str) -> None:
    """The page itself says that it has kept the move."""
    said = visitor.page.locator("figure[data-circle] [data-saved]").first
    expect(said).to_have_text(re.compile(f"^Saved.*{name}"))


def from_to(visitor: Visitor, name: str) -> tuple[float, float, float, float]:
    """Where the person's mark stands, and a point a ring's width nearer to the middle.

    The mark, not the middle of mark and name: between the two there may be nothing to take hold of.
    """
    at = person(visitor, name).locator(".hit").bounding_box()
    circle = visitor.page.locator("svg.circle").bounding_box()
    x, y = at["x"] + at["width"] / 2, at["y"] + at["height"] / 2
    middle_x, middle_y = circle["x"] + circle["width"] / 2, circle["y"] + circle["height"] / 2
    ring = 38 / 400 * circle["width"]
    distance = ((x - middle_x) ** 2 + (y - middle_y) ** 2) ** 0.5
    share = ring / distance
    return x, y, x + (middle_x - x) * share, y + (middle_y - y) * share


def by_mouse(visitor: Visitor, name: str) -> None:
    ready(visitor, name)
    x, y, to_x, to_y = from_to(visitor, name)
    mouse = visitor.page.mouse
    mouse.move(x, y)
    mouse.down()
    mouse.move((x + to_x) / 2, (y + to_y) / 2, steps=4)
    mouse.move(to_x, to_y, steps=4)
    mouse.up()
    told_saved(visitor, name)


def by_finger(visitor: Visitor, name: str) -> None:
    """A real touch, sent through the browser's own input."""
    ready(visitor, name)
    x, y, to_x, to_y = from_to(visitor, name)
    glass = visitor.context.new_cdp_session(visitor.page)

    def touch(kind: str, *point: float) -> None:
        points = [{"x": point[0], "y": point[1]}] if point else []
        glass.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    touch("touchStart", x, y)
    for part in (0.25, 0.5, 0.75, 1.0):
        touch("touchMove", x + (to_x - x) * part, y + (to_y - y) * part)
    touch("touchEnd")
    told_saved(visitor, name)


def by_keyboard(visitor: Visitor, name: str, key: str) -> None:
    ready(visitor, name)
    who = visitor.page.locator(f"svg.circle [data-person][aria-label^='{name}']")
    for _ in range(60):
        visitor.page.keyboard.press("Tab")
        if who.evaluate("person => person === document.activeElement"):
            break
    else:
        raise AssertionError(f"{name} cannot be reached with Tab")
    visitor.page.keyboard.press(key)
    told_saved(visitor, name)
