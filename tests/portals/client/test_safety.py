"""The client's help page and safety plan: always open, in their own words, nothing lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client as Browser

from kinweave.core import clock
from kinweave.people.models import User
from kinweave.safety import actions, queries
from kinweave.safety.models import Alert, SafetyPlan
from kinweave.safety.plan import Helper, Line, Plan, Professional
from tests.cast import START, Cast


@pytest.fixture
def joanna(cast: Cast, as_user: Callable[[User], Browser]) -> Browser:
    return as_user(cast.joanna_user)


def test_help_shows_numbers_the_own_plan_and_a_person_from_it(joanna: Browser, cast: Cast) -> None:
    plan = Plan(signs=(Line("Not answering Kate"),), helpers=(Helper("Bea", "01632 960114", True),))
    actions.save_plan(client=cast.joanna, plan=plan, seen_version=0, by=cast.joanna_user)
    page = joanna.get("/my/help/").text
    assert 'href="tel:999"' in page
    assert "Not answering Kate" in page
    assert 'href="tel:01632960114"' in page


def test_what_was_sent_reaches_the_therapist_once_however_often_it_is_sent(
    joanna: Browser, cast: Cast
) -> None:
    form = {
        "safe": "no",
        "whereabouts": "by the river",
        "words": "please come",
        "submission": "6f1b9d7e-4d0a-4a86-9a35-2f6a6f0d3f11",
    }
    first, again = joanna.post("/my/help/", form), joanna.post("/my/help/", form)
    assert first["Location"] == again["Location"] == "/my/help/?sent=now"
    alert = Alert.objects.get()
    assert (alert.owner, alert.whereabouts, alert.merged_count) == (cast.miriam, "by the river", 0)
    after = joanna.get(first["Location"]).text
    assert "Miriam has been told" in after
    assert "by 10:15" in after
    assert "nobody is reading this page" in after


def test_out_of_hours_it_says_plainly_that_nobody_reads(joanna: Browser) -> None:
    with clock.at(START + timedelta(hours=10)):
        page = joanna.get("/my/help/").text
    assert "Nobody is reading this now" in page
    assert "Monday 16 November at 9:00" in page


def test_without_an_answer_what_was_typed_is_kept_and_help_is_still_there(joanna: Browser) -> None:
    page = joanna.post("/my/help/", {"words": "it comes in waves"})
    assert page.status_code == 422
    assert "it comes in waves" in page.text
    assert 'href="tel:999"' in page.text
    assert not Alert.objects.exists()


def test_nothing_is_closed_or_locked_by_an_answer(joanna: Browser) -> None:
    joanna.post("/my/help/", {"safe": "no"})
    for path in ("/my/", "/my/help/", "/my/safety-plan/edit/"):
        assert joanna.get(path).status_code == 200


def test_a_plan_is_written_read_and_changed(joanna: Browser, cast: Cast) -> None:
    saved = joanna.post(
        "/my/safety-plan/edit/",
        {"version": "0", "signs-0-text": "Lying awake", "helpers-0-text": "Bea", "helpers-0-knows": "on"},
    )
    assert saved["Location"] == "/my/safety-plan/"
    assert queries.plan_of(cast.joanna) == Plan(
        signs=(Line("Lying awake"),), helpers=(Helper("Bea", "", True),)
    )
    assert "Lying awake" in joanna.get("/my/safety-plan/").text


def test_a_plan_changed_in_another_place_shows_both_and_can_then_be_saved(
    joanna: Browser, cast: Cast
) -> None:
    theirs = Plan(signs=(Line("from the session"),))
    actions.save_plan(client=cast.joanna, plan=theirs, seen_version=0, by=cast.miriam)
    mine = {"version": "0", "signs-0-text": "from my phone"}
    page = joanna.post("/my/safety-plan/edit/", mine)
    assert page.status_code == 409
    assert "from the session" in page.text
    assert 'value="from my phone"' in page.text
    assert 'name="version" value="1"' in page.text
    assert joanna.post("/my/safety-plan/edit/", mine | {"version": "1"}).status_code == 302
    assert SafetyPlan.objects.count() == 2


def test_a_plan_that_cannot_be_kept_is_shown_again_as_typed(joanna: Browser) -> None:
    page = joanna.post(
        "/my/safety-plan/edit/", {"version": "0", "helpers-0-phone": "01632 960114", "signs-0-text": "x"}
    )
    assert page.status_code == 422
    assert 'value="01632 960114"' in page.text
    assert "Nothing you wrote is lost" in page.text
    assert not SafetyPlan.objects.exists()


def test_staff_and_strangers_find_no_such_page(cast: Cast, as_user: Callable[[User], Browser]) -> None:
    for user in (cast.miriam, cast.stranger, cast.manager):
        for path in ("/my/help/", "/my/safety-plan/", "/my/safety-plan/edit/"):
            assert as_user(user).get(path).status_code == 404


def test_one_client_never_sees_anothers_plan(cast: Cast, as_user: Callable[[User], Browser]) -> None:
    actions.save_plan(
        client=cast.joanna, plan=Plan(signs=(Line("Not answering Kate"),)), seen_version=0, by=cast.miriam
    )
    callum = as_user(cast.callum_user)
    for path in ("/my/help/", "/my/safety-plan/", "/my/safety-plan/edit/"):
        assert "Kate" not in callum.get(path).text


def test_a_step_keeps_its_number_when_another_is_empty(joanna: Browser, cast: Cast) -> None:
    plan = Plan(professionals=(Professional("Miriam", "01632 960100", "weekdays"),))
    actions.save_plan(client=cast.joanna, plan=plan, seen_version=0, by=cast.joanna_user)
    page = joanna.get("/my/safety-plan/").text
    assert "go straight to step 5" in page
    assert page[: page.index("Professionals and crisis services")].count("Nothing here yet.") == 4
