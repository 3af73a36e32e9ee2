"""The pages around a course: the public ones, the account, and the manager's; at both widths."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.journeys.house import House
from tests.journeys.scenes import PASSWORD
from tests.journeys.visitor import DESK, PHONE, Visitor

pytestmark = pytest.mark.browser

PUBLIC = (
    "/",
    "/what-is-ipt/",
    "/what-is-ipt/grief/",
    "/help/",
    "/help/US/",
    "/account/login/",
    "/account/password/reset/",
)
ACCOUNT = ("/account/password/change/", "/account/2fa/", "/account/sessions/", "/account/logout/")


@pytest.mark.parametrize("width", [PHONE, DESK], ids=["phone", "desk"])
def test_pages_anyone_may_read(visit: Callable[..., Visitor], width: int) -> None:
    anyone = visit("anyone", width=width)
    for path in PUBLIC:
        anyone.goto(path).sees("Help now")
    anyone.goto("/nowhere/", status=404).sees("Help now")
    anyone.goto("/").follow("Sign in").write("E-mail address", "nobody@example.org").write(
        "Password", "not known"
    )
    anyone.press("Sign in", exact=True).at("account_login").sees("Something needs another look")


@pytest.mark.parametrize("width", [PHONE, DESK], ids=["phone", "desk"])
def test_the_manager_invites_and_the_invited_come(
    house: House, visit: Callable[..., Visitor], width: int
) -> None:
    manager = visit("manager", width=width).sign_in("manager@northgate.example", PASSWORD)
    manager.goto("/service/").sees("Who they are is for those who treat them").follow("Open the settings")
    manager.goto("/service/settings/crisis-lines/").goto("/service/").follow("Invite a member of staff")
    manager.write("Name, as colleagues", "Adela").write("E-mail address", "adela@northgate.example")
    manager.choose("supervisor").press("Make an invitation")
    link = manager.field("Invitation link").input_value()
    adela = (
        visit("adela", width=width).goto(link).write("Choose a password", PASSWORD).press("Open my account")
    )
    for path in ACCOUNT:
        adela.goto(path, status=adela.context.request.get(path).status)
    manager.goto("/service/").follow("Miriam").sees("Miriam")
