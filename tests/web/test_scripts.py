"""Rows, the check-in, leaving, and what no script may do, in a real browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.web.stage import STATIC

pytestmark = pytest.mark.browser

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


def test_no_more_rows_are_offered_than_the_server_takes(page, stage):
    page.goto(
        stage.page("/rows", ROWS.replace('data-rows="people"', 'data-rows="people" data-most="2"'), "rows")
    )
    add = page.get_by_role("button", name="Add a row")
    add.click()
    expect(page.locator("li")).to_have_count(2)
    expect(add).to_be_hidden()
    page.locator("li").nth(1).get_by_role("button").click()
    expect(add).to_be_visible()


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
