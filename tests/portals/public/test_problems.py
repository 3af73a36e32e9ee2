"""Pages somebody reaches when an address has nothing to show."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client as Browser

from kinweave.people.models import User
from tests.cast import Cast

SignIn = Callable[[User], Browser]


@pytest.mark.parametrize("rest", ["inventory/add/", "measures/ask/", "worksheets/"])
def test_an_address_that_takes_a_form_says_so_to_whoever_opens_it_again(
    cast: Cast, as_user: SignIn, rest: str
) -> None:
    opened = as_user(cast.miriam).get(f"/work/people/{cast.joanna.id}/{rest}")
    assert opened.status_code == 405
    assert opened.headers["Allow"] == "POST"
    assert "There is nothing to read at this address" in opened.text
    assert "Help now" in opened.text


def test_what_is_sent_where_only_reading_is_answered_stays_a_short_refusal(cast: Cast) -> None:
    refused = Browser().post("/help/")
    assert refused.status_code == 405
    assert refused.content == b""
