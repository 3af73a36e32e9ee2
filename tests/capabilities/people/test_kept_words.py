"""A session that ran out under somebody's writing: the words come back to them, and to nobody else (S-35)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client as Browser
from django.urls import reverse

from kinweave.core import clock
from kinweave.people.models import User
from tests.cast import START, Cast

AsUser = Callable[[User], Browser]
OWN = {"origin": "http://testserver"}
FOREIGN = {"origin": "https://elsewhere.example"}
WORDS = "She said she would ring on Sunday, and then she did not. I waited all day.\nAll of it."


def write_address(cast: Cast) -> str:
    return reverse("therapist:suitability_write", args=[cast.joanna.pk])


def sent(browser: Browser, cast: Cast, headers: dict[str, str], **more: str) -> tuple[int, str]:
    form = {"daily_life": WORDS, "version": "0", "family": "no", "password": "secret river"} | more
    answer = browser.post(write_address(cast), form, headers=headers)
    return answer.status_code, answer.content.decode()


def test_after_a_long_pause_the_words_come_back_with_a_way_to_save_them(cast: Cast, as_user: AsUser) -> None:
    browser = as_user(cast.miriam)
    browser.get(write_address(cast))
    with clock.at(START + timedelta(hours=1)):
        status, page = sent(browser, cast, OWN)
    assert status == 401
    assert "I waited all day.\nAll of it." in page
    assert f'action="{write_address(cast)}"' in page
    assert '<input type="hidden" name="family" value="no">' in page
    assert "secret river" not in page


def test_signed_in_again_the_same_words_are_saved(cast: Cast, as_user: AsUser) -> None:
    browser = as_user(cast.miriam)
    answer = browser.post(write_address(cast), {"daily_life": WORDS, "version": "0"}, headers=OWN)
    assert answer.status_code == 302
    assert "I waited all day." in browser.get(answer.headers["Location"]).content.decode()


def test_from_another_site_nothing_comes_back(cast: Cast, client: Browser) -> None:
    status, page = sent(client, cast, FOREIGN)
    assert status == 302
    assert WORDS not in page


def test_autosave_hears_in_short_that_it_is_signed_out(cast: Cast, client: Browser) -> None:
    answer = client.post(
        reverse("therapist:suitability_keep", args=[cast.joanna.pk]), {"daily_life": WORDS},
        headers=OWN | {"x-requested-with": "autosave"},
    )  # fmt: skip
    assert answer.status_code == 401
    assert answer.json()["error"] == "signed-out"


@pytest.fixture
def strict(cast: Cast) -> Browser:
    """Miriam in a browser in which tokens of forms are checked."""
    browser = Browser(enforce_csrf_checks=True)
    browser.force_login(cast.miriam, backend="kinweave.people.backends.AccountBackend")
    return browser


def test_a_token_that_no_longer_fits_gives_the_words_back(cast: Cast, strict: Browser) -> None:
    status, page = sent(strict, cast, OWN)
    assert status == 401
    assert "I waited all day." in page
    assert "we ask once more" in page
    assert 'name="csrfmiddlewaretoken"' in page


def test_a_forged_form_gets_nothing_and_does_nothing(cast: Cast, strict: Browser) -> None:
    status, page = sent(strict, cast, FOREIGN)
    assert status == 403
    assert "waited all day" not in page
    assert (
        "waited" not in strict.get(reverse("therapist:suitability", args=[cast.joanna.pk])).content.decode()
    )


def test_words_that_look_like_markup_stay_words(cast: Cast, client: Browser) -> None:
    odd = "</textarea><script>alert(1)</script> and more than forty letters of it"
    _, page = sent(client, cast, OWN, daily_life=odd)
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page
