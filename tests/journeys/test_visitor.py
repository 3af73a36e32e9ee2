"""The visitors of these journeys do complain: a check that cannot fail would be worse than none."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import pytest
from playwright.sync_api import Browser

from tests.journeys.house import House
from tests.journeys.visitor import PHONE, Ledger, Visitor
from tests.web.stage import serving

pytestmark = pytest.mark.browser

WHOLE = "<h1>All is well</h1><p>A paragraph that anybody can read.</p>"
FAULTS: dict[str, tuple[str, str]] = {
    "axe": ("<h1>A picture</h1><img src='data:,'>", "image-alt"),
    "contrast": (
        "<h1>Grey</h1><p style='color:#ddd'>x</p><font color='#dddddd'>pale words</font>",
        "color-contrast",
    ),
    "sideways": (
        f"<h1>A wide table</h1><table><tr>{'<td>number</td>' * 60}</tr></table>",
        "scrolls sideways",
    ),
    "policy": ("<h1>Script</h1><script>document.title = 'x'</script>", "Content Security"),
    "elsewhere": (
        "<h1>Away</h1><img alt='' src='https://example.invalid/spy.png'>",
        "request to another place",
    ),
    "absent": ("<h1>Gone</h1><img alt='' src='/gone.png'>", "answered 404"),
}


def complaints(browser: Browser, body: str) -> list[str]:
    with serving() as stage:
        address = stage.page("/there", body)
        house = cast(House, SimpleNamespace(url=stage.url, words=lambda: ""))
        visitor = Visitor(browser, house, "somebody", Ledger(), width=PHONE)
        visitor.page.goto(address, wait_until="networkidle")
        visitor.look_over()
        visitor.context.close()
        return visitor.complaints


def test_a_good_page_gives_no_cause(browser: Browser) -> None:
    assert complaints(browser, WHOLE) == []


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_complained_of(browser: Browser, name: str) -> None:
    body, words = FAULTS[name]
    found: list[Any] = complaints(browser, body)
    assert any(words in each for each in found), found
