"""Sessions end by idleness, by age, at sign-out and when an account is closed (S-07, S-14)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client as Browser
from django.urls import reverse

from kinweave.core import clock
from kinweave.people import actions
from kinweave.people.models import User
from tests.cast import PASSWORD, START, Cast

AsUser = Callable[[User], Browser]
HOME, TODAY = reverse("client:home"), reverse("therapist:today")


def open_after(browser: Browser, address: str, minutes: float) -> bool:
    with clock.at(START + timedelta(minutes=minutes)):
        return browser.get(address).status_code == 200


@pytest.mark.parametrize(("who", "address", "idle"), [("joanna_user", HOME, 30), ("miriam", TODAY, 15)])
def test_a_session_ends_when_nothing_was_done(
    cast: Cast, as_user: AsUser, who: str, address: str, idle: int
) -> None:
    stays, ends = as_user(getattr(cast, who)), as_user(getattr(cast, who))
    for browser in (stays, ends):
        assert open_after(browser, address, 0)
    assert open_after(stays, address, idle)
    assert not open_after(ends, address, idle + 0.1)


@pytest.mark.parametrize(
    ("who", "address", "hours", "idle"), [("joanna_user", HOME, 24, 30), ("miriam", TODAY, 12, 15)]
)
def test_even_a_busy_session_ends_in_the_end(
    cast: Cast, as_user: AsUser, who: str, address: str, hours: int, idle: int
) -> None:
    browser = as_user(getattr(cast, who))
    for minute in range(0, hours * 60 + 1, idle):
        assert open_after(browser, address, minute)
    assert not open_after(browser, address, hours * 60 + 5)


def test_an_ended_session_does_not_come_back_when_the_clock_is_set_back(cast: Cast, as_user: AsUser) -> None:
    browser = as_user(cast.miriam)
    assert open_after(browser, TODAY, 0)
    assert not open_after(browser, TODAY, 60)
    assert not open_after(browser, TODAY, 1)


def test_a_new_session_key_at_sign_in(cast: Cast, client: Browser) -> None:
    cache.clear()
    cast.joanna_user.set_password(PASSWORD)
    cast.joanna_user.save()
    client.get(reverse("account_login"))
    planted = client.session
    planted["planted"] = "by somebody else"
    planted.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = planted.session_key
    client.post(reverse("account_login"), {"login": cast.joanna_user.email, "password": PASSWORD})
    assert client.session.session_key != planted.session_key
    assert client.get(HOME).status_code == 200


def test_a_leavers_session_is_dead_on_the_next_request(cast: Cast, as_user: AsUser) -> None:
    browser = as_user(cast.miriam)
    assert browser.get(TODAY).status_code == 200
    actions.disable_account(user=cast.miriam, by=cast.manager)
    assert browser.get(TODAY).status_code == 302
    assert browser.get(TODAY).headers["Location"].startswith(reverse("account_login"))


def test_sign_out_ends_the_session_and_clears_the_browser(cast: Cast, as_user: AsUser) -> None:
    browser = as_user(cast.joanna_user)
    assert "Clear-Site-Data" not in browser.get(HOME).headers
    key = browser.session.session_key
    answer = browser.post(reverse("account_logout"))
    assert answer.headers["Clear-Site-Data"] == '"cache"'
    assert answer.cookies[settings.SESSION_COOKIE_NAME].value == ""
    stolen = Browser()
    stolen.cookies[settings.SESSION_COOKIE_NAME] = key
    assert stolen.get(HOME).status_code == 302


def test_a_session_that_ran_out_clears_the_browser_too(cast: Cast, as_user: AsUser) -> None:
    browser = as_user(cast.miriam)
    browser.get(TODAY)
    with clock.at(START + timedelta(hours=1)):
        assert browser.get(TODAY).headers["Clear-Site-Data"] == '"cache"'


def test_signing_out_needs_a_form_and_not_a_link(cast: Cast, as_user: AsUser) -> None:
    browser = as_user(cast.joanna_user)
    browser.get(reverse("account_logout"))
    assert browser.get(HOME).status_code == 200


def test_a_new_password_ends_every_other_session(cast: Cast, as_user: AsUser) -> None:
    elsewhere = as_user(cast.joanna_user)
    cast.joanna_user.set_password("another long walk home")
    cast.joanna_user.save()
    assert elsewhere.get(HOME).status_code == 302
