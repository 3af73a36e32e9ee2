"""How far a client's start has got, by what is really known."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from kinweave.notices.models import Notice
from kinweave.people import actions as people
from kinweave.people.models import Consent, ContactDetails
from kinweave.people.texts import consent_text, published
from kinweave.treatment.actions import intake
from kinweave.treatment.queries.intake import REACH, TITLES, missing_reach, start_state, still_to_ask
from tests.cast import Cast

FIELDS = sorted({field for fields, _ in REACH.values() for field in fields})


def agree(cast: Cast, *scopes: str) -> None:
    text = consent_text(cast.service)
    intake.agree(client=cast.joanna, scopes=scopes, stamp=text.stamp, by=cast.joanna_user)


def test_a_new_client_begins_at_the_first_page(cast: Cast) -> None:
    state = start_state(cast.joanna)
    assert state.next == "what-this-is"
    assert [step.code for step in state.steps] == list(TITLES)
    assert not state.ready
    assert len(state.still_to_ask) == 4


@given(known=st.sets(st.sampled_from(FIELDS)))
@settings(max_examples=60)
def test_what_is_still_to_ask_is_exactly_what_is_not_known(known: set[str]) -> None:
    details = ContactDetails(**{field: "something" if field in known else " " for field in FIELDS})
    missing = missing_reach(details)
    for code, (fields, _) in REACH.items():
        assert (code in missing) is not (set(fields) <= known)


def test_a_therapist_sees_for_many_clients_at_once_what_is_not_known(cast: Cast) -> None:
    people.save_contact_details(
        client=cast.joanna, by=cast.miriam,
        values={"telephone": "0117 496 0123", "address": "Bristol", "emergency_name": "Ruth",
                "emergency_telephone": "0117 496 0456"},
    )  # fmt: skip
    found = still_to_ask([cast.joanna, cast.callum])
    assert found[cast.joanna.pk] == ("their doctor",)
    assert len(found[cast.callum.pk]) == 4


def test_taking_consent_back_tells_the_therapist_and_opens_the_check(cast: Cast) -> None:
    agree(cast, "treatment")
    row = Consent.objects.get(client=cast.joanna)
    intake.withdraw(consent=row, by=cast.joanna_user)
    intake.withdraw(consent=Consent.objects.get(pk=row.pk), by=cast.joanna_user)
    cast.course.refresh_from_db()
    assert "consent_given" not in cast.course.done
    assert Notice.objects.filter(to=cast.miriam).count() == 1
    state = start_state(cast.joanna)
    assert state.withdrawn
    assert state.next == "what-this-is"


def test_agreeing_again_is_a_new_consent_and_the_old_one_stays(cast: Cast) -> None:
    agree(cast, "treatment")
    intake.withdraw(consent=Consent.objects.get(client=cast.joanna), by=cast.joanna_user)
    agree(cast, "treatment")
    assert Consent.objects.filter(client=cast.joanna).count() == 2
    assert start_state(cast.joanna).consented
    assert not start_state(cast.joanna).withdrawn


def test_more_may_be_agreed_to_later(cast: Cast) -> None:
    agree(cast, "treatment")
    agree(cast, "supervision")
    assert {row.scope for row in Consent.objects.filter(client=cast.joanna)} == {"treatment", "supervision"}


def test_a_page_left_behind_stays_behind(cast: Cast) -> None:
    for _ in range(2):
        intake.go_on(client=cast.joanna, step="what-this-is", by=cast.joanna_user)
    assert start_state(cast.joanna).next == "consent"
    intake.go_on(client=cast.joanna, step="consent", by=cast.joanna_user)
    assert start_state(cast.joanna).next == "consent"  # a consent is given, never passed by


def test_the_words_a_client_read_can_be_shown_again(cast: Cast) -> None:
    text = consent_text(cast.service)
    assert consent_text(cast.service, text.stamp) == text
    assert text.code in published()
    assert not text.checked
    assert [scope.code for scope in text.scopes if scope.required] == ["treatment"]
    assert all(scope.withdrawing for scope in text.scopes)
    assert any(cast.service.name in paragraph for paragraph in text.paragraphs)
