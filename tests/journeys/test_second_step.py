"""Signing in where it is meant in earnest: passkeys of a real browser, an app's codes, recovery codes, sessions (S-12, S-14)."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from allauth.mfa.totp.internal import auth as totp
from playwright.sync_api import Browser, expect

from tests.journeys.house import House
from tests.journeys.scenes import PASSWORD
from tests.journeys.story import FIRST_DAY, MIRIAM
from tests.journeys.visitor import PHONE, Ledger, Visitor

pytestmark = pytest.mark.browser
NOOR, ROSA = "noor@northgate.example", "rosa@example.org"


@pytest.fixture(scope="module")
def earnest(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A served service that is no demonstration, at a name: a browser makes no passkey for a bare address."""
    folder = tmp_path_factory.mktemp("earnest")
    house = House(folder, FIRST_DAY)
    house.url = f"http://localhost:{house.port}"
    for name in ("KINWEAVE_DEMO", "KINWEAVE_CLOCK_FILE"):
        del house.environment[name]
    house.prepare()
    house.told["scene"] = house.run(sys.executable, "-m", "tests.journeys.earnest")
    house.open()
    yield house
    house.shut()


@pytest.fixture
def come(browser: Browser, earnest: House) -> Iterator[Callable[..., Visitor]]:
    with ExitStack() as leaving:
        yield lambda who, **how: leaving.enter_context(Visitor(browser, earnest, who, Ledger(), **how))


def with_authenticator(visitor: Visitor) -> Callable[[], list[dict[str, Any]]]:
    """A fingerprint reader in this browser whose finger always fits; tells the passkeys it keeps."""
    devtools = visitor.context.new_cdp_session(visitor.page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    reader = devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return lambda: list(devtools.send("WebAuthn.getCredentials", reader)["credentials"])


def code_of(secret: str) -> str:
    """The code an app shows for this secret now."""
    counters = list(totp.yield_hotp_counters_from_time())
    return str(totp.format_hotp_value(totp.hotp_value(secret, counters[len(counters) // 2])))


def confirmed(visitor: Visitor, route: str) -> Visitor:
    """Be at a page that asks once more who one is, when it does."""
    if (
        visitor.page.get_by_role("button", name="Go on").count()
        and visitor.page.get_by_label("Password").count()
    ):
        visitor.write("Password", PASSWORD).press("Go on")
    return visitor.at(route)


def leave(visitor: Visitor) -> None:
    visitor.goto("/account/logout/").press("Sign out", exact=True)
    visitor.goto("/work/").at("account_login")


def proves(visitor: Visitor, button: str) -> Visitor:
    """Press a button after which the browser itself asks for a finger, and goes on."""
    with visitor.page.expect_navigation(wait_until="load"):
        visitor.page.get_by_role("button", name=button).click()
    visitor.look_over()
    return visitor


def test_staff_set_up_a_passkey_and_sign_in_with_it(come: Callable[..., Visitor]) -> None:
    miriam = come("miriam")
    passkeys = with_authenticator(miriam)
    miriam.sign_in(MIRIAM, PASSWORD).at("mfa_index").sees("you need one before anything else")
    miriam.goto("/work/").at("mfa_index")
    confirmed(miriam.follow("Set up a passkey"), "mfa_add_webauthn")
    miriam.write("What do you call it?", "My laptop")
    miriam.choose("Let it sign me in by itself")
    proves(miriam, "Set it up")
    assert [(each["rpId"], each["isResidentCredential"]) for each in passkeys()] == [("localhost", True)]
    miriam.goto("/account/2fa/webauthn/").sees("My laptop")
    miriam.goto("/work/").at("therapist:today")
    leave(miriam)
    proves(miriam.goto("/account/login/"), "Sign in with a passkey").at("therapist:today")
    leave(miriam)
    miriam.write("E-mail address", MIRIAM).write("Password", PASSWORD).press("Sign in", exact=True)
    miriam.at("mfa_authenticate")
    miriam.goto("/work/").at("mfa_authenticate")  # a password alone opens nothing
    proves(miriam, "Use a passkey instead").at("therapist:today")


def test_a_passkey_of_somebody_else_opens_nothing(come: Callable[..., Visitor]) -> None:
    somebody = come("somebody")
    with_authenticator(somebody)
    somebody.goto("/account/login/")
    somebody.page.get_by_role("button", name="Sign in with a passkey").click()
    expect(somebody.page.get_by_role("alert")).to_contain_text("no passkey for this service on this device")
    somebody.at("account_login").goto("/work/").at("account_login")


def test_staff_set_up_an_app_and_get_in_by_its_codes_or_by_one_kept_on_paper(
    come: Callable[..., Visitor],
) -> None:
    noor = come("noor", width=PHONE)
    noor.sign_in(NOOR, PASSWORD).at("mfa_index")
    confirmed(noor.follow("Set up an app"), "mfa_activate_totp")
    secret = noor.field("The same as letters").input_value()
    noor.write("The code", "000000").press("Go on").sees("This code does not fit")
    noor.write("The code", code_of(secret)).press("Go on")
    noor.goto("/account/2fa/recovery-codes/")
    confirmed(noor, "mfa_view_recovery_codes")
    on_paper = noor.page.locator("textarea").input_value().split()
    assert len(on_paper) >= 8
    noor.goto("/service/").at("administration:home")
    for code in (on_paper[0], on_paper[1]):
        leave(noor)
        noor.write("E-mail address", NOOR).write("Password", PASSWORD).press("Sign in", exact=True)
        noor.at("mfa_authenticate").write("The code", code).press("Sign in", exact=True)
        noor.goto("/service/").at("administration:home")
    leave(noor)
    noor.write("E-mail address", NOOR).write("Password", PASSWORD).press("Sign in", exact=True)
    noor.write("The code", on_paper[0]).press("Sign in", exact=True).at("mfa_authenticate")
    noor.sees("This code does not fit")


def test_somebody_ends_the_session_they_left_open_elsewhere(come: Callable[..., Visitor]) -> None:
    phone, desk = come("rosa", width=PHONE), come("rosa at the library")
    phone.sign_in(ROSA, PASSWORD)
    desk.sign_in(ROSA, PASSWORD)
    places = phone.goto("/account/sessions/").page.locator("ul.rows > li")
    expect(places).to_have_count(2)
    expect(places.filter(has_text="this one, now")).to_have_count(1)
    phone.press("Sign out everywhere else")
    expect(phone.goto("/account/sessions/").page.locator("ul.rows > li")).to_have_count(1)
    desk.goto("/my/").at("account_login")
    phone.goto("/my/")
    assert "/account/" not in phone.page.url
