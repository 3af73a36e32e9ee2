"""The manual in a real browser under its own policy: it loads, is found in, turns dark, and asks nobody outside."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from playwright.sync_api import Browser, Page

from kinweave.core.library import Library
from kinweave.manual.build import build
from tests.web.stage import watched

pytestmark = pytest.mark.browser


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def address(few: Library, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where a small manual is served by the service itself; no database is opened."""
    folder = tmp_path_factory.mktemp("shown") / "manual"
    build(few, folder)
    before: Path = settings.MANUAL_DIR
    settings.MANUAL_DIR = folder
    server = make_server("127.0.0.1", 0, get_wsgi_application(), _Server, _Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/manual/"
    server.shutdown()
    server.server_close()
    settings.MANUAL_DIR = before


@pytest.fixture(params=[(1280, "light"), (390, "dark")], ids=["desk", "phone"])
def page(browser: Browser, request: pytest.FixtureRequest, address: str) -> Iterator[Page]:
    """A page that collects what the browser complains of and whom it asks."""
    width, scheme = request.param
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    opened, asked = context.new_page(), list[str]()
    complaints = watched(opened)
    opened.on("request", lambda request: asked.append(request.url))
    yield opened
    assert complaints == []
    ours = (address.removesuffix("manual/"), "data:")
    assert [url for url in asked if not url.startswith(ours)] == []
    context.close()


def test_pages_fit_the_screen_and_can_be_used_by_everybody(page: Page, address: str) -> None:
    for path in ("index.html", "protocols/ipt.html", "instruments/phq-9.html", "lessons/how-ipt-works.html"):
        page.goto(address + path)
        assert not page.evaluate("document.documentElement.scrollWidth > innerWidth"), path
        problems = Axe().run(page).response["violations"]
        assert [(each["id"], each["nodes"][0]["html"]) for each in problems] == [], path


def test_the_search_finds_a_protocol_and_a_page_read_again_keeps_its_policy(page: Page, address: str) -> None:
    page.goto(address + "protocols/ipt.html")
    page.goto(address + "search.html?q=agreement")
    # results come one after the other
    page.locator("#search-results li", has_text="IPT for acute depression").first.wait_for()
    page.wait_for_load_state("networkidle")
    page.goto(address + "protocols/ipt.html")
    assert page.locator("h1").inner_text().startswith("IPT for acute depression")


def test_a_reader_chooses_light_or_dark_in_our_own_colours(page: Page, address: str) -> None:
    page.goto(address + "instruments/phq-9.html")
    paper = set()
    for _ in range(3):
        page.locator(".theme-toggle:visible").first.click()
        paper.add(page.evaluate("getComputedStyle(document.body).backgroundColor"))
    assert paper == {"oklch(0.986 0.004 95)", "oklch(0.215 0.014 268)"}


def test_print_leaves_the_menus_out_and_adds_lines_to_sign_on(page: Page, address: str) -> None:
    page.goto(address + "protocols/ipt.html")
    assert page.locator(".on-paper").is_hidden()
    page.emulate_media(media="print")
    assert page.locator(".on-paper").is_visible()
    for menu in (".sidebar-drawer", ".toc-drawer", ".mobile-header", ".skip-to-content"):
        assert page.locator(menu).first.is_hidden(), menu
