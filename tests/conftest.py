"""Keys, the cast, and a browser-less client for every test that needs them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client as Browser
from playwright.sync_api import Browser as Chromium

from kinweave.core import clock, key_files
from kinweave.people.models import User
from kinweave.shelf import actions as shelf
from kinweave.vault import keys
from tests import unordered
from tests.cast import START, Cast, assemble
from tests.web.stage import browsing


@pytest.fixture(scope="session", autouse=True)
def service_keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Keys of the service under test, made anew for each run."""
    folder: Path = tmp_path_factory.mktemp("keys")
    key_files.create(folder)
    settings.KEYS_DIR = folder
    settings.DEMO = True  # second sign-in steps have tests of their own
    keys.forget_master()
    return folder


@pytest.fixture(autouse=True)
def no_order(request: pytest.FixtureRequest) -> Iterator[None]:
    """Rows come in no order that was not asked for."""
    with unordered.shaken(request.node.nodeid):
        yield


@pytest.fixture
def now() -> Iterator[None]:
    """It is Friday 13 November 2026, ten o'clock, and stays so."""
    with clock.at(START):
        yield


@pytest.fixture
def cast(db: None, now: None) -> Iterator[Cast]:
    """The people of every test."""
    shelf.forget()
    with keys.kept_open():
        yield assemble()
    shelf.forget()


@pytest.fixture
def as_user() -> Callable[[User], Browser]:
    """A browser in which somebody is signed in; it does not follow redirects."""

    def signed_in(user: User) -> Browser:
        browser = Browser()
        browser.force_login(user, backend="kinweave.people.backends.AccountBackend")
        return browser

    return signed_in


@pytest.fixture(scope="session")
def browser() -> Iterator[Chromium]:
    """One Chromium for all tests of a run: Playwright allows one at a time in a process."""
    with browsing() as started:
        yield started
