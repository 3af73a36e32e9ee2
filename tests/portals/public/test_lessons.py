"""The pages that anybody may read before they come."""

from __future__ import annotations

import re

import pytest
from django.test import Client as Browser

from kinweave.core.lessons import Lesson
from kinweave.shelf.queries import library

pytestmark = pytest.mark.django_db
OPEN = sorted(lesson.code for lesson in library().all(Lesson) if lesson.public)
CLOSED = sorted(lesson.code for lesson in library().all(Lesson) if not lesson.public)


def test_what_ipt_is_like_leads_to_each_of_them(client: Browser) -> None:
    text = client.get("/what-is-ipt/").content.decode()
    assert sorted(set(re.findall(r"/what-is-ipt/([a-z-]+)/", text))) == OPEN


@pytest.mark.parametrize("code", OPEN)
def test_each_is_read_without_signing_in_and_leads_to_the_others(client: Browser, code: str) -> None:
    answer = client.get(f"/what-is-ipt/{code}/")
    text = answer.content.decode()
    assert answer.status_code == 200
    assert 'content="index, follow"' in text
    assert library().get(Lesson, code).title in text
    assert sorted({*re.findall(r"/what-is-ipt/([a-z-]+)/", text), code}) == OPEN
    assert ("Open the page with the numbers" in text) is library().get(Lesson, code).help
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("code", [*CLOSED, "no-such-page"])
def test_the_others_are_for_people_in_care(client: Browser, code: str) -> None:
    assert client.get(f"/what-is-ipt/{code}/").status_code == 404
    assert client.get(f"/my/reading/{code}/").status_code == 302


def test_a_service_s_own_page_is_open_only_if_it_says_so() -> None:
    assert not Lesson.model_fields["public"].default
