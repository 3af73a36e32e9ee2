"""Somebody with a browser: goes about by what they can see and hear, and every page they meet is looked over."""

from __future__ import annotations

import re
from copy import copy
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import axe_playwright_python
from django.urls import Resolver404, resolve
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    Request,
    Response,
    expect,
)

from tests.journeys.house import House

PHONE, DESK = 390, 1280
PATIENCE = 20_000  # milliseconds somebody waits for what they are told will come; a busy machine is no defect
expect.set_options(timeout=PATIENCE)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]  # WCAG 2.0 to 2.2, levels A and AA
SIDEWAYS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


@dataclass
class Ledger:
    """What all visitors of a run have seen: addresses to try again as somebody else, pages already looked over."""

    addresses: dict[str, str] = field(default_factory=dict)  # "who path" -> name of the route
    looked_over: set[tuple[str, int, str]] = field(default_factory=set)

    def of(self, who: str) -> list[str]:
        """Every path somebody has seen, once."""
        return [key.split(" ", 1)[1] for key in self.addresses if key.split(" ", 1)[0] == who]


@cache
def axe() -> str:
    return (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")


def route(url: str) -> str:
    """The name of the route an address belongs to."""
    try:
        return resolve(urlsplit(url).path).view_name
    except Resolver404:
        return "unknown"


class Visitor:
    """One person at one device. `with visitor(...)` ends with every complaint the pages gave cause for."""

    def __init__(
        self, browser: Browser, house: House, who: str, ledger: Ledger, *, width: int = DESK, scripts: bool = True,
        dark: bool = False,
    ) -> None:  # fmt: skip
        self.house, self.who, self.ledger, self.width, self.scripts = house, who, ledger, width, scripts
        self.context: BrowserContext = browser.new_context(
            base_url=house.url,
            viewport={"width": width, "height": 844 if width == PHONE else 800},
            has_touch=width == PHONE,
            java_script_enabled=scripts,
            color_scheme="dark" if dark else "light",
            accept_downloads=True,
            reduced_motion="reduce",
        )
        self.context.set_default_timeout(PATIENCE)
        self.complaints: list[str] = []
        self.expected: list[str] = []  # parts of complaints that the story itself brings about
        self.page = self.context.new_page()
        self.listen(self.page)

    def listen(self, page: Page) -> None:
        page.on("pageerror", lambda error: self.complain(f"script: {error}"))
        page.on("console", self._heard)
        page.on("request", self._own_house_only)
        page.on("response", self._answered)

    def complain(self, words: str) -> None:
        if not any(part in words for part in self.expected):
            self.complaints.append(f"{self.who} at {self.page.url}: {words}")

    def _own_house_only(self, request: Request) -> None:
        if not request.url.startswith((self.house.url, "data:", "blob:")):
            self.complain(f"request to another place: {request.url}")

    def _heard(self, said: ConsoleMessage) -> None:
        # a page that is refused (404, 422) is also logged by the browser; the story says which are meant
        if said.type == "error" and "Failed to load resource" not in said.text:
            self.complain(f"console: {said.text}")

    def _answered(self, response: Response) -> None:
        wanted = response.status < 400 or (response.request.is_navigation_request() and response.status < 500)
        if not wanted:
            said = self.house.words() if response.status >= 500 else ""
            self.complain(f"{response.url} answered {response.status}\n{said}")

    # going about

    def goto(self, path: str, status: int = 200) -> Visitor:
        """Open an address by hand."""
        answer = self.page.goto(path, wait_until="load")
        assert answer is None or answer.status == status, (
            f"{path} answered {answer.status}\n{self.house.words()}"
        )
        return self._met()

    def press(
        self, name: str, *, within: Locator | None = None, exact: bool = False, nth: int = 0
    ) -> Visitor:
        """Press a button and be where it leads."""
        return self._go_by(self.one("button", name, within, exact, nth))

    def press_and_stay(self, name: str) -> Visitor:
        """Press a button that leads nowhere."""
        self.one("button", name).click()
        return self

    def follow(
        self, name: str, *, within: Locator | None = None, exact: bool = False, nth: int = 0
    ) -> Visitor:
        """Follow a link."""
        return self._go_by(self.one("link", name, within, exact, nth))

    def one(
        self, role: Any, name: str, within: Locator | None = None, exact: bool = False, nth: int = 0
    ) -> Locator:
        words: Any = name if exact else re.compile(re.escape(name), re.IGNORECASE)
        return (within or self.page).get_by_role(role, name=words).nth(nth)

    def _go_by(self, what: Locator) -> Visitor:
        before = self.page.url
        with self.page.expect_navigation(wait_until="load"):
            what.click()
        self.came_from = before
        return self._met()

    def _met(self) -> Visitor:
        self.look_over()
        return self

    # writing

    def write(self, label: str, words: str, *, within: Locator | None = None, nth: int = 0) -> Visitor:
        self.field(label, within, nth).fill(words)
        return self

    def field(self, label: str, within: Locator | None = None, nth: int = 0) -> Locator:
        place = within or self.page
        named = place.get_by_label(re.compile(re.escape(label), re.IGNORECASE))
        return named.and_(place.locator("input, textarea, select")).nth(nth)

    def choose(self, answer: str, question: str = "", *, exact: bool = False) -> Visitor:
        """Choose an answer; `question` is the words above it when several questions share their answers."""
        place = self.group(question) if question else self.page
        words: Any = answer if exact else re.compile(re.escape(answer), re.IGNORECASE)
        place.get_by_label(words, exact=exact).first.check()
        return self

    def group(self, question: str) -> Locator:
        return self.page.get_by_role("group", name=re.compile(re.escape(question), re.IGNORECASE)).first

    def unfold(self, summary: str) -> Visitor:
        """Open what is folded away."""
        self.folded(summary).locator("summary").first.click()
        return self

    def folded(self, summary: str) -> Locator:
        return self.page.locator("details", has=self.page.locator("summary", has_text=summary)).last

    def pick(self, label: str, option: str) -> Visitor:
        """Pick from a list."""
        self.field(label).select_option(label=option)
        return self

    def beside(self) -> Visitor:
        """The same person in a second tab of the same browser."""
        other = copy(self)
        other.page = self.context.new_page()
        other.listen(other.page)
        return other

    # reading

    def sees(self, *words: str) -> Visitor:
        shown = flat(self.page.locator("body").inner_text())
        for each in words:
            assert flat(each).lower() in shown.lower(), f"“{each}” is not at {self.page.url}:\n{shown[:3000]}"
        return self

    def sees_not(self, *words: str) -> Visitor:
        shown = flat(self.page.locator("body").inner_text()).lower()
        for each in words:
            assert flat(each).lower() not in shown, f"“{each}” is at {self.page.url}"
        return self

    def finds(self, label: str, words: str) -> Visitor:
        """Find these words written in a field."""
        assert self.field(label).input_value() == words
        return self

    def at(self, name: str) -> Visitor:
        """Be on the page of this route."""
        assert route(self.page.url) == name, f"at {self.page.url}, not {name}:\n{self.outline()}"
        return self

    def outline(self) -> str:
        return self.page.locator("body").aria_snapshot()[:4000]

    # the account

    def sign_in(self, email: str, password: str) -> Visitor:
        self.goto("/account/login/")
        if route(self.page.url) != "account_login":
            return self  # the session of this morning still holds
        self.write("E-mail address", email).write("Password", password)
        return self.press("Sign in", exact=True)

    # looking over

    def look_over(self) -> None:
        """Note the address, and check the page once per route, width and state."""
        path = urlsplit(self.page.url).path
        if not self.page.url.startswith(self.house.url):
            return
        name = route(self.page.url)
        self.ledger.addresses.setdefault(f"{self.who} {path}", name)
        state = "wrong" if self.page.locator("#errors").count() else ""
        key = (f"{name} {state}", self.width, kind_of(self.page.title()))
        if not self.scripts or key in self.ledger.looked_over:
            return
        self.ledger.looked_over.add(key)
        self.complaints += [f"{self.who} at {path}, {self.width} px: {words}" for words in faults(self.page)]

    def leave(self) -> None:
        self.context.close()
        assert not self.complaints, "\n".join(self.complaints)

    def __enter__(self) -> Visitor:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            self.leave()
        else:
            self.context.close()


def kind_of(title: str) -> str:
    """A title without its numbers and dates: question 3 of 9 is the same kind of page as question 4."""
    return re.sub(r"\d+|January|February|November|December|today|tomorrow|[A-Z][a-z]+day", "", title)


def faults(page: Page) -> list[str]:
    """What stands between this page and a reader: sideways scrolling, and axe's violations."""
    found = ["scrolls sideways"] if page.evaluate(SIDEWAYS) else []
    page.evaluate(axe())
    results = page.evaluate(
        "rules => axe.run(document, { runOnly: { type: 'tag', values: rules }, resultTypes: ['violations'] })",
        RULES,
    )
    for violation in results["violations"]:
        for node in violation["nodes"][:3]:
            found.append(
                f"{violation['id']}: {violation['help']}: {node['html'][:200]} ({node['failureSummary'][:300]})"
            )
    return found


def flat(words: str) -> str:
    return " ".join(words.replace("\u00a0", " ").split())
