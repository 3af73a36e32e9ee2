"""Help in a crisis when everything else is gone: the database, the network, the wish to be seen here."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route

from tests.journeys.house import House
from tests.journeys.story import FIRST_DAY, Story
from tests.journeys.visitor import PHONE, Ledger, Visitor

pytestmark = pytest.mark.browser

NEUTRAL = "https://www.metoffice.gov.uk/"


def test_help_opens_while_the_database_is_broken(under_way: Story) -> None:
    """The file is no database any more. Pages say so plainly; help is there, for every country."""
    rosa = under_way.rosa_in()
    rosa.expected.append("answered 50")
    for file in (under_way.house.folder / "data").glob("*.sqlite3*"):
        file.write_bytes(b"this is no database")
    rosa.page.goto("/my/")
    rosa.sees("cannot read or save anything just now", "Help now").follow("Help now").at("public:help").sees(
        "116 123"
    )
    rosa.goto("/help/US/").sees("988")


def test_somebody_abroad_finds_their_country_by_name_without_scripts(
    under_way: Story, visit: Callable[..., Visitor]
) -> None:
    anyone = visit("anyone", width=PHONE, scripts=False).goto("/help/")
    anyone.page.get_by_role("link", name="Are you elsewhere?").click()
    anyone.page.get_by_label("Country").select_option(label="Japan")
    anyone.page.get_by_role("button", name="Show its numbers").click()
    anyone.sees("Crisis help in Japan", "0120 279 338")
    assert anyone.page.locator("a[href='tel:119']").count()
    anyone.goto("/help/").sees("Crisis help in Japan")


def test_help_opens_with_no_database_at_all(browser, staffed: Path, tmp_path: Path, ledger: Ledger) -> None:
    house = House(tmp_path / "house", FIRST_DAY)
    house.environment |= {"DATABASE_URL": "postgres://nobody:nothing@127.0.0.1:1/nowhere"}
    house.environment["KINWEAVE_DATA_DIR"] = str(staffed / "data")
    house.alive = "/help/"
    house.open(
        sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{house.port}", "--threads", "2",
        "kinweave.config.wsgi:application",
    )  # fmt: skip
    try:
        with Visitor(browser, house, "anyone", ledger, width=PHONE) as anyone:
            anyone.goto("/help/").sees("116 123")
            assert anyone.page.locator("a[href='tel:999']").count()
    finally:
        house.shut()


def test_help_opens_without_a_network(under_way: Story) -> None:
    rosa = under_way.rosa
    rosa.expected += ["ERR_INTERNET_DISCONNECTED", "ERR_FAILED"]
    rosa.goto("/help/")
    rosa.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    rosa.context.set_offline(True)
    rosa.page.goto("/help/")
    rosa.sees("116 123", "999")
    rosa.context.set_offline(False)


@pytest.mark.parametrize("way", ["click", "escape"])
def test_leaving_at_once_leaves_no_way_back(under_way: Story, way: str) -> None:
    rosa = under_way.rosa_in()
    anew = elsewhere(rosa)
    anew.goto("/my/people/")
    with anew.expect_navigation(url="**/leave/"):
        if way == "click":
            anew.get_by_role("link", name="Leave this page").click()
        else:
            for _ in range(3):
                anew.keyboard.press("Escape")
    anew.go_back()
    assert "/my/" not in anew.url


def test_leaving_works_without_scripts(under_way: Story, visit: Callable[..., Visitor]) -> None:
    rosa = visit("rosa", width=PHONE, scripts=False).sign_in(under_way.email, "a long walk by the river")
    anew = elsewhere(rosa)
    anew.goto("/my/")
    anew.get_by_role("link", name="Leave this page").click()
    anew.wait_for_url("**/leave/")
    assert anew.title() == "Weather"


def elsewhere(visitor: Visitor) -> Page:
    """A new tab in which the neutral page answers from here: no test asks another place for anything."""

    def weather(asked: Route) -> None:
        answer = asked.fetch(max_redirects=0)
        assert (answer.status, answer.headers["location"]) == (302, NEUTRAL)
        asked.fulfill(body="<title>Weather</title>", content_type="text/html")

    visitor.context.route("**/leave/", weather)
    return visitor.context.new_page()
