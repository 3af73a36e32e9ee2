"""The second sign-in step: mandatory for staff, offered to clients, and no way round it (S-12)."""

from __future__ import annotations

import re
from typing import Any

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.contrib.auth.tokens import default_token_generator
from django.core.cache import cache
from django.test import Client as Browser
from django.urls import reverse

from kinweave.people import actions
from kinweave.people.models import Role, User
from tests.cast import PASSWORD, Cast

SIGN_IN, SECOND, SET_UP = reverse("account_login"), reverse("mfa_authenticate"), reverse("mfa_index")
TODAY = reverse("therapist:today")


@pytest.fixture(autouse=True)
def in_earnest(settings: Any) -> None:
    """No demonstration: second steps are asked for."""
    settings.DEMO = False
    cache.clear()


def with_password(user: User) -> User:
    user.set_password(PASSWORD)
    user.save()
    return user


def code_of(secret: str) -> str:
    """The code an authenticator application shows for this secret now."""
    counters = list(totp.yield_hotp_counters_from_time())
    return str(totp.format_hotp_value(totp.hotp_value(secret, counters[len(counters) // 2])))


def enrolled(user: User) -> str:
    secret = str(totp.generate_totp_secret())
    totp.TOTP.activate(with_password(user), secret)
    return secret


def give_password(browser: Browser, user: User) -> str:
    answer = browser.post(SIGN_IN, {"login": user.email, "password": PASSWORD})
    return answer.headers.get("Location", "")


@pytest.mark.parametrize("name", ["miriam", "adela", "manager"])
def test_staff_without_a_second_step_reach_nothing_but_setting_it_up(
    cast: Cast, client: Browser, name: str
) -> None:
    user = with_password(getattr(cast, name))
    give_password(client, user)
    for address in (
        TODAY,
        reverse("therapist:inventory", args=[cast.joanna.pk]),
        reverse("administration:home"),
    ):
        answer = client.get(address)
        assert (answer.status_code, answer.headers["Location"]) == (302, SET_UP)
    assert client.get(SET_UP).status_code == 200
    assert client.get("/help/").status_code == 200


def test_a_client_is_never_made_to(cast: Cast, client: Browser) -> None:
    give_password(client, with_password(cast.joanna_user))
    assert client.get(reverse("client:home")).status_code == 200


def test_setting_up_an_application_and_signing_in_with_its_code(cast: Cast, client: Browser) -> None:
    user = with_password(cast.miriam)
    give_password(client, user)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    assert client.get(reverse("mfa_activate_totp")).status_code == 200
    secret = client.session[totp.SECRET_SESSION_KEY]
    client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
    assert client.get(TODAY).status_code == 200

    cache.clear()  # a code is good once; the application shows the next one after half a minute
    again = Browser()
    assert give_password(again, user) == SECOND
    assert again.get(TODAY).status_code == 302
    wrong = again.post(SECOND, {"code": "000000"})
    assert wrong.status_code == 200
    assert again.get(TODAY).status_code == 302
    again.post(SECOND, {"code": code_of(secret)})
    assert again.get(TODAY).status_code == 200


def test_a_code_is_good_once(cast: Cast) -> None:
    secret = enrolled(cast.miriam)
    first, second = Browser(), Browser()
    for browser in (first, second):
        assert give_password(browser, cast.miriam) == SECOND
    code = code_of(secret)
    first.post(SECOND, {"code": code})
    second.post(SECOND, {"code": code})
    assert first.get(TODAY).status_code == 200
    assert second.get(TODAY).status_code == 302


def test_a_recovery_code_lets_in_once(cast: Cast) -> None:
    enrolled(cast.miriam)
    RecoveryCodes.activate(cast.miriam)
    code = RecoveryCodes(
        Authenticator.objects.get(user=cast.miriam, type="recovery_codes")
    ).get_unused_codes()[0]
    for expected in (200, 302):
        browser = Browser()
        give_password(browser, cast.miriam)
        browser.post(SECOND, {"code": code})
        assert browser.get(TODAY).status_code == expected


def test_secrets_lie_sealed(cast: Cast) -> None:
    secret = enrolled(cast.miriam)
    stored = Authenticator.objects.get(user=cast.miriam).data["secret"]
    assert secret not in stored
    assert get_adapter().decrypt(stored) == secret


def test_a_new_password_does_not_get_round_the_second_step(
    cast: Cast, client: Browser, mailoutbox: list[object]
) -> None:
    enrolled(cast.miriam)
    client.post(reverse("account_reset_password"), {"email": cast.miriam.email})
    link = re.search(r"https?://\S+", mailoutbox[0].body)  # type: ignore[attr-defined]
    assert link
    page = client.get(link.group().replace("http://testserver", ""), follow=True)
    fresh = "seven slow brown rivers"
    client.post(page.redirect_chain[-1][0], {"password1": fresh, "password2": fresh})
    cast.miriam.refresh_from_db()
    assert cast.miriam.check_password(fresh)
    assert client.get(TODAY).status_code == 302
    answer = client.post(SIGN_IN, {"login": cast.miriam.email, "password": fresh})
    assert answer.headers["Location"] == SECOND
    assert client.get(TODAY).status_code == 302


def test_a_manager_lets_somebody_who_lost_the_device_begin_anew(cast: Cast, client: Browser) -> None:
    enrolled(cast.miriam)
    actions.reset_second_factor(user=cast.miriam, by=cast.manager)
    give_password(client, cast.miriam)
    assert client.get(TODAY).headers["Location"] == SET_UP


def test_an_invited_therapist_sets_up_the_second_step_first(cast: Cast, client: Browser) -> None:
    _, secret = actions.invite(
        service=cast.service,
        email="new@northgate.example",
        roles=[Role.THERAPIST],
        name="Noor",
        by=cast.manager,
    )
    client.post(reverse("public:invitation", args=[secret]), {"password": "three tall green doors"})
    assert client.get(TODAY).headers["Location"] == SET_UP
    assert (
        client.get(reverse("mfa_activate_totp")).status_code == 200
    )  # not asked for the password again at once


def test_a_password_token_is_worth_nothing_afterwards(cast: Cast) -> None:
    token = default_token_generator.make_token(with_password(cast.miriam))
    cast.miriam.set_password("another long walk home")
    cast.miriam.save()
    assert not default_token_generator.check_token(cast.miriam, token)


def test_recovery_codes_stand_one_on_a_line(cast: Cast, client: Browser) -> None:
    enrolled(cast.joanna_user)
    RecoveryCodes.activate(cast.joanna_user)
    client.force_login(cast.joanna_user, backend="kinweave.people.backends.AccountBackend")
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    page = client.get(reverse("mfa_view_recovery_codes")).content.decode()
    codes = RecoveryCodes(
        Authenticator.objects.get(user=cast.joanna_user, type="recovery_codes")
    ).get_unused_codes()
    assert "\n".join(codes) in page


@pytest.mark.parametrize(
    "name",
    [
        "account_login",
        "account_reset_password",
        "account_change_password",
        "account_reauthenticate",
        "mfa_activate_totp",
    ],
)
def test_no_field_has_words_inside_that_vanish(cast: Cast, client: Browser, name: str) -> None:
    if name not in {"account_login", "account_reset_password"}:
        client.force_login(with_password(cast.joanna_user), backend="kinweave.people.backends.AccountBackend")
    if name == "mfa_activate_totp":
        client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    answer = client.get(reverse(name))
    assert answer.status_code == 200
    assert "<label" in answer.content.decode()
    assert "placeholder" not in answer.content.decode()
