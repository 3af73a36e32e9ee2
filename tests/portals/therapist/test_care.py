"""The page about reaching a client and about who takes part in the care."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client as Browser
from django.urls import reverse

from kinweave.people import actions as people
from kinweave.people.models import CareRelationship, Client, Consent, ContactDetails, Role, User
from kinweave.people.texts import consent_text
from kinweave.safety.actions import raise_alert
from kinweave.treatment.actions import intake
from kinweave.treatment.actions.newcomers import take_on
from kinweave.treatment.queries.course import protocol
from tests.cast import Cast, account

AsUser = Callable[[User], Browser]


def page(cast: Cast, name: str = "care", *more: object) -> str:
    return reverse(f"therapist:{name}", args=[cast.joanna.pk, *more])


def test_what_the_client_would_rather_say_in_the_room_is_a_task(cast: Cast, as_user: AsUser) -> None:
    intake.rather_in_the_room(client=cast.joanna, step="doctor", by=cast.joanna_user)
    shown = as_user(cast.miriam).get(page(cast)).content.decode()
    assert "Still to ask before a guided session" in shown
    assert "would rather say some of it in the room" in shown
    as_user(cast.miriam).post(
        page(cast, "care_contact"),
        {"telephone": "0117 496 0123", "address": "Bristol", "emergency_name": "Ruth",
         "emergency_telephone": "0117 496 0456", "gp": "Dr Amis", "version": "0"},
    )  # fmt: skip
    shown = as_user(cast.miriam).get(page(cast)).content.decode()
    assert "Still to ask" not in shown
    assert "leave no message" in shown
    assert 'Ruth, <a class="nowrap" href="tel:01174960456">0117 496 0456</a>' in shown


def test_two_who_write_contact_details_see_both(cast: Cast, as_user: AsUser) -> None:
    people.save_contact_details(client=cast.joanna, values={"gp": "Dr Amis"}, by=cast.joanna_user)
    answer = as_user(cast.miriam).post(page(cast, "care_contact"), {"gp": "Dr Borg", "version": "0"})
    assert answer.status_code == 409
    assert "Dr Amis" in answer.content.decode()
    assert "Dr Borg" in answer.content.decode()
    assert ContactDetails.objects.get(client=cast.joanna).gp == "Dr Amis"


def test_a_consent_taken_back_stands_at_the_top(cast: Cast, as_user: AsUser) -> None:
    intake.agree(
        client=cast.joanna, scopes=["treatment"], stamp=consent_text(cast.service).stamp, by=cast.joanna_user
    )
    assert "taken back" not in as_user(cast.miriam).get(page(cast)).content.decode()
    intake.withdraw(consent=Consent.objects.get(client=cast.joanna), by=cast.joanna_user)
    assert (
        "has taken back their consent to treatment" in as_user(cast.miriam).get(page(cast)).content.decode()
    )


def test_handing_over_takes_alerts_along_and_ends_ones_own_access(cast: Cast, as_user: AsUser) -> None:
    alert = raise_alert(
        client=cast.joanna, flag_code="thoughts-of-death-or-self-harm", tier="today", summary="said so",
        source_type="client", source_id=cast.joanna.pk, by=cast.joanna_user
    )  # fmt: skip
    miriam = as_user(cast.miriam)
    assert "1 answer waiting" in miriam.get(page(cast)).content.decode()
    answer = miriam.post(
        page(cast, "care_hand_over"), {"colleague": str(cast.colleague.pk), "sure": "on"}, follow=True
    )
    assert "Colleague treats this client from now on" in answer.content.decode()
    alert.refresh_from_db()
    assert alert.owner == cast.colleague
    assert miriam.get(page(cast)).status_code == 404
    assert as_user(cast.colleague).get(page(cast)).status_code == 200


def test_handing_over_waits_for_a_tick_and_a_name(cast: Cast, as_user: AsUser) -> None:
    for sent in (
        {"colleague": str(cast.colleague.pk)},
        {"sure": "on"},
        {"colleague": str(cast.stranger.pk), "sure": "on"},
    ):
        assert as_user(cast.miriam).post(page(cast, "care_hand_over"), sent).status_code == 422
    assert set(Client.objects.visible_to(cast.colleague)) == set()


def test_a_trainee_reads_whom_to_ask_instead(cast: Cast, as_user: AsUser) -> None:
    trainee = account(cast.service, "Tomas", Role.TRAINEE)
    people.hand_over(client=cast.joanna, to=trainee, by=cast.miriam)
    browser = as_user(trainee)
    shown = browser.get(page(cast)).content.decode()
    assert "ask the supervisor of this case" in shown
    assert "Hand Joanna Hale over" not in shown
    sent = {"colleague": str(cast.colleague.pk), "sure": "on"}
    assert browser.post(page(cast, "care_hand_over"), sent).status_code == 422
    assert set(Client.objects.visible_to(trainee)) == {cast.joanna}


def test_a_supervisor_may_hand_over_for_the_trainee(cast: Cast, as_user: AsUser) -> None:
    sent = {"colleague": str(cast.colleague.pk), "sure": "on"}
    assert as_user(cast.adela).post(page(cast, "care_hand_over"), sent).status_code == 302
    assert not Client.objects.visible_to(cast.miriam).filter(pk=cast.joanna.pk).exists()


def test_a_supervisor_is_asked_and_the_sharing_taken_back(cast: Cast, as_user: AsUser) -> None:
    other, miriam = account(cast.service, "Soraya", Role.SUPERVISOR), as_user(cast.miriam)
    assert miriam.post(page(cast, "care_supervisor"), {"colleague": str(other.pk)}).status_code == 302
    assert as_user(other).get(page(cast)).status_code == 200
    care = CareRelationship.objects.get(staff=other)
    miriam.post(page(cast, "care_end_supervision", care.pk))
    assert as_user(other).get(page(cast)).status_code == 404


def test_a_lost_invitation_is_made_anew(cast: Cast, as_user: AsUser, client: Browser) -> None:
    taken = take_on(
        name="Ines", code="N-011", email="ines@home.example", protocol=protocol(cast.course), by=cast.miriam
    )
    address = reverse("therapist:care_invite", args=[taken.client.pk])
    answer = as_user(cast.miriam).post(address)
    link = answer.context["link"].replace("http://testserver", "")
    assert client.get(reverse("public:invitation", args=[taken.secret])).status_code == 404
    assert client.get(link).status_code == 200
    already = as_user(cast.miriam).post(page(cast, "care_invite"))
    assert already.status_code == 302
