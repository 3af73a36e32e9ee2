"""The pages of the account and what is sent about it: our words, plain ones, and nothing that gives away more."""

from __future__ import annotations

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.core import mail
from django.core.cache import cache
from django.test import Client as Browser
from django.urls import reverse

from kinweave.people.models import User
from tests.cast import PASSWORD, Cast

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:132.0) Gecko/20100101 Firefox/132.0"
JARGON = (
    "Authenticator",
    "Passwordless",
    "Master key",
    "Recovery Codes",
    "Sign Up",
    "and/or",
    "commonly used",
)


@pytest.fixture
def joanna(cast: Cast) -> User:
    cache.clear()
    cast.joanna_user.set_password(PASSWORD)
    cast.joanna_user.save()
    return cast.joanna_user


@pytest.fixture
def inside(joanna: User) -> Browser:
    browser = Browser(headers={"user-agent": FIREFOX})
    browser.post(reverse("account_login"), {"login": joanna.email, "password": PASSWORD})
    browser.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return browser


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("account_change_password", "The password you have now"),
        ("account_change_password", "Three or four unrelated words"),
        ("mfa_activate_totp", "Six figures. They change every half minute."),
        ("mfa_add_webauthn", "What do you call it?"),
        ("mfa_add_webauthn", "My passkey"),
        ("usersessions_list", "Firefox on a Windows computer"),
    ],
)
def test_the_pages_of_the_account_speak_plainly(inside: Browser, name: str, said: str) -> None:
    page = inside.get(reverse(name)).content.decode()
    assert said in page
    assert [word for word in JARGON if word in page] == []


def test_an_account_begins_with_an_invitation(client: Browser) -> None:
    page = client.get(reverse("account_signup")).content.decode()
    assert "An account begins with an invitation" in page
    assert "<form" not in page.split("<main")[1]


def test_recovery_codes_are_explained_and_lead_back(inside: Browser, joanna: User) -> None:
    totp.TOTP.activate(joanna, totp.generate_totp_secret())
    answer = inside.post(reverse("mfa_generate_recovery_codes"), follow=True)
    page = answer.content.decode()
    assert "Each lets you in once" in page
    assert "10 of 10 are left" in page
    assert f'href="{reverse("mfa_index")}"' in page


def test_a_wrong_password_is_said_in_a_sentence(joanna: User, client: Browser) -> None:
    answer = client.post(reverse("account_login"), {"login": joanna.email, "password": "no"})
    assert "do not belong together" in answer.content.decode()


def test_asking_for_a_new_password_sends_a_link_and_names_no_service(joanna: User, client: Browser) -> None:
    client.post(reverse("account_reset_password"), {"email": joanna.email})
    (message,) = mail.outbox
    assert message.subject == "A new password"
    assert "/account/password/reset/key/" in message.body
    for word in (joanna.service.name, "therapy", "Kinweave", "patient", "client"):
        assert word.lower() not in (message.subject + message.body.split("http")[0]).lower()


def test_an_address_without_an_account_is_not_invited_to_sign_up(cast: Cast, client: Browser) -> None:
    cache.clear()
    client.post(reverse("account_reset_password"), {"email": "nobody@example.org"})
    (message,) = mail.outbox
    assert "No account belongs to it" in message.body
    assert "http" not in message.body
