"""What a page of the record looks like on paper."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.web.stage import Stage

pytestmark = pytest.mark.browser
RECORD = """<section class="entry open course-head"><p class="label">Session 7</p><h1>Joanna Hale</h1></section>
<section class="entry" id="long"><h2 class="label">The agreement</h2><dl class="facts">{rows}</dl></section>
<section class="entry no-print"><h2 class="label">Add somebody</h2><form class="form">
<label for="who">Who</label><input id="who"></form></section>"""
ROWS = "".join(f"<div><dt>Line {number}</dt><dd>What was agreed</dd></div>" for number in range(60))


def test_a_form_beside_the_record_is_not_printed(stage: Stage, page: Page) -> None:
    page.goto(stage.page("/record", RECORD.format(rows=ROWS)))
    expect(page.get_by_label("Who")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.get_by_label("Who")).to_be_hidden()
    expect(page.get_by_text("The agreement")).to_be_visible()


def test_a_long_record_begins_under_the_name_and_breaks_between_its_lines(stage: Stage, page: Page) -> None:
    page.goto(stage.page("/record", RECORD.format(rows=ROWS)))
    page.emulate_media(media="print")
    inside, before, line = page.evaluate(
        """() => { const of = e => getComputedStyle(document.querySelector(e));
        return [of("#long").breakInside, of("#long").breakBefore, of("#long dl > div").breakInside]; }"""
    )
    assert (inside, before, line) == ("auto", "avoid", "avoid")
