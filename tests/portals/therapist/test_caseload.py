"""The caseload: everyone a clinician sees, found by address alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client as Browser

from kinweave.core import clock
from kinweave.people import actions as people
from kinweave.people.models import CareRelationship, Client, Part, User
from kinweave.shelf.queries import library
from kinweave.therapist.pages.caseload_rows import ChangeWord, change_word
from kinweave.treatment.models import Course
from tests.cast import Cast, course_for
from tests.portals.therapist.story import Week, answer, beginning, friday, hold, middle
from tests.statements import statements_of

SignIn = Callable[[User], Browser]
PEOPLE = "/work/people/"


def newcomer(cast: Cast, name: str, code: str, scores: tuple[int, ...] = ()) -> Course:
    """Another client of Miriam's, with sessions held."""
    client = people.add_client(service=cast.service, code=code, name=name, by=cast.miriam)
    people.start_care(client=client, staff=cast.miriam, part=Part.THERAPIST, by=None)
    course = course_for(client, cast.miriam)
    for index, score in enumerate(scores):
        hold(course, Week(index + 1, score), friday(index), cast.miriam)
    return course


def names(browser: Browser, query: str = "") -> list[str]:
    """Who stands in the table, in order."""
    answered = browser.get(f"{PEOPLE}{query}")
    assert answered.status_code == 200
    return [
        unescape(name)
        for name in re.findall(r'role="rowheader"><a href="[^"]+">([^<]+)</a>', answered.content.decode())
    ]


def line_of(browser: Browser, name: str) -> str:
    """The words of one client's line."""
    html = browser.get(PEOPLE).content.decode()
    rows = [row for row in html.split('<tr role="row">') if f">{name}</a>" in row]
    return unescape(" ".join(re.sub(r"<[^>]+>", " ", rows[0].split("</tr>")[0]).split()))


@pytest.fixture
def busy(cast: Cast) -> Iterator[Cast]:
    """Joanna after six sessions; Callum not begun; two more of Miriam's."""
    beginning(cast)
    middle(cast, (15, 15, 11))
    course_for(cast.callum, cast.miriam)
    newcomer(cast, "Priya Nair", "N-003", (12, 18))
    newcomer(cast, "Amal Örd", "N-004", (12, 14))
    with clock.at(friday(6) - timedelta(minutes=24)):
        yield cast


def test_a_line_says_where_somebody_is(busy: Cast, as_user: SignIn) -> None:
    line = line_of(as_user(busy.miriam), "Joanna Hale")
    assert "Middle phase Role transition 7 of 16" in line
    assert "PHQ-9 by session: 17, 18, 16, 15, 15, 11" in line, "the picture in words"
    assert "Fell by 6" in line
    assert "Today 10:00" in line


def test_people_stand_in_order_of_name(busy: Cast, as_user: SignIn) -> None:
    assert names(as_user(busy.miriam)) == ["Amal Örd", "Callum Pryce", "Joanna Hale", "Priya Nair"]


def test_a_supervisor_sees_the_shared_case_only(busy: Cast, as_user: SignIn) -> None:
    adela = as_user(busy.adela)
    assert names(adela) == ["Joanna Hale"]
    assert names(adela, "?whose=mine") == []
    assert names(adela, "?whose=supervised") == ["Joanna Hale"]


def test_nobody_else_sees_anybody(busy: Cast, as_user: SignIn) -> None:
    for user in (busy.colleague, busy.former, busy.stranger):
        assert names(as_user(user)) == []
    for user in (busy.manager, busy.joanna_user):
        assert as_user(user).get(PEOPLE).status_code == 404


def test_filters_are_addresses(busy: Cast, as_user: SignIn) -> None:
    miriam = as_user(busy.miriam)
    assert names(miriam, "?phase=middle") == ["Joanna Hale"]
    assert names(miriam, "?phase=initial") == ["Amal Örd", "Callum Pryce", "Priya Nair"]
    assert names(miriam, "?phase=ended") == []
    assert names(miriam, "?attention=1") == ["Priya Nair"], "scores worse than at the start"
    answer(busy.course, 12, busy.miriam, item9=1)
    assert names(miriam, "?attention=1") == ["Joanna Hale", "Priya Nair"]
    assert "safety answer open" in line_of(miriam, "Joanna Hale")


