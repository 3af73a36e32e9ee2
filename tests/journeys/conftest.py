"""Services that are copied from one that was built, and visitors whose complaints are heard at the end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.journeys.house import House, built, opened
from tests.journeys.story import FIRST_DAY, Story, friday
from tests.journeys.visitor import DESK, PHONE, Ledger, Visitor


@pytest.fixture(scope="session")
def ledger() -> Ledger:
    return Ledger()


@pytest.fixture(scope="session")
def staffed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A service with staff and no clients."""
    return built(tmp_path_factory.mktemp("staffed"), FIRST_DAY, "staff")


@pytest.fixture
def house(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[House]:
    """A service of this test's own: with a course under way if the test asks for one, else with staff only."""
    model = request.getfixturevalue("agreed" if "under_way" in request.fixturenames else "staffed")
    with opened(model, tmp_path / "house", FIRST_DAY) as service:
        yield service


@pytest.fixture(scope="session")
def agreed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same staff, and Rosa's course with three of its twelve sessions held."""
    return built(tmp_path_factory.mktemp("agreed"), FIRST_DAY, "under_way")


@pytest.fixture
def visit(browser: Browser, house: House, ledger: Ledger) -> Iterator[Callable[..., Visitor]]:
    """`visit("miriam")` gives somebody a browser of their own; 390 px and touch with `width=PHONE`."""
    with ExitStack() as leaving:

        def come(who: str, *, width: int = DESK, scripts: bool = True) -> Visitor:
            visitor = Visitor(browser, house, who, ledger, width=width, scripts=scripts)
            return leaving.enter_context(visitor)

        yield come


@pytest.fixture
def told(house: House, visit: Callable[..., Visitor]) -> Story:
    """Miriam at her desk and Rosa on her phone."""
    return Story(house, visit("miriam"), visit("rosa", width=PHONE))


@pytest.fixture
def under_way(house: House, visit: Callable[..., Visitor]) -> Story:
    """The two of them after the third session, on Friday 4 December at eleven."""
    told = Story(house, visit("miriam"), visit("rosa", width=PHONE), client_id=house.told["client_id"])
    told.at(friday(3), 11)
    return told
