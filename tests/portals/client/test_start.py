"""The first pages after an invitation, as a client meets them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client as Browser
from django.urls import reverse

from kinweave.people import actions as people
from kinweave.people.models import Consent, ContactDetails, Role, User
from kinweave.people.texts import consent_text
from kinweave.treatment.queries.course import of_client
from kinweave.treatment.queries.intake import TITLES, start_state
from tests.cast import Cast

AsUser = Callable[[User], Browser]
REACH = {
    "telephone": {"telephone": "0117 496 0123", "safe_to_leave_message": "on"},
    "place": {"address": "4 Mill Lane, Bristol"},
    "emergency": {"emergency_name": "Ruth, my sister", "emergency_telephone": "0117 496 0456"},
    "doctor": {"gp": "Dr Amis, Mill Lane Surgery"},
}


def page(code: str) -> str:
    return reverse("client:start_step", args=[code])


def agree(browser: Browser, cast: Cast, *scopes: str) -> str:
    ticks = {f"agree_{scope}": "on" for scope in scopes}
    answer = browser.post(page("consent"), ticks | {"stamp": consent_text(cast.service).stamp})
    return answer.headers.get("Location", "")


def test_an_invited_client_lands_on_the_first_page(cast: Cast, client: Browser) -> None:
    newcomer = people.add_client(service=cast.service, code="N-009", name="Ines", by=cast.miriam)
    _, secret = people.invite(
        service=cast.service, email="ines@home.example", roles=[Role.CLIENT], client=newcomer, by=cast.miriam
    )
    answer = client.post(reverse("public:invitation", args=[secret]), {"password": "four quiet grey horses"})
    assert answer.headers["Location"] == reverse("client:start")
    assert client.get(reverse("client:start")).headers["Location"] == page("what-this-is")


def test_a_client_goes_from_the_first_page_to_the_last(cast: Cast, as_user: AsUser) -> None:
    browser = as_user(cast.joanna_user)
    at = browser.get(reverse("client:start")).headers["Location"]
    seen = []
    while at != reverse("client:start_done"):
        code = at.rstrip("/").rsplit("/", 1)[-1]
        seen.append(code)
        assert browser.get(at).status_code == 200
        at = (
            agree(browser, cast, "treatment")
            if code == "consent"
            else browser.post(at, REACH.get(code, {})).headers["Location"]
        )
    assert seen == list(TITLES)
    assert b"What happens next" in browser.get(at).content or b"what happens next" in browser.get(at).content
    state = start_state(cast.joanna)
    assert state.complete
    assert state.ready
    assert state.finished
    course = of_client(cast.joanna)
    assert course is not None
    assert "consent_given" in course.done


def test_someone_who_stops_half_way_comes_back_to_where_they_were(cast: Cast, as_user: AsUser) -> None:
    browser = as_user(cast.joanna_user)
    browser.post(page("what-this-is"))
    agree(browser, cast, "treatment")
    browser.post(page("telephone"), REACH["telephone"])
    again = as_user(cast.joanna_user)
    assert again.get(reverse("client:start")).headers["Location"] == page("place")


def test_nothing_is_ticked_beforehand_and_the_first_tick_is_needed(cast: Cast, as_user: AsUser) -> None:
    browser = as_user(cast.joanna_user)
    assert b"checked" not in browser.get(page("consent")).content
    answer = browser.post(
        page("consent"), {"stamp": consent_text(cast.service).stamp, "agree_supervision": "on"}
    )
    assert answer.status_code == 422
    assert "please tick the first line" in answer.content.decode()
    assert not Consent.objects.filter(client=cast.joanna).exists()


def test_consent_keeps_which_words_were_shown(cast: Cast, as_user: AsUser) -> None:
    agree(as_user(cast.joanna_user), cast, "treatment", "contact")
    given = Consent.objects.filter(client=cast.joanna)
    assert {row.scope for row in given} == {"treatment", "contact"}
    assert {row.wording for row in given} == {consent_text(cast.service).stamp}


def test_agreeing_to_words_that_have_changed_is_refused(cast: Cast, as_user: AsUser) -> None:
    answer = as_user(cast.joanna_user).post(
        page("consent"), {"stamp": "consent-1:0000", "agree_treatment": "on"}
    )
    assert answer.status_code == 422
    assert "has changed" in answer.content.decode()
    assert not Consent.objects.filter(client=cast.joanna).exists()


@pytest.mark.parametrize("code", list(REACH))
def test_what_is_rather_said_in_the_room_lets_one_go_on_and_stays_to_be_asked(
    cast: Cast, as_user: AsUser, code: str
) -> None:
    answer = as_user(cast.joanna_user).post(page(code), {"rather": "yes"})
    assert answer.status_code == 302
    state = start_state(cast.joanna)
    step = state.step(code)
    assert step is not None
    assert step.done
    assert step.deferred
    assert not state.ready
    assert not ContactDetails.objects.filter(client=cast.joanna).exists()


def test_writing_it_after_all_takes_the_task_away(cast: Cast, as_user: AsUser) -> None:
    browser = as_user(cast.joanna_user)
    browser.post(page("doctor"), {"rather": "yes"})
    browser.post(page("doctor"), REACH["doctor"])
    step = start_state(cast.joanna).step("doctor")
    assert step is not None
    assert not step.deferred


def test_a_number_that_cannot_be_dialled_is_shown_again_as_typed(cast: Cast, as_user: AsUser) -> None:
    answer = as_user(cast.joanna_user).post(page("telephone"), {"telephone": "ask my sister"})
    assert answer.status_code == 422
    assert b"ask my sister" in answer.content
    assert "in figures" in answer.content.decode()
    assert not ContactDetails.objects.filter(client=cast.joanna).exists()


def test_no_message_is_left_unless_the_client_says_it_is_safe(cast: Cast, as_user: AsUser) -> None:
    as_user(cast.joanna_user).post(page("telephone"), {"telephone": "0117 496 0123"})
    assert ContactDetails.objects.get(client=cast.joanna).safe_to_leave_message is False


def test_the_second_step_is_offered_without_pressure(cast: Cast, as_user: AsUser) -> None:
    words = as_user(cast.joanna_user).get(page("quiet")).content.decode()
    assert reverse("mfa_index") in words
    assert "now, later, or not at all" in words


def test_the_questions_can_wait(cast: Cast, as_user: AsUser) -> None:
    browser = as_user(cast.joanna_user)
    assert "Begin the questions" in browser.get(page("questions")).content.decode()
    browser.post(page("questions"))
    step = start_state(cast.joanna).step("questions")
    assert step is not None
    assert step.done
    course = of_client(cast.joanna)
    assert course is not None
    assert "baseline_measured" not in course.done


def test_a_page_that_does_not_exist_is_not_found(cast: Cast, as_user: AsUser) -> None:
    assert as_user(cast.joanna_user).get(page("nonsense")).status_code == 404


def test_sent_twice_it_is_done_once(cast: Cast, as_user: AsUser) -> None:
    browser = as_user(cast.joanna_user)
    form = {
        "stamp": consent_text(cast.service).stamp, "agree_treatment": "on",
        "submission": "11111111-1111-4111-8111-111111111111",
    }  # fmt: skip
    assert browser.post(page("consent"), form).headers["Location"]
    assert browser.post(page("consent"), form).status_code == 302
    assert Consent.objects.filter(client=cast.joanna).count() == 1


@pytest.mark.parametrize("who", ["miriam", "manager", "stranger"])
def test_staff_have_no_start_of_their_own(cast: Cast, as_user: AsUser, who: str) -> None:
    assert as_user(getattr(cast, who)).get(reverse("client:start")).status_code == 404
