"""How much a client's phone has to load, and that a page says everything before any script has run."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, Response

from tests.journeys.scenes import PASSWORD
from tests.journeys.story import Story
from tests.journeys.visitor import PHONE, Visitor, flat

pytestmark = pytest.mark.browser

PAGES = (
    "/my/",
    "/my/people/",
    "/my/timeline/",
    "/my/plan/",
    "/my/reading/",
    "/my/progress/",
    "/my/safety-plan/",
    "/help/",
)
WHOLE, SCRIPT, TYPEFACES = 50_000, 20_000, 2


def test_first_load_of_a_client_page(under_way: Story, visit: Callable[..., Visitor]) -> None:
    cookies: Any = under_way.rosa_in().context.cookies()
    for path in (*PAGES, "/my/reading/grief/"):
        anew = visit("rosa", width=PHONE)
        anew.context.add_cookies(cookies)
        came = first_load(anew.page, path)
        fonts = [each for each in came if ".woff2" in each.url]
        sizes = {each.url: len(gzip.compress(each.body(), 6)) for each in came if each not in fonts}
        scripts = sum(size for url, size in sizes.items() if url.endswith(".js"))
        assert len(fonts) <= TYPEFACES, f"{path} loads {len(fonts)} typefaces"
        assert sum(sizes.values()) <= WHOLE, f"{path} weighs {sum(sizes.values())} bytes: {sizes}"
        assert scripts <= SCRIPT, f"{path} loads {scripts} bytes of script: {sizes}"
        for each in came:
            if "/static/" in each.url:
                assert "immutable" in each.headers["cache-control"], each.url
                packed = each.headers.get("content-encoding") in {"gzip", "br"}
                assert packed or each in fonts or len(each.body()) < 1000, f"{each.url} is not compressed"


def first_load(page: Page, path: str) -> list[Response]:
    """Everything that comes until the page is at rest."""
    came: list[Response] = []
    page.on("response", lambda answer: came.append(answer))
    page.goto(path, wait_until="networkidle")
    return came


def test_everything_is_said_before_any_script_runs(under_way: Story, visit: Callable[..., Visitor]) -> None:
    with_scripts = under_way.rosa_in()
    without = visit("rosa", width=PHONE, scripts=False).sign_in(under_way.email, PASSWORD)
    for path in PAGES:
        said = [flat(who.goto(path).page.locator("main").inner_text()) for who in (without, with_scripts)]
        assert said[0] == said[1], path
