"""After signing in nobody is led away from the service, whatever the address said (S-14)."""

from __future__ import annotations

import pytest
from django.test import Client as Browser
from django.urls import reverse

from tests.cast import PASSWORD, Cast


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://example.org/",
        "//example.org/",
        "/\\example.org",
        "javascript:alert(1)",
        "https:///example.org",
    ],
)
def test_an_address_elsewhere_is_not_followed(cast: Cast, elsewhere: str) -> None:
    cast.joanna_user.set_password(PASSWORD)
    cast.joanna_user.save()
    form = {"login": cast.joanna_user.email, "password": PASSWORD, "next": elsewhere}
    answer = Browser().post(reverse("account_login"), form)
    assert answer.status_code == 302
    assert answer["Location"] == reverse("public:start")
