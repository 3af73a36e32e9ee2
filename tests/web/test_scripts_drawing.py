"""Drawing on a worksheet by mouse and finger, in a real browser."""

from __future__ import annotations

import json
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from kinweave.core.drawings import HEIGHT, WIDTH
from kinweave.web.pictures.drawing import drawing
from tests.web.stage import Stage

pytestmark = pytest.mark.browser


def opened(stage: Stage, page: Page, strokes: list[list[int]], lines: int = 400, points: int = 8000) -> None:
    """The sheet as the worksheet's page holds it, with these lines on it."""
    field = f'<input type="hidden" name="picture.strokes" value="{json.dumps(strokes) if strokes else ""}">'
    tools = (
        "<p data-drawing-tools hidden><button type='button' data-drawing-back>Take back the last line</button>"
        "<button type='button' data-drawing-clear>Clear it all</button><span role='status' data-drawing-said></span></p>"
    )
    body = '<link rel="stylesheet" href="/static/room.css">'
    body += f'<div class="paper" data-drawing data-most-lines="{lines}" data-most-points="{points}">'
    page.goto(
        stage.page(
            "/sheet",
            f"<form>{body}{drawing('d', 'Draw here', strokes)}{field}{tools}</div></form>",
            "drawing",
        )
    )


def kept(page: Page) -> list[list[int]]:
    value = page.locator("input[type=hidden]").input_value()
    lines: Any = json.loads(value or "[]")
    return [list(line) for line in lines]


def at(page: Page, x: float, y: float) -> tuple[float, float]:
    """Where a place on the sheet (0 to 1 both ways) lies in the window."""
    box = page.locator("svg.drawing").bounding_box()
    assert box is not None
    return box["x"] + x * box["width"], box["y"] + y * box["height"]


def draw(page: Page, *places: tuple[float, float]) -> None:
    page.mouse.move(*at(page, *places[0]))
    page.mouse.down()
    for place in places[1:]:
        page.mouse.move(*at(page, *place), steps=4)
    page.mouse.up()


def test_a_line_is_kept_as_whole_numbers_on_the_sheet(stage: Stage, page: Page) -> None:
    opened(stage, page, [])
    draw(page, (0.1, 0.1), (0.5, 0.5), (0.9, 0.1))
    [line] = kept(page)
    assert all(isinstance(part, int) for part in line)
    assert line[:2] == pytest.approx([0.1 * WIDTH, 0.1 * HEIGHT], abs=8)
    assert line[-2:] == pytest.approx([0.9 * WIDTH, 0.1 * HEIGHT], abs=8)
    assert len(line) > 8
    expect(page.locator("svg.drawing path")).to_have_count(1)


def test_a_finger_draws_a_dot_and_every_line_is_said_to_be_saved(stage: Stage, page: Page) -> None:
    opened(stage, page, [])
    page.evaluate("document.addEventListener('input', () => { document.body.dataset.heard = 'yes'; })")
    page.touchscreen.tap(*at(page, 0.5, 0.5))
    [line] = kept(page)
    assert line == pytest.approx([0.5 * WIDTH, 0.5 * HEIGHT], abs=8)
    assert page.locator("body").get_attribute("data-heard") == "yes"
    assert page.locator("svg.drawing").evaluate("each => getComputedStyle(each).touchAction") == "none"


def test_beyond_the_edge_the_line_stays_on_the_sheet(stage: Stage, page: Page) -> None:
    opened(stage, page, [])
    draw(page, (0.9, 0.5), (1.4, 1.4))
    [line] = kept(page)
    assert line[-2:] == [WIDTH, HEIGHT]


def test_earlier_lines_stay_and_the_last_can_be_taken_back(stage: Stage, page: Page) -> None:
    before = [[10, 10, 20, 20], [30, 30, 40, 40]]
    opened(stage, page, before)
    draw(page, (0.2, 0.2), (0.3, 0.3))
    assert kept(page)[:2] == before
    back = page.get_by_role("button", name="Take back the last line")
    back.press("Enter")  # by keyboard
    assert kept(page) == before
    expect(page.get_by_role("status")).to_have_text("The last line is taken back. 2 left.")
    expect(page.locator("svg.drawing path")).to_have_count(2)
    page.get_by_role("button", name="Clear it all").click()
    assert kept(page) == []
    expect(page.locator("svg.drawing path")).to_have_count(0)
    back.click()
    assert kept(page) == []


def test_a_full_sheet_says_so_and_takes_no_more(stage: Stage, page: Page) -> None:
    opened(stage, page, [[10, 10, 20, 20]], lines=1)
    draw(page, (0.2, 0.2), (0.3, 0.3))
    assert kept(page) == [[10, 10, 20, 20]]
    expect(page.get_by_role("status")).to_have_text("The sheet is full. Take some lines back.")


def test_a_line_ends_where_the_sheet_has_no_more_points(stage: Stage, page: Page) -> None:
    opened(stage, page, [], points=5)
    draw(page, (0.1, 0.1), (0.9, 0.9), (0.1, 0.9))
    [line] = kept(page)
    assert len(line) == 10
