"""A page and a stage for the tests of pages' scripts; any complaint of the page fails the test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.web.stage import Stage, serving, watched


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
