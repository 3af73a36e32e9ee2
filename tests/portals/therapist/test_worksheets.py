"""Worksheets in the therapist's portal."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client as Browser

from kinweave.core.worksheets import WorksheetDefinition
from kinweave.people.models import User
from kinweave.shelf.queries import library
from kinweave.worksheets.actions.entries import give_worksheet
from kinweave.worksheets.models import WorksheetEntry
from tests.cast import Cast
from tests.portals.therapist.in_room import form_of

SignedIn = Callable[[User], Browser]


@pytest.fixture
def entry(cast: Cast) -> WorksheetEntry:
    definition = library().get(WorksheetDefinition, "communication-analysis")
    return give_worksheet(course=cast.course, definition=definition, by=cast.miriam)


def url(entry: WorksheetEntry, rest: str = "") -> str:
    return f"/work/people/{entry.client_id}/worksheets/{entry.id}/{rest}"


def opened(browser: Browser, entry: WorksheetEntry) -> dict[str, str]:
    return form_of(browser.get(url(entry)).content.decode())


def test_a_talk_is_written_line_by_line_without_script(
    cast: Cast, entry: WorksheetEntry, as_user: SignedIn
) -> None:
    browser = as_user(cast.miriam)
    first = {
        **opened(browser, entry),
        "turns.0.who": "me",
        "turns.0.said": "It’s fine.",
        "turns.0.meant": "Stay.",
        "add_row": "turns",
    }
    assert browser.post(url(entry), first).headers["Location"] == f"{url(entry)}#w-turns"
    page = browser.get(url(entry)).content.decode()
    assert "“It’s fine.”" in page
    assert 'name="turns.1.said"' in page  # the next line waits
    entry.refresh_from_db()
    assert entry.values["turns"] == [{"who": "me", "said": "It’s fine.", "meant": "Stay."}]


def test_a_wrong_answer_is_shown_at_its_field_with_what_was_typed(
    cast: Cast, entry: WorksheetEntry, as_user: SignedIn
) -> None:
    browser = as_user(cast.miriam)
    answer = browser.post(
        url(entry), {**opened(browser, entry), "when": "last summer", "situation": "The call"}
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'href="#w-when"' in page
    assert 'value="last summer"' in page
    assert 'value="The call"' in page
    entry.refresh_from_db()
    assert entry.values == {}


def test_sharing_finishing_and_taking_up_again(cast: Cast, entry: WorksheetEntry, as_user: SignedIn) -> None:
    browser = as_user(cast.miriam)
    browser.post(url(entry), {**opened(browser, entry), "situation": "The call", "do": "share"})
    entry.refresh_from_db()
    assert entry.is_with_client
    short = browser.post(url(entry), {**opened(browser, entry), "situation": "The call", "do": "finish"})
    assert short.status_code == 422
    said = {**opened(browser, entry), "situation": "The call", "turns.0.who": "them", "turns.0.said": "OK."}
    browser.post(url(entry), {**said, "do": "finish"})
    page = browser.get(url(entry)).content.decode()
    assert "Take it up again" in page
    assert "<textarea" not in page.split("Earlier texts")[0]


def test_autosave_and_two_tabs(cast: Cast, entry: WorksheetEntry, as_user: SignedIn) -> None:
    browser = as_user(cast.miriam)
    one, two = opened(browser, entry), opened(browser, entry)
    assert browser.post(url(entry, "save/"), {**one, "situation": "one"}).json()["version"] == 2
    assert browser.post(url(entry, "save/"), {**one, "situation": "one more"}).json()["version"] == 3
    conflict = browser.post(url(entry, "save/"), {**two, "situation": "from tab two"})
    assert (conflict.status_code, conflict.json()) == (409, {"merge": url(entry)})
    assert browser.post(url(entry, "save/"), {**one, "when": "soon"}).status_code == 400
    page = browser.get(url(entry)).content.decode()
    assert "one more" in page
    assert "from tab two" in page
    plain = browser.post(url(entry), {**two, "situation": "again"}, follow=True).content.decode()
    assert "kept below" in plain


@pytest.mark.parametrize("who", ["colleague", "former", "manager", "stranger", "callum_user", "joanna_user"])
def test_for_everybody_else_it_does_not_exist(
    cast: Cast, entry: WorksheetEntry, as_user: SignedIn, who: str
) -> None:
    browser = as_user(getattr(cast, who))
    assert browser.get(url(entry)).status_code == 404
    for rest in ("", "save/"):
        assert browser.post(url(entry, rest), {"situation": "x", "version": "1"}).status_code == 404


def test_a_supervisor_reads_it(cast: Cast, entry: WorksheetEntry, as_user: SignedIn) -> None:
    browser = as_user(cast.adela)
    assert '<form method="post" class="form"' not in browser.get(url(entry)).content.decode()
    assert browser.post(url(entry), {"situation": "x", "version": "1"}).status_code == 404


def test_under_another_clients_address_it_does_not_exist(
    cast: Cast, entry: WorksheetEntry, as_user: SignedIn
) -> None:
    address = url(entry).replace(str(cast.joanna.id), str(cast.callum.id))
    assert as_user(cast.miriam).get(address).status_code == 404
    assert as_user(cast.miriam).post(f"{address}save/", {"situation": "x"}).status_code == 404
