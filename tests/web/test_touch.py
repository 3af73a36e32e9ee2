"""What a finger has to meet, and letters made twice as large, in a real browser."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page

from kinweave.public.views.help import help_page
from tests.web.stage import Stage

pytestmark = pytest.mark.browser
FINGER = 44  # CSS pixels (WCAG 2.2, 2.5.5 Target Size)

HEIGHTS = """() => [...document.querySelectorAll("a, button, summary, select")]
  .filter((each) => each.getClientRects().length && !each.closest(".skip"))
  .map((each) => [each.textContent.trim().slice(0, 40), Math.max(...[...each.getClientRects()].map((r) => r.height))])"""
TOUCHING = """() => {
  const boxes = [...document.querySelectorAll(".person .place, .person .moves, .person summary, .person h3")]
    .map((each) => each.getBoundingClientRect());
  return boxes.some((a, i) => boxes.some((b, j) => i < j && a.left < b.right - 1 && b.left < a.right - 1
    && a.top < b.bottom - 1 && b.top < a.bottom - 1));
}"""
PERSON = """<section class="circle-list"><ul class="people rows"><li class="person">
<div class="person-h"><h3><a href="#">Isla</a></h3> <span class="rel quiet small">daughter, support and strain</span></div>
<p class="place"><strong>very close</strong></p>
<form class="moves"><button class="button plain slight">Closer</button><button class="button plain slight">Further</button></form>
<details class="more-moves small"><summary>More ways to move Isla</summary><p>Put there</p></details>
</li></ul></section>"""


def crisis_help() -> str:
    """The page of crisis help as it is sent, without its head."""
    body = re.search(r"<body[^>]*>(.*)</body>", help_page("gb").content.decode(), re.DOTALL)
    assert body is not None
    return body[1].replace("<main", "<div").replace("</main>", "</div>")


def test_on_a_phone_every_number_and_link_of_crisis_help_is_as_high_as_a_finger(
    stage: Stage, page: Page
) -> None:
    page.goto(stage.page("/help", crisis_help()))
    page.locator("summary").first.click()
    heights = page.evaluate(HEIGHTS)
    assert len(heights) > 15
    assert [each for each in heights if each[1] < FINGER] == []


@pytest.mark.parametrize("width", [320, 390])
def test_with_letters_twice_as_large_nothing_lies_on_anything(stage: Stage, page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    for path, body in (("/help", crisis_help()), ("/circle", PERSON)):
        page.goto(stage.page(path, body))
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert not page.evaluate("document.documentElement.scrollWidth > innerWidth"), path
        assert not page.evaluate(TOUCHING), path
