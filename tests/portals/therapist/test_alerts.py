"""An alert on the therapist's side: opened, taken, answered, closed; and invisible to everyone it does not concern."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.template.loader import render_to_string
from django.test import Client as Browser
from django.test import RequestFactory

from kinweave.audit.models import Event
from kinweave.core import clock
from kinweave.jobs import actions as jobs
from kinweave.people import actions as people
from kinweave.people.models import User
from kinweave.safety import actions, queries
from kinweave.safety.models import Alert
from kinweave.safety.plan import Line, Plan
from tests.capabilities.safety.test_raising import raise_one
from tests.cast import START, Cast

DECISION = {
    "disposition": "safety-plan",
    "formulation": "Worse since the quarrel.",
    "plan": "I ring on Monday.",
}


@pytest.fixture
def alert(cast: Cast) -> Alert:
    return raise_one(cast.joanna, by=cast.joanna_user)


@pytest.fixture
def miriam(cast: Cast, as_user: Callable[[User], Browser]) -> Browser:
    return as_user(cast.miriam)


def url(alert: Alert, act: str = "") -> str:
    return f"/work/alerts/{alert.pk}/{act}"


def test_the_page_shows_what_was_answered_how_to_reach_her_and_who_is_next(
    miriam: Browser, alert: Alert, cast: Cast
) -> None:
    values = {"telephone": "01632 960114", "emergency_name": "Bea"}
    people.save_contact_details(client=cast.joanna, values=values, by=cast.joanna_user)
    page = miriam.get(url(alert)).text
    for said in (
        "Answered 2 on the safety item",
        "by 12:00",
        "Goes to Adela, supervisor",
        'href="tel:01632960114"',
        "Bea",
    ):
        assert said in page
    assert Event.objects.filter(act="record.read", actor_id=cast.miriam.pk, client_id=cast.joanna.pk).exists()


def test_from_the_answer_to_the_end(miriam: Browser, alert: Alert, cast: Cast) -> None:
    assert miriam.post(url(alert, "take/")).status_code == 302
    assert "Still to be written down" in miriam.get(url(alert)).text
    miriam.post(url(alert, "contact/"), {"contact": "call", "note": "She is at her sister’s."})
    version = Alert.objects.get().version
    miriam.post(url(alert, "decide/"), DECISION | {"version": version})
    assert queries.undiscussed(cast.joanna) == []
    miriam.post(url(alert, "close/"))
    page = miriam.get(url(alert)).text
    assert "Closed" in page
    assert "She is at her sister’s." in page
    assert 'name="disposition"' not in page


def test_closing_too_early_says_what_is_missing(miriam: Browser, alert: Alert) -> None:
    page = miriam.post(url(alert, "close/"))
    assert page.status_code == 409
    assert "write down an attempt to reach the client" in page.text


def test_an_unfinished_decision_is_shown_again_with_what_was_typed(miriam: Browser, alert: Alert) -> None:
    page = miriam.post(url(alert, "decide/"), {"version": "1", "formulation": "Worse since the quarrel."})
    assert page.status_code == 422
    assert "Worse since the quarrel." in page.text
    assert "Choose what was decided" in page.text


def test_a_decision_on_a_page_grown_old_is_kept_and_can_be_sent_again(
    miriam: Browser, alert: Alert, cast: Cast
) -> None:
    actions.log_contact(alert=alert, contact="call", note="already talked", by=cast.adela)
    page = miriam.post(url(alert, "decide/"), DECISION | {"version": "1"})
    assert page.status_code == 409
    assert "Worse since the quarrel." in page.text
    assert "already talked" in page.text
    assert 'name="version" value="2"' in page.text


def test_a_form_sent_twice_is_carried_out_once(miriam: Browser, alert: Alert) -> None:
    form = {
        "contact": "no-answer",
        "note": "rang twice",
        "submission": "6f1b9d7e-4d0a-4a86-9a35-2f6a6f0d3f12",
    }
    miriam.post(url(alert, "contact/"), form)
    miriam.post(url(alert, "contact/"), form)
    assert [step.note for step in queries.history(alert)].count("rang twice") == 1


def test_it_can_be_put_off_once_with_a_reason(miriam: Browser, alert: Alert) -> None:
    assert miriam.post(url(alert, "put-off/"), {"reason": ""}).status_code == 422
    assert miriam.post(url(alert, "put-off/"), {"reason": "On the ward until Monday."}).status_code == 302
    assert "once already" in miriam.post(url(alert, "put-off/"), {"reason": "again"}).text


@pytest.mark.parametrize("who", ["stranger", "former", "colleague", "manager", "joanna_user", "callum_user"])
def test_whom_it_does_not_concern_finds_no_such_page_and_changes_nothing(
    alert: Alert, cast: Cast, as_user: Callable[[User], Browser], who: str
) -> None:
    browser = as_user(getattr(cast, who))
    before = Alert.objects.values().get()
    assert browser.get(url(alert)).status_code == 404
    for act in ("take/", "contact/", "decide/", "put-off/", "close/"):
        assert (
            browser.post(
                url(alert, act), DECISION | {"version": "1", "contact": "call", "reason": "x"}
            ).status_code
            == 404
        )
    assert Alert.objects.values().get() == before
    for path in ("safety-plan/", "safety-plan/edit/"):
        assert browser.get(f"/work/people/{cast.joanna.pk}/{path}").status_code == 404


def test_the_duty_clinician_answers_without_opening_the_rest_of_the_record(
    alert: Alert, cast: Cast, as_user: Callable[[User], Browser]
) -> None:
    cast.service.duty_user = cast.colleague
    cast.service.save()
    browser = as_user(cast.colleague)
    page = browser.get(url(alert))
    assert page.status_code == 200
    assert "/safety-plan/" not in page.text
    assert browser.post(url(alert, "take/")).status_code == 302
    assert browser.get(f"/work/people/{cast.joanna.pk}/safety-plan/").status_code == 404


def test_a_supervisor_reads_the_plan_and_does_not_write_it(
    cast: Cast, as_user: Callable[[User], Browser]
) -> None:
    adela = as_user(cast.adela)
    assert adela.get(f"/work/people/{cast.joanna.pk}/safety-plan/").status_code == 200
    assert adela.get(f"/work/people/{cast.joanna.pk}/safety-plan/edit/").status_code == 404


def test_the_plan_is_written_together_and_never_overwrites_the_clients_own(
    miriam: Browser, cast: Cast
) -> None:
    base = f"/work/people/{cast.joanna.pk}/safety-plan/"
    assert (
        miriam.post(f"{base}edit/", {"version": "0", "signs-0-text": "Not answering Kate"})["Location"]
        == base
    )
    actions.save_plan(
        client=cast.joanna, plan=Plan(signs=(Line("from her phone"),)), seen_version=1, by=cast.joanna_user
    )
    page = miriam.post(f"{base}edit/", {"version": "1", "signs-0-text": "from the session"})
    assert page.status_code == 409
    assert "from her phone" in page.text
    assert "from the session" in page.text


def test_without_a_worker_staff_see_it_on_the_page(miriam: Browser, alert: Alert) -> None:
    assert "Nothing is being sent or passed on." in miriam.get(url(alert)).text
    jobs.beat(worker="w")
    assert "Nothing is being sent or passed on." not in miriam.get(url(alert)).text


def test_that_no_alert_came_is_never_shown_as_all_well(miriam: Browser, cast: Cast) -> None:
    assert "does not mean that all is well" in miriam.get(f"/work/people/{cast.joanna.pk}/safety-plan/").text


def test_the_list_for_today_says_how_soon_and_who_is_next(alert: Alert, cast: Cast) -> None:
    with clock.at(START + timedelta(hours=3)):
        rows = queries.open_alerts_for(cast.miriam)
        request = RequestFactory().get("/work/")
        text = render_to_string("therapist/_alerts.html", {"alerts": rows}, request)
    assert "was due by 12:00" in text
    assert "Joanna Hale" in text
    assert "Take this" in text
