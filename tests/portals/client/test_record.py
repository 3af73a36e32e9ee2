"""My record: what a client sees of it, changes in it, and takes along."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from django.test import Client as Browser
from django.urls import reverse

from kinweave import therapist
from kinweave.audit import actions as audit
from kinweave.audit.acts import Act
from kinweave.client.pages.record_looks import READING
from kinweave.core import clock
from kinweave.people import actions as people
from kinweave.people.models import Consent, ConsentScope, ContactDetails, User
from kinweave.people.own_record import WITHHELD_MODELS, own_record, record_models
from kinweave.people.texts import consent_text
from kinweave.treatment.actions import intake
from kinweave.treatment.actions import suitability as suitability_actions
from kinweave.treatment.queries.course import of_client
from kinweave.treatment.queries.intake import start_state
from tests.cast import PASSWORD, START, Cast

AsUser = Callable[[User], Browser]
RECORD = "client:record"


@pytest.fixture
def signed_in(cast: Cast, client: Browser) -> Browser:
    """Joanna, signed in by the sign-in page a moment ago."""
    cast.joanna_user.set_password(PASSWORD)
    cast.joanna_user.save()
    answer = client.post(
        reverse("account_login"), {"login": cast.joanna_user.email, "password": PASSWORD},
        headers={"user-agent": "Mozilla/5.0 (Linux; Android 16) Firefox/146.0"},
    )  # fmt: skip
    assert answer.status_code == 302
    return client


def agree(cast: Cast, *scopes: str) -> None:
    intake.agree(
        client=cast.joanna, scopes=scopes, stamp=consent_text(cast.service).stamp, by=cast.joanna_user
    )


def test_who_looked_names_therapist_act_and_time(cast: Cast, as_user: AsUser) -> None:
    with clock.at(START + timedelta(hours=2, minutes=5)):
        audit.record(Act.RECORD_READ, by=cast.miriam, client_id=cast.joanna.pk, reason="timeline")
        page = as_user(cast.joanna_user).get(reverse("client:record_looks")).content.decode()
    assert "<strong>Miriam</strong> looked at your timeline" in page
    assert "12:05" in page
    assert "Today" in page


def test_a_look_is_there_within_the_minute(cast: Cast, as_user: AsUser) -> None:
    as_user(cast.adela).get(reverse("therapist:inventory", args=[cast.joanna.pk]))
    assert "Adela" in as_user(cast.joanna_user).get(reverse("client:record_looks")).content.decode()


def test_alike_looks_of_a_day_are_one_line(cast: Cast, as_user: AsUser) -> None:
    for minute in range(9):
        with clock.at(START + timedelta(minutes=minute)):
            audit.record(Act.RECORD_READ, by=cast.adela, client_id=cast.joanna.pk, reason="measures")
    page = as_user(cast.joanna_user).get(reverse("client:record_looks")).content.decode()
    assert page.count("looked at your answers") == 1
    assert "nine times, last at 10:08" in page


def test_the_reason_of_other_acts_is_not_told(cast: Cast, as_user: AsUser) -> None:
    audit.record(
        Act.ALERT_DECIDED, by=cast.miriam, client_id=cast.joanna.pk, reason="spoke with the sister first"
    )
    page = as_user(cast.joanna_user).get(reverse("client:record_looks")).content.decode()
    assert "spoke with the sister" not in page
    assert Act.ALERT_DECIDED.words in page


def test_own_acts_are_shown_on_asking(cast: Cast, as_user: AsUser) -> None:
    agree(cast, "treatment")
    browser = as_user(cast.joanna_user)
    assert "<strong>You</strong>" not in browser.get(reverse("client:record_looks")).content.decode()
    assert (
        "<strong>You</strong> gave consent"
        in browser.get(reverse("client:record_looks") + "?own").content.decode()
    )


def test_older_looks_follow_on_further_pages(cast: Cast, as_user: AsUser) -> None:
    for day in range(130):
        with clock.at(START + timedelta(days=day)):
            audit.record(Act.RECORD_READ, by=cast.miriam, client_id=cast.joanna.pk, reason=f"page {day}")
    browser = as_user(cast.joanna_user)
    with clock.at(START + timedelta(days=130)):
        first = browser.get(reverse("client:record_looks"))
        older = first.context["older"]
        second = browser.get(reverse("client:record_looks") + f"?before={older}")
    days_shown = [each.day for each in first.context["days"]] + [each.day for each in second.context["days"]]
    assert len(set(days_shown)) >= 130
    assert days_shown == sorted(days_shown, reverse=True)
    assert second.context["older"] is None


@pytest.mark.parametrize("odd", ["x", "-1", "9" * 40, "１２"])
def test_a_strange_address_shows_the_newest(cast: Cast, as_user: AsUser, odd: str) -> None:
    assert as_user(cast.joanna_user).get(reverse("client:record_looks"), {"before": odd}).status_code == 200


def test_nobody_sees_who_looked_at_another_record(cast: Cast, as_user: AsUser) -> None:
    audit.record(Act.RECORD_READ, by=cast.former, client_id=cast.callum.pk, reason="timeline")
    page = as_user(cast.joanna_user).get(reverse("client:record_looks")).content.decode()
    assert "Former</strong> looked" not in page


def test_contact_details_are_changed_and_therapists_see_them(cast: Cast, as_user: AsUser) -> None:
    form = {"telephone": "0117 496 0999", "address": "", "emergency_name": "Ruth", "version": "0"}
    answer = as_user(cast.joanna_user).post(reverse("client:record_contact"), form)
    assert answer.headers["Location"] == reverse(RECORD)
    row = ContactDetails.objects.get(client=cast.joanna)
    assert (row.telephone, row.emergency_name, row.version) == ("0117 496 0999", "Ruth", 1)


def test_two_who_change_contact_details_at_once_see_both(cast: Cast, as_user: AsUser) -> None:
    people.save_contact_details(client=cast.joanna, values={"telephone": "0117 496 0001"}, by=cast.miriam)
    answer = as_user(cast.joanna_user).post(
        reverse("client:record_contact"), {"telephone": "0117 496 0002", "version": "0"}
    )
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "0117 496 0001" in page
    assert 'value="0117 496 0002"' in page
    assert ContactDetails.objects.get(client=cast.joanna).telephone == "0117 496 0001"


def test_taking_consent_back_says_what_follows_then_does_it(cast: Cast, as_user: AsUser) -> None:
    agree(cast, "treatment")
    row = Consent.objects.get(client=cast.joanna)
    browser = as_user(cast.joanna_user)
    address = reverse("client:record_withdraw", args=[row.pk])
    assert "no new session is planned" in browser.get(address).content.decode()
    row.refresh_from_db()
    assert row.withdrawn_at is None
    browser.post(address)
    row.refresh_from_db()
    assert row.withdrawn_at == START
    course = of_client(cast.joanna)
    assert course is not None
    assert "consent_given" not in course.done
    assert start_state(cast.joanna).withdrawn


def test_nobody_takes_back_the_consent_of_another(cast: Cast, as_user: AsUser) -> None:
    agree(cast, "treatment")
    row = Consent.objects.get(client=cast.joanna)
    for user in (cast.callum_user, cast.miriam):
        answer = as_user(user).post(reverse("client:record_withdraw", args=[row.pk]))
        assert answer.status_code == 404
    row.refresh_from_db()
    assert row.withdrawn_at is None


def test_the_record_names_who_treats_and_who_did(cast: Cast, as_user: AsUser) -> None:
    page = as_user(cast.joanna_user).get(reverse(RECORD))
    assert [(each.name, each.part, each.until is None) for each in page.context["carers"]] == [
        ("Miriam", "therapist", True), ("Adela", "supervisor", True), ("Former", "therapist", False),
    ]  # fmt: skip


def test_where_one_is_signed_in_is_said_in_words_and_others_can_be_ended(
    cast: Cast, signed_in: Browser
) -> None:
    elsewhere = Browser()
    elsewhere.post(reverse("account_login"), {"login": cast.joanna_user.email, "password": PASSWORD})
    assert elsewhere.get(reverse(RECORD)).status_code == 200
    shown = signed_in.get(reverse(RECORD)).context["sign_ins"]
    assert [each.words for each in shown if each.here] == ["Firefox on an Android phone or tablet"]
    assert len(shown) == 2
    signed_in.post(reverse("client:record_end_others"))
    assert signed_in.get(reverse(RECORD)).status_code == 200
    assert elsewhere.get(reverse(RECORD)).status_code == 302


def prove(browser: Browser) -> None:
    """Give the password once more, as the download asks."""
    answer = browser.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    assert answer.status_code == 302


def test_the_download_asks_for_the_password_once_more(signed_in: Browser) -> None:
    address = reverse("client:record_download")
    for answer in (signed_in.get(address), signed_in.post(address, {"form": "data"})):
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith(reverse("account_reauthenticate"))
    wrong = signed_in.post(reverse("account_reauthenticate"), {"password": "not the river"})
    assert wrong.status_code == 200
    assert signed_in.get(address).status_code == 302
    prove(signed_in)
    assert signed_in.get(address).status_code == 200


def test_the_proof_lasts_five_minutes(signed_in: Browser) -> None:
    prove(signed_in)
    with time_machine.travel(datetime.now(UTC) + timedelta(seconds=301)):
        assert signed_in.post(reverse("client:record_download")).status_code == 302


def test_the_download_holds_ones_own_words_and_not_what_protects_others(
    cast: Cast, signed_in: Browser
) -> None:
    people.give_consent(
        client=cast.joanna, scope=ConsentScope.CONTACT, wording="consent-1", by=cast.joanna_user
    )
    suitability_actions.save_review(
        course=cast.course, seen=0, by=cast.miriam,
        values={"daily_life": "I cannot face the washing-up", "home_words": "he reads my telephone",
                "findings": ["violence_at_home"]},
    )  # fmt: skip
    prove(signed_in)
    answer = signed_in.post(reverse("client:record_download"), {"form": "data"})
    assert answer.headers["Content-Disposition"].startswith("attachment")
    content = json.loads(answer.content)
    assert content["about"]["name"] == "Joanna Hale"
    assert "I cannot face the washing-up" in answer.content.decode()
    assert "he reads my telephone" not in answer.content.decode()
    assert "violence_at_home" not in answer.content.decode()
    assert {"treatment.Course", "people.Consent"} <= {part["kind"] for part in content["parts"]}
    assert any(look["who"] == "Miriam" for look in content["who_looked"])


def test_the_download_as_a_page_is_written_down_first(cast: Cast, signed_in: Browser) -> None:
    prove(signed_in)
    answer = signed_in.post(reverse("client:record_download"), {"form": "page"})
    page = answer.content.decode()
    assert "downloaded the words of the record" in page
    assert "Notes your therapist keeps" in page


def test_no_kind_of_row_is_forgotten(cast: Cast) -> None:
    """A new model of a record is in the file unless somebody decided otherwise, by name."""
    assert {model._meta.label for model in record_models()} & WITHHELD_MODELS == set()
    assert {"treatment.Person", "treatment.LifeEvent", "measures.Response", "treatment.Psychoeducation"} <= {
        model._meta.label for model in record_models()
    }


def test_the_export_speaks_of_one_client_only(cast: Cast) -> None:
    agree(cast, "treatment")
    intake.agree(
        client=cast.callum, scopes=["treatment"], stamp=consent_text(cast.service).stamp, by=cast.callum_user
    )
    text = json.dumps(own_record(cast.joanna).as_json())
    assert "Callum" not in text
    assert str(cast.callum.pk) not in text
    assert (
        len(next(part for part in own_record(cast.joanna).parts if part.code == "people.Consent").rows) == 1
    )


def test_a_client_chooses_the_language_of_the_questions(
    cast: Cast, as_user: Callable[[User], Browser]
) -> None:
    browser = as_user(cast.joanna_user)
    page = browser.get(reverse("client:record_contact"))
    assert '<option value="de">Deutsch</option>' in page.text
    browser.post(reverse("client:record_contact"), {"language": "de", "version": "0"})
    assert ContactDetails.objects.get(client=cast.joanna).language == "de"
    again = browser.get(reverse("client:record_contact")).text
    assert '<option value="de" selected>Deutsch</option>' in again


def test_a_page_from_before_there_was_a_choice_changes_no_language(
    cast: Cast, as_user: Callable[[User], Browser]
) -> None:
    people.save_contact_details(client=cast.joanna, values={"language": "de"}, by=cast.joanna_user)
    as_user(cast.joanna_user).post(
        reverse("client:record_contact"), {"telephone": "0117 496 0002", "version": "1"}
    )
    assert ContactDetails.objects.get(client=cast.joanna).language == "de"


def test_a_language_nobody_has_translated_into_is_refused(
    cast: Cast, as_user: Callable[[User], Browser]
) -> None:
    answer = as_user(cast.joanna_user).post(
        reverse("client:record_contact"), {"language": "tlh", "version": "0"}
    )
    assert answer.status_code == 422
    assert "choose one of the languages" in answer.text


def test_whatever_page_about_somebody_staff_open_has_its_words_here() -> None:
    views = Path(therapist.__file__).parent / "views"
    said = {
        reason
        for file in views.glob("*.py")
        for reason in re.findall(r'RECORD_READ,[^)]*reason="([^"]+)"', file.read_text())
    }
    assert len(said) > 20
    assert said - {"today", "caseload"} <= set(READING)  # these two are lists, of nobody alone
