"""Signing in: nobody learns who has an account, guessing is slowed, and it ends by itself (S-16)."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from axes.models import AccessAttempt
from django.core.cache import cache
from django.test import Client as Browser
from django.urls import reverse

from kinweave.audit.acts import Act
from kinweave.audit.models import Event
from kinweave.people.models import User
from tests.cast import PASSWORD, Cast

SIGN_IN = reverse("account_login")
TOKENS = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"')


@pytest.fixture(autouse=True)
def fresh_limits() -> None:
    cache.clear()


@pytest.fixture
def joanna(cast: Cast) -> User:
    cast.joanna_user.set_password(PASSWORD)
    cast.joanna_user.save()
    return cast.joanna_user


def attempt(browser: Browser, email: str, password: str) -> tuple[int, str]:
    answer = browser.post(SIGN_IN, {"login": email, "password": password})
    return answer.status_code, TOKENS.sub("", answer.content.decode()).replace(email, "someone")


def test_the_right_password_opens_the_account_and_is_written_down(joanna: User, client: Browser) -> None:
    assert attempt(client, joanna.email.upper(), PASSWORD)[0] == 302
    assert client.get(reverse("client:home")).status_code == 200
    assert Event.objects.filter(act=Act.SIGNED_IN, actor_id=joanna.pk).count() == 1


def test_a_wrong_password_and_an_unknown_address_read_the_same(joanna: User) -> None:
    wrong = attempt(Browser(), joanna.email, "not the river")
    unknown = attempt(Browser(), "nobody@northgate.example", "not the river")
    assert wrong == unknown
    assert wrong[0] == 200


def test_a_closed_account_reads_like_a_wrong_password(joanna: User) -> None:
    wrong = attempt(Browser(), joanna.email, "not the river")
    joanna.is_active = False
    joanna.save()
    closed = Browser()
    attempt(closed, joanna.email, PASSWORD)
    assert closed.get(reverse("client:home")).status_code == 302
    assert attempt(Browser(), joanna.email, "not the river")[1] == wrong[1]


def test_asking_for_a_new_password_reads_the_same_for_everybody(joanna: User, client: Browser) -> None:
    known = client.post(reverse("account_reset_password"), {"email": joanna.email})
    unknown = client.post(reverse("account_reset_password"), {"email": "nobody@northgate.example"})
    assert (known.status_code, known.headers["Location"]) == (
        unknown.status_code,
        unknown.headers["Location"],
    )


def test_after_five_wrong_passwords_even_the_right_one_waits(joanna: User, client: Browser) -> None:
    for _ in range(4):
        assert attempt(client, joanna.email, "not the river")[0] == 200
    status, page = attempt(client, joanna.email, "not the river")
    assert status == 429
    assert "Wait five minutes" in page
    _, page = attempt(client, joanna.email, PASSWORD)
    assert "too often in a row" in page
    assert client.get(reverse("client:home")).status_code == 302


def test_too_many_letters_asked_for_are_told_to_wait_in_our_words(joanna: User, client: Browser) -> None:
    for number in range(6):
        asked = client.post(
            reverse("account_reset_password"), {"email": f"nobody{number}@northgate.example"}, REMOTE_ADDR="203.0.113.80"
        )  # fmt: skip
    assert asked.status_code == 429
    page = asked.content.decode()
    assert "Wait a minute" in page
    assert 'href="/help/' in page


def test_forty_colleagues_come_in_from_one_address(cast: Cast) -> None:
    for staff in (cast.miriam, cast.adela):
        staff.set_password(PASSWORD)
        staff.save()
    for turn in range(40):
        who = (cast.miriam, cast.adela)[turn % 2]
        assert attempt(Browser(REMOTE_ADDR="203.0.113.81"), who.email, PASSWORD)[0] == 302


def test_the_wait_ends_by_itself(joanna: User, client: Browser) -> None:
    for _ in range(6):
        attempt(client, joanna.email, "not the river")
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=6)):
        assert attempt(client, joanna.email, PASSWORD)[0] == 302
    assert not AccessAttempt.objects.filter(username=joanna.email).exists()


def test_one_persons_wrong_guesses_do_not_keep_another_out(joanna: User, cast: Cast) -> None:
    cast.callum_user.set_password(PASSWORD)
    cast.callum_user.save()
    stranger, callum = Browser(REMOTE_ADDR="203.0.113.7"), Browser(REMOTE_ADDR="198.51.100.9")
    for _ in range(5):
        attempt(stranger, joanna.email, "not the river")
    assert attempt(callum, cast.callum_user.email, PASSWORD)[0] == 302


def test_the_page_has_labels_and_no_words_inside_its_fields(client: Browser, db: None) -> None:
    page = client.get(SIGN_IN).content.decode()
    assert "placeholder" not in page
    assert "E-mail address" in page
    assert 'autocomplete="current-password"' in page


def test_nobody_can_sign_up_uninvited(client: Browser, db: None) -> None:
    answer = client.post(
        reverse("account_signup"), {"email": "me@home.example", "password1": "four quiet grey horses"}
    )
    assert answer.status_code in {200, 403}
    assert not User.objects.filter(email="me@home.example").exists()


def test_passwords_are_kept_as_argon2id(joanna: User) -> None:
    assert joanna.password.startswith("argon2$argon2id$v=19$m=47104")
