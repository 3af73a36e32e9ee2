"""A drawing on a worksheet: kept sealed, seen by both, and never anything but lines and words."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client as Browser

from kinweave.core.worksheets import WorksheetDefinition
from kinweave.people.models import User
from kinweave.people.own_record import own_record
from kinweave.shelf.queries import library
from kinweave.worksheets.actions.entries import give_worksheet
from kinweave.worksheets.models import WorksheetEntry
from tests.cast import Cast
from tests.portals.therapist.in_room import form_of

SignedIn = Callable[[User], Browser]
LINES = [[120, 300, 140, 420], [700, 200]]
DRAWN = {"picture.strokes": json.dumps(LINES), "picture.words": "Me and the door"}


@pytest.fixture
def entry(cast: Cast) -> WorksheetEntry:
    sheet = library().get(WorksheetDefinition, "in-my-own-way")
    return give_worksheet(course=cast.course, definition=sheet, by=cast.miriam, share=True)


@pytest.fixture
def joanna(cast: Cast, as_user: SignedIn) -> Browser:
    return as_user(cast.joanna_user)


def sent(browser: Browser, entry: WorksheetEntry, **more: Any) -> Any:
    address = f"/my/worksheets/{entry.id}/"
    form = form_of(browser.get(address).content.decode())
    return browser.post(address, {**form, **more}, follow=True)


def test_what_she_draws_comes_back_as_she_drew_it(entry: WorksheetEntry, joanna: Browser) -> None:
    page = sent(joanna, entry, **DRAWN).content.decode()
    entry.refresh_from_db()
    assert entry.values == {"picture": {"strokes": LINES, "words": "Me and the door"}}
    assert 'd="M120 300L140 420"' in page
    assert 'd="M700 200h0"' in page
    assert f'value="{json.dumps(LINES, separators=(",", ":"))}"' in page
    assert "drawing.js" in page
    again = sent(
        joanna, entry, **{"picture.words": "Me and the door"}
    )  # the hidden lines come back with the form
    assert again.status_code == 200
    entry.refresh_from_db()
    assert entry.values["picture"]["strokes"] == LINES


def test_on_the_disk_it_is_sealed(entry: WorksheetEntry, joanna: Browser) -> None:
    sent(joanna, entry, **DRAWN)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM worksheets_worksheetentry")
        stored = repr(cursor.fetchall())
    assert "Me and the door" not in stored
    assert "120, 300" not in stored


def test_her_therapist_sees_it_and_it_is_read_aloud_by_its_words(
    cast: Cast, entry: WorksheetEntry, joanna: Browser, as_user: SignedIn
) -> None:
    sent(joanna, entry, do="finish", **DRAWN)
    page = as_user(cast.miriam).get(f"/work/people/{cast.joanna.id}/worksheets/{entry.id}/").content.decode()
    assert 'd="M120 300L140 420"' in page
    assert ">Me and the door</desc>" in page
    assert "data-drawing" not in page.split("Earlier texts")[0]  # finished: to look at, not to draw on


def test_without_script_words_are_enough(entry: WorksheetEntry, joanna: Browser) -> None:
    page = joanna.get(f"/my/worksheets/{entry.id}/").content.decode()
    assert "Words do as well." in page
    assert "data-drawing-tools hidden" in page
    sent(joanna, entry, do="finish", **{"picture.words": "A closed door"})
    entry.refresh_from_db()
    assert entry.is_done
    assert entry.values == {"picture": {"words": "A closed door"}}


@pytest.mark.parametrize(
    "hostile",
    ['<script>alert(1)</script>"', '[["M0 0"]]', "[[1,2,3]]", "[[99999,1]]", json.dumps([[1, 1]] * 500)],
)
def test_what_is_no_drawing_is_refused_and_nothing_else_is_lost(
    entry: WorksheetEntry, joanna: Browser, hostile: str
) -> None:
    answer = sent(
        joanna, entry, **{"picture.strokes": hostile, "picture.words": "My words", "music": "A song"}
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'href="#w-picture"' in page
    assert "<script>alert" not in page
    assert "My words</textarea>" in page
    assert 'value="A song"' in page
    entry.refresh_from_db()
    assert entry.values == {}


def test_saved_as_she_draws(entry: WorksheetEntry, joanna: Browser) -> None:
    address = f"/my/worksheets/{entry.id}/"
    form = form_of(joanna.get(address).content.decode())
    assert joanna.post(f"{address}save/", {**form, **DRAWN}).status_code == 200
    wrong = joanna.post(f"{address}save/", {**form, **DRAWN, "picture.strokes": "[[1]]"})
    assert (wrong.status_code, list(wrong.json()["errors"])) == (400, ["picture"])


def test_it_is_in_the_record_she_takes_along(cast: Cast, entry: WorksheetEntry, joanna: Browser) -> None:
    sent(joanna, entry, **DRAWN)
    assert "Me and the door" in json.dumps(own_record(cast.joanna).as_json(), ensure_ascii=False)
