"""Every worksheet of the library, given, written on by the client, finished by the therapist, and read by both."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.test import Client as Browser

from kinweave.core.worksheets import WorksheetDefinition
from kinweave.people.models import User
from kinweave.worksheets.actions.entries import give_worksheet
from kinweave.worksheets.models import WorksheetEntry
from tests.capabilities.worksheets.sheets import CODES, posted, sheet
from tests.cast import Cast
from tests.portals.therapist.in_room import form_of

SignedIn = Callable[[User], Browser]
REFERENCES = {"person", "people", "event"}


def example(definition: WorksheetDefinition) -> dict[str, Any]:
    """The first worked example that is accepted, without people and events of somebody else's record."""
    values = next(each.values for each in definition.examples if not each.problems)
    kept: dict[str, Any] = {}
    for field in definition.fields:
        value: Any = values.get(field.code)
        if value is None or field.kind in REFERENCES:
            continue
        if field.kind == "table":
            named = {column.code for column in field.columns if column.kind in REFERENCES}
            value = [{code: cell for code, cell in row.items() if code not in named} for row in value]
        kept[field.code] = value
    return kept


def words_in(value: Any) -> list[str]:
    """Every text a person wrote in an entry."""
    if isinstance(value, dict):
        return [words for part in value.values() for words in words_in(part)]
    if isinstance(value, list):
        return [words for part in value for words in words_in(part)]
    return [value] if isinstance(value, str) and re.search(r"[ a-z]{4}", value) else []


def shown(page: bytes) -> str:
    return unescape(page.decode())


def filled(browser: Browser, address: str, definition: WorksheetDefinition, do: str, **skip: object) -> Any:
    values = {code: value for code, value in example(definition).items() if code not in skip}
    post = posted(definition, values)
    for name, value in form_of(browser.get(address).content.decode()).items():
        post.setdefault(name, value)
    post["do"] = do
    return browser.post(address, post, follow=True)


@pytest.mark.parametrize("code", CODES)
def test_the_client_writes_and_the_therapist_finishes(cast: Cast, as_user: SignedIn, code: str) -> None:
    definition = sheet(code)
    entry = give_worksheet(course=cast.course, definition=definition, by=cast.miriam, share=True)
    private = {field.code: None for field in definition.fields if field.private}
    joanna, miriam = as_user(cast.joanna_user), as_user(cast.miriam)
    hers, theirs = f"/my/worksheets/{entry.id}/", f"/work/people/{cast.joanna.id}/worksheets/{entry.id}/"

    assert filled(joanna, hers, definition, "save", **private).status_code == 200
    page = shown(joanna.get(hers).content)
    assert definition.client_title in page
    for field in definition.fields:
        assert (f">{field.label}<" in page) is not field.private, field.code
    requires_people = any(field.required and field.kind in REFERENCES for field in definition.fields)
    if requires_people:
        return  # nobody is on her list of people yet, and the sheet says so when it is finished
    assert filled(miriam, theirs, definition, "finish").status_code == 200
    entry = WorksheetEntry.objects.get()
    assert entry.is_done
    read = {
        who: shown(browser.get(at).content)
        for who, browser, at in (("her", joanna, hers), ("them", miriam, theirs))
    }
    for field in definition.fields:
        choices = {choice.value: choice.text for choice in field.choices}
        for words in words_in(entry.values.get(field.code)) if field.kind not in {"table", "date"} else ():
            said = choices.get(words, words)
            if field.kind != "dialogue" or said not in {"me", "them"}:
                assert said in read["them"], (field.code, said)
                assert (said in read["her"]) is not field.private, (field.code, said)


def test_what_requires_somebody_says_so_when_nobody_is_there(cast: Cast, as_user: SignedIn) -> None:
    definition = sheet("joint-meeting")
    entry = give_worksheet(course=cast.course, definition=definition, by=cast.miriam)
    address = f"/work/people/{cast.joanna.id}/worksheets/{entry.id}/"
    answer = filled(as_user(cast.miriam), address, definition, "finish")
    assert answer.status_code == 422
    assert "Please answer: Who comes?" in shown(answer.content)
