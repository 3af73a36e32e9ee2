"""Every address × everyone in the cast × GET and POST, against the table in `access/` (S-01, S-03, S-04)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.urls import reverse

from tests.record import PRIVATE_MOOD
from tests.rules import access, stage
from tests.rules.access import ACTORS, NOBODY, Row
from tests.rules.stage import Stage

pytestmark = pytest.mark.django_db
PUBLIC_AT_MOST = 30
WORKED = {200, 302, 303, 400, 409, 422}


@pytest.fixture(scope="module")
def everybody(django_db_setup: None, django_db_blocker: Any) -> Iterator[Stage]:
    with stage.set_up(django_db_blocker) as found:
        yield found


@pytest.fixture(scope="module")
def nowhere(everybody: Stage) -> dict[str, bytes]:
    """What each actor reads at an address that leads nowhere."""
    url = reverse("therapist:course", args=[uuid4()])
    pages = {actor: access.ask(browser, "GET", url) for actor, browser in everybody.browsers.items()}
    return {actor: access.body(page) for actor, page in pages.items() if page.status_code == 404}


def test_the_table_names_every_address_and_no_other() -> None:
    assert set(access.table()) == set(access.addresses())


def test_few_addresses_answer_somebody_who_is_not_signed_in() -> None:
    public = [row.name for row in access.table().values() if NOBODY in row.get | row.post]
    assert len(public) <= PUBLIC_AT_MOST, public


@pytest.mark.parametrize("name", sorted(access.addresses()))
def test_address(name: str, everybody: Stage, nowhere: dict[str, bytes]) -> None:
    row = access.table().get(name, Row(name))
    wrong = [
        f"{method} by {actor}: {problem}"
        for method in ("GET", "POST")
        for actor in ACTORS
        if (problem := _problem(row, method, actor, everybody, nowhere))
    ]
    assert wrong == []


def _problem(row: Row, method: str, actor: str, at: Stage, nowhere: dict[str, bytes]) -> str:
    """What is wrong with the answer to this actor; empty when nothing is."""
    url = access.address(row, at.joanna, at.cast)
    browser = at.browsers[actor]
    with stage.undone():
        before = access.rows_changed()
        response = access.ask(browser, method, url, row.form)
        content = access.body(response)
        allowed = row.allows(method, actor)
        if not (allowed and (method == "POST" or row.writes)) and at.has_changed(before):
            return f"answered {response.status_code} and changed the database"
    if problem := _leaks(actor, content, at):
        return problem
    if not allowed:
        return _wrongly_let_in(row, method, actor, response, content, nowhere)
    wanted = row.answers if method == "GET" else WORKED
    return "" if response.status_code in wanted else f"answered {response.status_code}"


def _wrongly_let_in(
    row: Row, method: str, actor: str, response: Any, content: bytes, nowhere: dict[str, bytes]
) -> str:
    status = response.status_code
    if status == 405:
        return (
            ""
            if not (row.get if method == "GET" else row.post) or actor != NOBODY
            else "a method refused too early"
        )
    if actor == NOBODY and not row.allows("GET", NOBODY):
        to_sign_in = status == 302 and response["Location"].startswith(reverse("account_login"))
        return "" if to_sign_in else f"answered {status} without signing in"
    if status == 404:
        same = actor not in nowhere or content == nowhere[actor]
        return "" if same else "a 404 that differs from that of an address that leads nowhere"
    if method == "POST" and row.allows("GET", actor) and status in row.answers:
        return ""  # a page that reads nothing of what is posted; that it wrote nothing was seen above
    return f"answered {status}"


def _leaks(actor: str, content: bytes, at: Stage) -> str:
    """Words of a record that this actor may not know."""
    for record, may_know in ((at.joanna, access.MAY_KNOW_JOANNA), (at.callum, access.MAY_KNOW_CALLUM)):
        if actor in may_know:
            continue
        for words in (record.phrase, record.client.name, record.client.code):
            if words.encode() in content:
                return f"reads {words!r}"
    if actor != "joanna" and at.joanna.words(PRIVATE_MOOD).encode() in content:
        return "reads a mood the client keeps to herself"
    return ""


def test_the_net_would_catch_a_write(everybody: Stage) -> None:
    with transaction.atomic():
        before = access.rows_changed()
        person = everybody.joanna.person
        type(person).objects.filter(pk=person.pk).update(version=person.version + 1)
        assert everybody.has_changed(before)
        transaction.set_rollback(True)


def test_the_net_would_catch_words_of_another_record(everybody: Stage) -> None:
    assert _leaks("joanna", f"<p>{everybody.callum.words('line')}</p>".encode(), everybody)
    assert not _leaks("miriam", f"<p>{everybody.callum.words('line')}</p>".encode(), everybody)
