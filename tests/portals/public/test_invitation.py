"""The only door by which an account begins."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client as Browser
from django.urls import reverse

from kinweave.core import clock
from kinweave.people import actions
from kinweave.people.models import Client, Role, User
from tests.cast import START, Cast

GOOD = "four quiet grey horses"


@pytest.fixture
def ines(cast: Cast) -> Client:
    return actions.add_client(service=cast.service, code="N-009", name="Ines", by=cast.miriam)


@pytest.fixture
def link(cast: Cast, ines: Client) -> str:
    _, secret = actions.invite(
        service=cast.service, email="Ines@Home.example", roles=[Role.CLIENT], client=ines, by=cast.miriam
    )
    return reverse("public:invitation", args=[secret])


def test_it_opens_one_account_tied_to_the_record(ines: Client, link: str, client: Browser) -> None:
    page = client.get(link).content.decode()
    assert "ines@home.example" in page
    assert "Northgate" in page
    assert client.post(link, {"password": GOOD}).status_code == 302
    ines.refresh_from_db()
    assert ines.user is not None
    assert ines.user.roles == ["client"]
    assert client.get(reverse("client:start_step", args=["consent"])).status_code == 200


def test_the_name_of_a_client_is_not_on_it(link: str, client: Browser) -> None:
    assert "Ines<" not in client.get(link).content.decode()


def test_used_run_out_and_made_up_links_are_alike(link: str, client: Browser) -> None:
    client.post(link, {"password": GOOD})
    used = Browser().get(link)
    made_up = Browser().get(reverse("public:invitation", args=["x" * 32]))
    assert (used.status_code, made_up.status_code) == (404, 404)
    assert used.content == made_up.content


def test_after_fourteen_days_it_no_longer_opens(link: str, client: Browser) -> None:
    with clock.at(START + timedelta(days=13, hours=23)):
        assert client.get(link).status_code == 200
    with clock.at(START + timedelta(days=14)):
        assert client.get(link).status_code == 404
        assert client.post(link, {"password": GOOD}).status_code == 404
    assert not User.objects.filter(email="ines@home.example").exists()


@pytest.mark.parametrize(
    "password", ["short", "passwordpassword", "123456789012345", "aabbaabbaabb", "ines@home.example"]
)
def test_a_password_that_is_easily_guessed_is_refused_with_the_reason(
    link: str, client: Browser, password: str
) -> None:
    answer = client.post(link, {"password": password})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert page.count('class="wrong-text"') == 1  # one reason is enough to try again
    assert "Please type the password again." in page
    assert "Nothing you wrote is lost" not in page  # a password is not sent back
    assert not User.objects.filter(email="ines@home.example").exists()


def test_an_address_that_has_an_account_is_sent_to_signing_in(cast: Cast, client: Browser) -> None:
    _, secret = actions.invite(
        service=cast.service,
        email=cast.joanna_user.email,
        roles=[Role.CLIENT],
        client=cast.joanna,
        by=cast.miriam,
    )
    answer = client.post(reverse("public:invitation", args=[secret]), {"password": GOOD})
    assert answer.status_code == 422
    assert "Sign in" in answer.content.decode()


def test_a_record_that_has_an_account_gets_no_second_one(cast: Cast, client: Browser) -> None:
    _, secret = actions.invite(
        service=cast.service,
        email="other@home.example",
        roles=[Role.CLIENT],
        client=cast.joanna,
        by=cast.miriam,
    )
    answer = client.post(reverse("public:invitation", args=[secret]), {"password": GOOD})
    assert answer.status_code == 422
    cast.joanna.refresh_from_db()
    assert cast.joanna.user == cast.joanna_user