def test_filters_that_make_no_sense_are_passed_over(busy: Cast, as_user: SignIn) -> None:
    miriam = as_user(busy.miriam)
    everyone = names(miriam)
    for query in (
        "?phase=nowhere",
        "?whose=everyone",
        "?page=-3",
        "?page=99999999999",
        "?page=٣",
        "?attention=yes",
    ):
        assert names(miriam, query) == everyone, query
    assert names(miriam, "?q=" + "x" * 5000) == []


def test_a_name_that_fits_one_person_leads_to_them(busy: Cast, as_user: SignIn) -> None:
    miriam = as_user(busy.miriam)
    for typed in ("joanna", "HALE", "N-001", "  joanna   hale "):
        found = miriam.get(PEOPLE, {"q": typed})
        assert (found.status_code, found["Location"]) == (302, f"/work/people/{busy.joanna.id}/"), typed
    assert names(miriam, "?q=al") == ["Amal Örd", "Callum Pryce", "Joanna Hale"]
    assert miriam.get(PEOPLE, {"q": "örd"})["Location"].startswith("/work/people/")


def test_a_search_never_leads_to_somebody_else_s_client(busy: Cast, as_user: SignIn) -> None:
    found = as_user(busy.colleague).get(PEOPLE, {"q": "joanna"})
    assert found.status_code == 200
    assert "Nobody here fits" in found.content.decode()


def test_what_was_typed_is_shown_as_words(busy: Cast, as_user: SignIn) -> None:
    html = as_user(busy.miriam).get(PEOPLE, {"q": '"><script>alert(1)</script>'}).content.decode()
    assert "<script>alert" not in html
    assert "&lt;script&gt;" in html


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ((), ChangeWord("", "No score yet")),
        ((14.0,), ChangeWord("", "First score only")),
        ((17.0, 12.0), ChangeWord("", "No reliable change yet")),
        ((17.0, 11.0), ChangeWord("good", "Fell by 6")),
        ((17.0, 3.0, 18.0), ChangeWord("", "No reliable change yet")),
        ((12.0, 17.0), ChangeWord("", "No reliable change yet")),
        ((12.0, 18.0), ChangeWord("bad", "Worse than at the start")),
    ],
)
def test_change_is_named_from_the_published_points_on(values: tuple[float, ...], said: ChangeWord) -> None:
    assert change_word(library().instrument("phq-9").main_scale, values) == said


def test_the_rule_behind_the_words_is_there_to_read(busy: Cast, as_user: SignIn) -> None:
    html = as_user(busy.miriam).get(PEOPLE).content.decode()
    assert "From 6 points on" in html
    assert "NHS Talking Therapies" in html


def crowd(cast: Cast, count: int) -> None:
    """So many more clients of Miriam's, each with a course of one session."""
    for index in range(count):
        newcomer(cast, f"Client {index:03}", f"C-{index:03}", (10 + index % 10, 9))


def test_a_larger_caseload_asks_no_more_of_the_database(cast: Cast, as_user: SignIn) -> None:
    miriam = as_user(cast.miriam)
    crowd(cast, 3)
    statements_of(miriam, PEOPLE)
    few = statements_of(miriam, PEOPLE)
    for index in range(3, 15):
        newcomer(cast, f"Client {index:03}", f"C-{index:03}", (12,))
    assert len(statements_of(miriam, PEOPLE)) == len(few) <= 12


def test_fifty_stand_on_a_page(cast: Cast, as_user: SignIn) -> None:
    miriam = as_user(cast.miriam)
    for index in range(53):
        newcomer(cast, f"Client {index:03}", f"C-{index:03}")
    first, second = names(miriam), names(miriam, "?page=2")
    assert (len(first), len(second)) == (50, 4), "Joanna and 53 more; Callum has no course yet"
    assert not set(first) & set(second)
    assert 'href="?page=2"' in miriam.get(PEOPLE).content.decode()
    assert names(miriam, "?page=9") == second


def test_an_ended_care_leaves_the_caseload_at_once(busy: Cast, as_user: SignIn) -> None:
    miriam = as_user(busy.miriam)
    care = CareRelationship.objects.get(staff=busy.miriam, client=busy.joanna)
    people.end_care(care=care, by=None)
    assert "Joanna Hale" not in names(miriam)
    assert Client.objects.visible_to(busy.miriam).filter(pk=busy.joanna.pk).count() == 0


def test_only_those_who_treat_are_offered_to_take_on_a_client(busy: Cast, as_user: SignIn) -> None:
    assert "Take on a client" in as_user(busy.miriam).get(PEOPLE).content.decode()
    assert "Take on a client" not in as_user(busy.adela).get(PEOPLE).content.decode()
