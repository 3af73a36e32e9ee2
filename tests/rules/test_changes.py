"""What somebody may do changes with their next request: care that ended, a role taken away, an account closed (S-07)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client as Browser
from django.urls import reverse

from kinweave.core import clock
from kinweave.people import actions as people
from kinweave.people.models import CareRelationship, Part, Role, User
from tests.cast import START, Cast

SignIn = Callable[[User], Browser]


def _page(cast: Cast) -> str:
    return reverse("therapist:formulation", args=[cast.joanna.pk])


def _form(cast: Cast) -> str:
    return reverse("therapist:circle_keep", args=[cast.joanna.pk])


def _part_of(staff: User, cast: Cast) -> CareRelationship:
    return CareRelationship.objects.current().get(staff=staff, client=cast.joanna)


def _reads_and_writes(browser: Browser, cast: Cast) -> tuple[int, int]:
    return browser.get(_page(cast)).status_code, browser.post(_form(cast), {"moment": "x"}).status_code


def test_care_that_ends_while_a_page_is_open(cast: Cast, as_user: SignIn) -> None:
    browser = as_user(cast.miriam)
    assert _reads_and_writes(browser, cast) == (200, 422)
    people.end_care(care=_part_of(cast.miriam, cast), by=None)
    assert _reads_and_writes(browser, cast) == (404, 404)
    assert browser.get(reverse("therapist:today")).status_code == 200  # her account goes on


def test_a_role_that_is_taken_away(cast: Cast, as_user: SignIn) -> None:
    browser = as_user(cast.miriam)
    assert _reads_and_writes(browser, cast) == (200, 422)
    people.change_staff(user=cast.miriam, name="Miriam", roles=[Role.SUPERVISOR], by=cast.manager)
    assert _reads_and_writes(browser, cast) == (200, 404)  # a supervisor reads what she takes part in
    people.change_staff(user=cast.miriam, name="Miriam", roles=[], by=cast.manager)
    assert _reads_and_writes(browser, cast) == (404, 404)
    assert browser.get(reverse("therapist:today")).status_code == 404


@pytest.mark.parametrize("who", ["miriam", "joanna_user"])
def test_an_account_that_is_closed(who: str, cast: Cast, as_user: SignIn) -> None:
    user = getattr(cast, who)
    browser, second = as_user(user), as_user(user)
    home = reverse("client:home" if user.is_client else "therapist:today")
    assert browser.get(home).status_code == second.get(home).status_code == 200
    people.disable_account(user=user, by=cast.manager)
    for each in (browser, second):
        assert each.get(home).status_code == 302
        answer = each.post(reverse("client:mood"), {"value": "3"})
        assert (answer.status_code, answer["Location"].startswith(reverse("account_login"))) == (302, True)


def test_supervision_that_is_no_longer_shared(cast: Cast, as_user: SignIn) -> None:
    browser = as_user(cast.adela)
    assert browser.get(_page(cast)).status_code == 200
    people.end_supervision(care=_part_of(cast.adela, cast), by=cast.miriam)
    assert browser.get(_page(cast)).status_code == 404


def test_care_that_starts_later_opens_nothing_before(cast: Cast, as_user: SignIn) -> None:
    care = people.start_care(client=cast.joanna, staff=cast.colleague, part=Part.THERAPIST, by=None)
    CareRelationship.objects.filter(pk=care.pk).update(starts_at=START + timedelta(minutes=10))
    browser = as_user(cast.colleague)
    assert _reads_and_writes(browser, cast) == (404, 404)
    with clock.at(START + timedelta(minutes=11)):
        assert _reads_and_writes(browser, cast) == (200, 422)


def test_handing_over_closes_one_door_as_it_opens_the_other(cast: Cast, as_user: SignIn) -> None:
    old, new = as_user(cast.miriam), as_user(cast.colleague)
    assert new.get(_page(cast)).status_code == 404
    people.hand_over(client=cast.joanna, to=cast.colleague, by=cast.miriam)
    assert (old.get(_page(cast)).status_code, new.get(_page(cast)).status_code) == (404, 200)


def test_somebody_of_another_service_never_takes_part(cast: Cast) -> None:
    with pytest.raises(people.Refused):
        people.start_care(client=cast.joanna, staff=cast.stranger, part=Part.THERAPIST, by=None)


def test_a_part_in_another_services_care_would_open_nothing(cast: Cast, as_user: SignIn) -> None:
    CareRelationship.objects.create(
        service=cast.service, client=cast.joanna, staff=cast.stranger, part=Part.THERAPIST, starts_at=START
    )
    assert _reads_and_writes(as_user(cast.stranger), cast) == (404, 404)
