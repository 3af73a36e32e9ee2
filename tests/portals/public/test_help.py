"""Crisis help answers everybody, everywhere, with nothing behind it: no sign-in, no database, no network (S-40, S-47)."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client as Browser

from kinweave.core.crisis_lines import CrisisLines
from kinweave.people.models import User
from kinweave.public.middleware import COOKIE
from kinweave.shelf.queries import library
from tests.cast import Cast

# Tests without the `cast` or `db` fixture may not touch the database: pytest-django refuses it.


def test_it_answers_without_the_database_even_to_somebody_with_a_session() -> None:
    browser = Browser()
    browser.cookies["kinweave"] = "somesessionthatcannotbelookedup"
    for path in ("/help/", "/help"):
        page = browser.get(path)
        assert page.status_code == 200
        assert 'href="tel:999"' in page.text


def test_it_answers_while_the_database_is_broken(tmp_path: Path) -> None:
    (tmp_path / "kinweave.sqlite3").write_bytes(b"this is not a database" * 1000)
    env = os.environ | {"KINWEAVE_DATA_DIR": str(tmp_path)}
    code = (
        "import os; os.environ.update(DJANGO_SETTINGS_MODULE='kinweave.config.settings')\n"
        "import django; django.setup()\n"
        "from django.test import Client\n"
        "c = Client(raise_request_exception=False, headers={'host': 'localhost'}); c.cookies['kinweave'] = 'x' * 32\n"
        "print(c.get('/work/').status_code, c.get('/help/').status_code, c.get('/help/us/').status_code,"
        " c.get('/service-worker.js').status_code, Client(headers={'host': 'localhost'}).get('/healthz').status_code)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, env=env)
    assert done.stdout.split() == ["503", "200", "200", "200", "503"], done.stderr


@pytest.mark.parametrize("page", library().all(CrisisLines), ids=lambda page: page.code)
def test_every_country_shows_its_emergency_number_first_and_every_line_dialable(page: CrisisLines) -> None:
    text = Browser().get(f"/help/{page.country.lower() or 'elsewhere'}/").text
    links = re.findall(r'href="((?:tel|sms):[^"]+)"', text)
    assert links[0] == f"tel:{page.emergency.dial}"
    for line in page.lines:
        for dial, kind in ((line.dial, "tel"), (line.text and line.text.dial, "sms")):
            assert not dial or f"{kind}:{dial}" in links
    assert all(re.fullmatch(r"(tel|sms):[0-9]+", link) for link in links)


def test_an_unknown_country_gets_the_international_page() -> None:
    for country in ("xx", "elsewhere", "atlantis"):
        page = Browser().get(f"/help/{country}/")
        assert page.status_code == 200
        assert "We have no page for the country you chose" in page.text


def test_a_country_is_chosen_by_name_from_a_list_without_scripts() -> None:
    browser = Browser()
    page = browser.get("/help/").text
    names = re.findall(r"<option value=\"([A-Z]{2})\"[^>]*>([^<]+)</option>", page)
    assert len(names) == len(library().all(CrisisLines)) - 1
    assert [name for _, name in names] == sorted(name for _, name in names)
    assert ("NL", "Netherlands") in names
    chosen = browser.get("/help/", {"country": "JP"})
    assert "Crisis help in Japan" in chosen.text
    assert '<option value="JP" selected>' in chosen.text
    assert "Crisis help in Japan" in browser.get("/help/").text


@pytest.mark.parametrize("country", ["elsewhere", "zz", "<script>", "GBGBGBGBGBGBGBGB"])
def test_somewhere_else_can_be_chosen_and_is_not_kept(country: str) -> None:
    browser = Browser()
    page = browser.get("/help/", {"country": country})
    assert "We have no page for the country you chose" in page.text
    assert '<option value="elsewhere" selected>' in page.text
    assert "<script>" not in page.text
    assert COOKIE not in browser.cookies


def test_whoever_is_elsewhere_is_led_to_the_list_from_the_top() -> None:
    page = Browser().get("/help/").text
    assert page.index('href="#where"') < page.index("tel:")
    assert 'id="where"' in page


def test_languages_are_said_where_they_are_not_that_of_the_page() -> None:
    assert "In German, French and Italian." in Browser().get("/help/ch/").text
    assert "In German and others." in Browser().get("/help/de/").text
    assert "In English" not in Browser().get("/help/gb/").text


@pytest.mark.parametrize("country", ["gb", "de", "elsewhere"])
def test_whoever_wants_to_can_ask_those_who_answer(country: str) -> None:
    page = Browser().get(f"/help/{country}/").text
    wanted = library().all(CrisisLines)
    lines = next(each for each in wanted if each.country.lower() == country.replace("elsewhere", "")).lines
    links = re.findall(r'href="(https://[^"]+)" rel="noopener noreferrer"', page)
    assert links == list(dict.fromkeys(str(line.source) for line in lines))


def test_the_country_chosen_stays_chosen() -> None:
    browser = Browser()
    browser.get("/help/nz/")
    assert "Crisis help in New Zealand" in browser.get("/help/").text


def test_a_country_that_is_not_known_is_not_kept() -> None:
    browser = Browser()
    browser.get("/help/zz/")
    assert COOKIE not in browser.cookies
    browser.cookies[COOKIE] = "<script>"
    assert browser.get("/help/").status_code == 200


def test_whoever_signs_in_later_finds_the_numbers_of_their_service(
    cast: Cast, as_user: Callable[[User], Browser]
) -> None:
    cast.service.country = "IE"
    cast.service.save()
    browser = as_user(cast.joanna_user)
    browser.get("/my/")
    browser.logout()
    browser.cookies[COOKIE] = "IE"
    assert "Crisis help in Ireland" in browser.get("/help/").text


def test_a_traveller_who_chose_another_country_keeps_it_after_signing_in(
    cast: Cast, as_user: Callable[[User], Browser]
) -> None:
    browser = as_user(cast.joanna_user)
    browser.get("/help/us/")
    browser.get("/my/")
    assert browser.cookies[COOKIE].value == "US"


def test_it_carries_every_header_of_a_private_page_and_asks_nobody_else() -> None:
    page = Browser().get("/help/")
    assert "default-src 'none'" in page["Content-Security-Policy"]
    assert page["X-Content-Type-Options"] == "nosniff"
    assert page["Referrer-Policy"] == "same-origin"
    assert page["Cache-Control"] == "private, no-cache"
    assert not re.findall(r'(?:src|action)="https?://', page.text)


def test_only_reading_is_answered() -> None:
    assert Browser().post("/help/").status_code == 405
    assert Browser().head("/help/").status_code == 200


def test_it_costs_next_to_nothing() -> None:
    browser = Browser()
    browser.get("/help/")
    begun = time.process_time()
    for _ in range(100):
        browser.get("/help/")
    assert (time.process_time() - begun) / 100 < 0.005


def test_it_says_how_far_the_numbers_were_checked() -> None:
    assert "Nobody has yet checked each number" in Browser().get("/help/").text


def test_the_kept_copy_holds_help_and_nothing_else() -> None:
    script = Browser().get("/service-worker.js")
    assert script["Content-Type"] == "text/javascript"
    files = re.search(r"new Set\((\[.*?\])\)", script.text)
    assert files is not None
    kept = re.findall(r'"([^"]+)"', files[1])
    assert kept[0] == "/help/"
    assert all(each.startswith("/static/") for each in kept[1:])
    assert "/my/" not in script.text


def test_every_page_leads_to_help_in_one_step(cast: Cast, as_user: Callable[[User], Browser]) -> None:
    for user, path in ((cast.joanna_user, "/my/"), (cast.miriam, "/work/"), (cast.manager, "/service/")):
        assert 'class="to-help" href="/help/"' in as_user(user).get(path).text
    assert 'class="to-help" href="/help/"' in Browser().get("/nothing-here/").text
