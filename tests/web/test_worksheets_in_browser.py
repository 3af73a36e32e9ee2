"""Every worksheet in a real browser: on a phone, on a wide screen and on paper."""

from __future__ import annotations

import pytest
from django.template.loader import render_to_string
from playwright.sync_api import Page, expect

from kinweave.worksheets.sheets import lay_out
from tests.capabilities.worksheets.sheets import CODES, KNOWN, sheet
from tests.web.stage import Stage

pytestmark = pytest.mark.browser
LINK = '<link rel="stylesheet" href="/static/room.css">'


def opened(stage: Stage, page: Page, code: str, *, filled: bool) -> None:
    """The form of a worksheet as the therapist has it, empty or as its first example."""
    values = sheet(code).examples[0].values if filled else {}
    laid = lay_out(sheet(code), values, known=KNOWN, for_client=False)
    form = render_to_string("worksheets/_sheet_form.html", {"sheet": laid})
    page.goto(stage.page(f"/{code}", f'{LINK}<form class="form"><div class="wide">{form}</div></form>'))


UNDER = """() => [...document.querySelectorAll(".options label")].filter(label => {
  const box = label.querySelector("input").getBoundingClientRect();
  const words = label.querySelector("span").getBoundingClientRect();
  return words.width > 0 && words.top >= box.bottom - 2;
}).map(label => label.textContent.trim()).filter(words => isNaN(words))"""


def under_their_box(page: Page) -> list[str]:
    """Answers whose words have slipped below the box one ticks; numbers of a scale stand there by design."""
    return list(page.evaluate(UNDER))


def too_wide(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > innerWidth"))


@pytest.mark.parametrize("code", CODES)
def test_nothing_runs_over_the_edge_on_a_phone_a_screen_or_paper(stage: Stage, page: Page, code: str) -> None:
    opened(stage, page, code, filled=True)
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert not too_wide(page), width
        assert under_their_box(page) == [], width
    page.set_viewport_size({"width": 665, "height": 1000})  # the print area of A4
    page.emulate_media(media="print")
    assert not too_wide(page), "paper"
    assert under_their_box(page) == [], "paper"


def test_on_paper_there_are_lines_to_write_on_and_no_buttons(stage: Stage, page: Page) -> None:
    opened(stage, page, "i-statements", filled=False)
    page.emulate_media(media="print")
    field = page.get_by_label("I feel …")
    expect(field).to_be_visible()
    edges = field.evaluate(
        "e => { const s = getComputedStyle(e); return [s.borderTopWidth, parseFloat(s.borderBottomWidth)]; }"
    )
    assert edges[0] == "0px"
    assert edges[1] > 0
    opened(stage, page, "communication-analysis", filled=True)
    assert page.get_by_role("button").count() == 0


def test_what_stays_in_the_record_is_not_printed(stage: Stage, page: Page) -> None:
    opened(stage, page, "crisis-days", filled=True)
    private = page.get_by_label("What was found about safety, and what was done")
    expect(private).to_be_visible()
    page.emulate_media(media="print")
    expect(private).to_be_hidden()
    expect(page.get_by_label("What has happened?")).to_be_visible()


def test_a_drawing_prints(stage: Stage, page: Page) -> None:
    opened(stage, page, "in-my-own-way", filled=True)
    page.emulate_media(media="print")
    box = page.locator("svg.drawing").bounding_box()
    assert box is not None
    assert box["height"] > 150
    expect(page.get_by_role("img", name="Draw here")).to_be_visible()
