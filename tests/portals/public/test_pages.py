"""What anyone may read about IPT, and how to leave."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from pathlib import Path

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client as Browser
from django.test import RequestFactory

import kinweave
from kinweave.core import clock
from kinweave.jobs import actions as jobs
from kinweave.people.models import User
from kinweave.public.views import problems
from tests.cast import Cast

PAGES = ["/", "/what-is-ipt/", "/help/"]


def words_of(page: str) -> str:
    body = page[page.index("<main") : page.index("</main>")]
    return unescape(re.sub(r"\s+", " ", re.sub(r"<(svg|style).*?</\1>|<[^>]+>", " ", body, flags=re.S)))


def syllables(word: str) -> int:
    return max(1, len(re.findall(r"[aeiouy]+", re.sub(r"(?<=[^l])e$|es$|ed$", "", word.lower()))))


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.django_db
def test_the_public_pages_read_at_eleven_years_or_younger(path: str) -> None:
    sentences = [each for each in re.split(r"[.?!:;]\s", words_of(Browser().get(path).text)) if each.strip()]
    words = [word for each in sentences for word in re.findall(r"[A-Za-z’]+", each)]
    grade = 0.39 * len(words) / len(sentences) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59
    assert grade <= 6  # Flesch-Kincaid: pupils of eleven are in grade 6


@pytest.mark.django_db
def test_home_names_the_four_kinds_of_trouble_and_when_another_way_is_better() -> None:
    page = words_of(Browser().get("/").text)
    for said in (
        "Someone died",
        "We want different things",
        "Life changed",
        "Connecting with others",
        "Another way may be better",
    ):
        assert said in page
    assert "deficit" not in page.lower()


@pytest.mark.django_db
def test_the_pages_promise_no_cure() -> None:
    for path in PAGES:
        assert not re.search(r"\b(cures?|guarantee|diagnoses)\b", words_of(Browser().get(path).text), re.I)


def test_leaving_leads_to_a_page_about_the_weather_and_keeps_no_trace() -> None:
    away = Browser().get("/leave/")
    assert away.status_code == 302
    assert "metoffice" in away["Location"]
    assert away["Referrer-Policy"] == "same-origin"


def test_search_engines_read_the_public_pages_only() -> None:
    robots = Browser().get("/robots.txt").text
    assert "Disallow: /\n" in robots
    assert "Allow: /what-is-ipt/" in robots


@pytest.mark.django_db
def test_whoever_watches_the_service_is_told_when_no_worker_works(now: None) -> None:
    assert Browser().get("/healthz/jobs").status_code == 503
    jobs.beat(worker="w")
    assert Browser().get("/healthz/jobs").status_code == 200
    with clock.at(clock.now() + timedelta(minutes=6)):
        assert Browser().get("/healthz/jobs").status_code == 503


def test_no_person_is_graded_by_risk_anywhere() -> None:
    """S-48: the words are never rendered, so they stand in no template, definition, script or sentence of the program."""
    graded = re.compile(r"\b(low|medium|moderate|high)[\s-]+risk\b|risk[\s-]+level|risk[\s-]+score", re.I)
    package = Path(kinweave.__file__).parent
    found = [
        f"{file.relative_to(package)}: {match[0]}"
        for file in package.rglob("*")
        if file.suffix in {".html", ".py", ".toml", ".js", ".txt", ".typ"}
        for match in graded.finditer(file.read_text(encoding="utf-8"))
    ]
    assert found == []


@pytest.mark.parametrize(
    ("who", "where"), [("joanna_user", "/my/"), ("miriam", "/work/"), ("manager", "/service/")]
)
def test_after_signing_in_everyone_comes_to_their_own_first_page(
    cast: Cast, as_user: Callable[[User], Browser], who: str, where: str
) -> None:
    assert as_user(getattr(cast, who)).get("/start/")["Location"] == where


def test_a_client_comes_from_the_crisis_page_to_their_own_plan(
    cast: Cast, as_user: Callable[[User], Browser], client: Browser
) -> None:
    offered = 'href="/start/help/"'
    assert offered in client.get("/help/gb/").content.decode()
    assert as_user(cast.joanna_user).get("/start/help/")["Location"] == "/my/help/"
    assert client.get("/start/help/")["Location"] == "/account/login/?next=/start/help/"


@pytest.mark.parametrize(("who", "first"), [("miriam", "/work/"), ("manager", "/service/")])
def test_staff_who_follow_it_are_told_whose_page_it_is_and_find_their_way_back(
    cast: Cast, as_user: Callable[[User], Browser], who: str, first: str
) -> None:
    browser = as_user(getattr(cast, who))
    page = browser.get("/start/help/")
    assert page.status_code == 200
    shown = page.content.decode()
    assert "member of staff" in shown
    assert 'href="/help/"' in shown
    assert 'href="/start/"' in shown
    assert browser.get("/start/")["Location"] == first


@pytest.mark.parametrize(
    ("view", "status"), [(problems.refused, 403), (problems.bad_request, 400), (problems.failed, 500)]
)
def test_what_went_wrong_is_said_in_plain_words_and_help_is_near(
    view: Callable[[HttpRequest], HttpResponse], status: int
) -> None:
    page = view(RequestFactory().get("/"))
    assert page.status_code == status
    assert b'href="/help/"' in page.content
    assert not re.search(rb"error|exception|csrf|\b[45]0[0-9]\b", page.content.split(b"<main")[1], re.I)


def test_whether_the_service_answers_can_be_asked_without_an_account(db: None) -> None:
    assert Browser().get("/healthz").text == "ok\n"


def test_from_a_page_that_is_not_there_everyone_goes_back_to_their_own_beginning(
    cast: Cast, as_user: Callable[[User], Browser], client: Browser
) -> None:
    assert '<a href="/">Back to the beginning</a>' in client.get("/nowhere/").content.decode()
    lost = as_user(cast.joanna_user).get("/nowhere/")
    assert lost.status_code == 404
    assert '<a href="/start/">Back to the beginning</a>' in lost.content.decode()
