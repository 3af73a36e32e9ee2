"""Staff as a service manager sees them: accounts and numbers, never a client."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client as Browser
from django.urls import reverse

from kinweave.people.models import CareRelationship, Client, Invitation, Part, User
from kinweave.safety.actions import raise_alert
from tests.cast import Cast

AsUser = Callable[[User], Browser]
HOME = reverse("administration:home")


def test_an_invitation_shows_its_link_once_and_opens_an_account(
    cast: Cast, as_user: AsUser, client: Browser
) -> None:
    manager = as_user(cast.manager)
    form = {"name": "Noor Haddad", "email": "noor@northgate.example", "roles": ["therapist"]}
    page = manager.post(reverse("administration:invite"), form)
    link = page.context["link"]
    assert link in page.content.decode()
    assert link not in manager.get(HOME).content.decode()
    path = link.replace("http://testserver", "")
    assert client.post(path, {"password": "three tall green doors"}).status_code == 302
    assert User.objects.get(email="noor@northgate.example").roles == ["therapist"]
    assert Browser().get(path).status_code == 404


def test_a_refused_invitation_keeps_what_was_typed(cast: Cast, as_user: AsUser) -> None:
    page = as_user(cast.manager).post(
        reverse("administration:invite"), {"name": "Noor", "email": "not an address"}
    )
    assert page.status_code == 422
    assert 'value="not an address"' in page.content.decode()
    assert not Invitation.objects.exists()


def test_an_account_that_is_closed_cannot_sign_in_again(cast: Cast, as_user: AsUser) -> None:
    as_user(cast.manager).post(reverse("administration:close-account", args=[cast.colleague.pk]))
    cast.colleague.refresh_from_db()
    assert not cast.colleague.is_active


def test_the_only_manager_cannot_shut_the_door_behind_them(cast: Cast, as_user: AsUser) -> None:
    answer = as_user(cast.manager).post(
        reverse("administration:close-account", args=[cast.manager.pk]), follow=True
    )
    assert "only manager" in answer.content.decode()
    cast.manager.refresh_from_db()
    assert cast.manager.is_active


def test_a_leavers_clients_go_to_a_colleague_without_being_named(cast: Cast, as_user: AsUser) -> None:
    alert = raise_alert(
        client=cast.joanna, flag_code="thoughts-of-death-or-self-harm", tier="today", summary="said so",
        source_type="client", source_id=cast.joanna.pk, by=cast.joanna_user
    )  # fmt: skip
    manager = as_user(cast.manager)
    page = manager.get(reverse("administration:staff", args=[cast.miriam.pk])).content.decode()
    assert "treats 2 people now" in page
    assert "Joanna" not in page
    answer = manager.post(
        reverse("administration:pass-on", args=[cast.miriam.pk]),
        {"colleague": str(cast.colleague.pk)},
        follow=True,
    )
    assert "Colleague treats 2 more from now on" in answer.content.decode()
    assert "Joanna" not in answer.content.decode()
    now = CareRelationship.objects.current().filter(part=Part.THERAPIST)
    assert {care.staff for care in now} == {cast.colleague}
    alert.refresh_from_db()
    assert alert.owner == cast.colleague
    assert not Client.objects.visible_to(cast.miriam).exists()


@pytest.mark.parametrize("who", ["manager", "stranger", "miriam"])
def test_clients_are_passed_on_to_therapists_of_the_service_only(
    cast: Cast, as_user: AsUser, who: str
) -> None:
    answer = as_user(cast.manager).post(
        reverse("administration:pass-on", args=[cast.miriam.pk]), {"colleague": str(getattr(cast, who).pk)}
    )
    assert answer.status_code == 422
    assert Client.objects.visible_to(cast.miriam).count() == 2


PAGES = [
    reverse("administration:home"), reverse("administration:settings"), reverse("administration:crisis-lines"),
    reverse("administration:invite"),
]  # fmt: skip


@pytest.mark.parametrize("address", PAGES)
def test_nothing_of_a_client_is_on_a_managers_page(cast: Cast, as_user: AsUser, address: str) -> None:
    page = as_user(cast.manager).get(address).content.decode()
    for word in ("Joanna", "Callum", "N-001", str(cast.joanna.pk), "phq"):
        assert word not in page


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("who", ["miriam", "adela", "joanna_user", "stranger"])
def test_for_others_these_pages_do_not_exist(cast: Cast, as_user: AsUser, who: str, address: str) -> None:
    assert as_user(getattr(cast, who)).get(address).status_code == 404


def test_a_manager_reaches_staff_of_their_own_service_only(cast: Cast, as_user: AsUser) -> None:
    manager = as_user(cast.manager)
    for user in (cast.stranger, cast.joanna_user):
        for name in ("staff", "close-account", "second-step", "pass-on"):
            assert manager.post(reverse(f"administration:{name}", args=[user.pk])).status_code == 404


@pytest.mark.parametrize("name", ["course", "inventory", "care", "suitability", "measures"])
def test_a_manager_never_reaches_a_clients_pages(cast: Cast, as_user: AsUser, name: str) -> None:
    address = reverse(f"therapist:{name}", args=[cast.joanna.pk])
    assert as_user(cast.manager).get(address).status_code == 404
