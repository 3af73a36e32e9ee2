"""What every answer tells the browser: keep nothing, talk to nobody else (S-14, S-17)."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client as Browser
from django.urls import reverse

from kinweave.people.models import User
from tests.cast import Cast

AsUser = Callable[[User], Browser]
CSP = {
    "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:", "font-src 'self'",
    "connect-src 'self'", "manifest-src 'self'", "worker-src 'self'", "form-action 'self'", "base-uri 'none'",
    "frame-ancestors 'none'", "require-trusted-types-for 'script'",
}  # fmt: skip
PAGES = {
    None: ("/", "/what-is-ipt/", "/help/", "/account/login/", "/account/password/reset/", "/nowhere/"),
    "joanna_user": ("/my/", "/my/start/consent/", "/my/record/", "/my/record/looks/", "/account/2fa/"),
    "miriam": ("/work/", "/work/people/new/", "/my/"),
    "manager": ("/service/", "/service/settings/", "/service/staff/invite/"),
}


@pytest.mark.parametrize(("who", "address"), [(who, page) for who, pages in PAGES.items() for page in pages])
def test_every_page_carries_them(cast: Cast, as_user: AsUser, who: str | None, address: str) -> None:
    browser = as_user(getattr(cast, who)) if who else Browser()
    answer = browser.get(address)
    assert answer.status_code in {200, 404}
    policy = {part.strip() for part in answer.headers["Content-Security-Policy"].split(";") if part.strip()}
    assert policy == CSP
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers.get("X-Frame-Options") in {"DENY", None if address == "/help/" else "DENY"}
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in answer.headers["Permissions-Policy"]
    if who:
        assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("address", [page for page in PAGES["joanna_user"]])
def test_nothing_in_a_page_points_to_another_origin(cast: Cast, as_user: AsUser, address: str) -> None:
    page = as_user(cast.joanna_user).get(address).content.decode()
    for mark in ('src="http', 'srcset="http', "url(http", 'rel="preconnect"', 'action="http'):
        assert mark not in page


def test_the_session_cookie_is_for_the_server_alone(cast: Cast, client: Browser) -> None:
    cast.joanna_user.set_password("a long walk by the river")
    cast.joanna_user.save()
    answer = client.post(
        reverse("account_login"), {"login": cast.joanna_user.email, "password": "a long walk by the river"}
    )
    cookie = answer.cookies[settings.SESSION_COOKIE_NAME]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["max-age"] == ""  # gone with the browser


def test_with_https_cookies_are_bound_to_this_host_and_it_stays_https() -> None:
    """Read the settings as a live service would, in a program of its own."""
    shown = subprocess.run(
        [sys.executable, "-c", "from kinweave.config import settings as s; print(s.SESSION_COOKIE_NAME, "
         "s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_NAME, s.CSRF_COOKIE_SECURE, s.SECURE_HSTS_SECONDS, "
         "s.SECURE_HSTS_INCLUDE_SUBDOMAINS, s.SECURE_SSL_REDIRECT, s.DEBUG, s.DEMO)"],
        env={"PATH": os.environ["PATH"], "KINWEAVE_HTTPS": "1", "KINWEAVE_HOSTS": "kinweave.example"},
        capture_output=True, text=True, check=True,
    ).stdout.split()  # fmt: skip
    assert shown == [
        "__Host-kinweave", "True", "__Host-kinweave-csrf", "True", "31536000", "True", "True", "False", "False",
    ]  # fmt: skip
