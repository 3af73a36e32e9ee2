"""Who may see and write whose record, and from when until when (S-02, S-07)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.http import Http404

from kinweave.core import clock
from kinweave.people import actions, queries
from kinweave.people.models import CareRelationship, Client, Part, Role
from tests.cast import START, Cast


def test_a_client_sees_herself_and_nobody_else(cast: Cast) -> None:
    assert list(Client.objects.visible_to(cast.joanna_user)) == [cast.joanna]
    assert list(Client.objects.writable_by(cast.joanna_user)) == [cast.joanna]


def test_her_therapist_sees_and_writes(cast: Cast) -> None:
    assert queries.client(cast.miriam, cast.joanna.id) == cast.joanna
    assert queries.writable_client(cast.miriam, cast.joanna.id) == cast.joanna


def test_a_supervisor_reads_and_does_not_write(cast: Cast) -> None:
    assert queries.client(cast.adela, cast.joanna.id) == cast.joanna
    with pytest.raises(Http404):
        queries.writable_client(cast.adela, cast.joanna.id)


@pytest.mark.parametrize("who", ["callum_user", "colleague", "former", "manager", "stranger"])
def test_for_everyone_else_she_does_not_exist(cast: Cast, who: str) -> None:
    with pytest.raises(Http404):
        queries.client(getattr(cast, who), cast.joanna.id)


def test_the_end_of_care_bites_at_once(cast: Cast) -> None:
    care = CareRelationship.objects.get(staff=cast.miriam, client=cast.joanna)
    actions.end_care(care=care, by=cast.manager)
    with pytest.raises(Http404):
        queries.client(cast.miriam, cast.joanna.id)


def test_care_that_begins_tomorrow_shows_nothing_today(cast: Cast) -> None:
    with clock.at(START + timedelta(days=1)):
        actions.start_care(client=cast.joanna, staff=cast.colleague, part=Part.THERAPIST, by=cast.manager)
    assert not Client.objects.visible_to(cast.colleague).exists()
    with clock.at(START + timedelta(days=2)):
        assert Client.objects.visible_to(cast.colleague).exists()


def test_a_closed_account_sees_nothing(cast: Cast) -> None:
    actions.disable_account(user=cast.miriam, by=cast.manager)
    assert not Client.objects.visible_to(cast.miriam).exists()


def test_a_role_taken_away_bites_at_once(cast: Cast) -> None:
    actions.change_staff(user=cast.miriam, name="Miriam", roles=[Role.MANAGER], by=cast.manager)
    assert not Client.objects.visible_to(cast.miriam).exists()


def test_nobody_takes_part_in_care_across_services(cast: Cast) -> None:
    with pytest.raises(actions.Refused, match="another service"):
        actions.start_care(client=cast.joanna, staff=cast.stranger, part=Part.THERAPIST, by=cast.manager)


def test_a_service_keeps_a_manager(cast: Cast) -> None:
    with pytest.raises(actions.Refused, match="another manager"):
        actions.disable_account(user=cast.manager, by=cast.manager)
    with pytest.raises(actions.Refused, match="needs a manager"):
        actions.change_staff(user=cast.manager, name="Manager", roles=[Role.THERAPIST], by=cast.manager)
