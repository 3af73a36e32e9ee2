"""Asking a supervisor, handing over, passing a caseload on: nobody is left without somebody (H19)."""

from __future__ import annotations

import pytest
from django.http import Http404

from kinweave.people import actions, queries
from kinweave.people.actions import Refused
from kinweave.people.models import CareRelationship, Client, Part, Role
from tests.cast import Cast, account


def parts(client: Client) -> set[tuple[str, str]]:
    return {(care.staff.full_name, care.part) for care in queries.care_team(client)}


def test_handing_over_moves_the_part_and_ends_ones_own_access(cast: Cast) -> None:
    actions.hand_over(client=cast.joanna, to=cast.colleague, by=cast.miriam)
    assert parts(cast.joanna) == {("Colleague", "therapist"), ("Adela", "supervisor")}
    with pytest.raises(Http404):
        queries.client(cast.miriam, cast.joanna.pk)
    assert queries.client(cast.miriam, cast.callum.pk) == cast.callum


def test_a_trainee_does_not_hand_over_alone_but_the_supervisor_can(cast: Cast) -> None:
    trainee = account(cast.service, "Tomas", Role.TRAINEE)
    actions.hand_over(client=cast.joanna, to=trainee, by=cast.miriam)
    assert not queries.may_hand_over(trainee, cast.joanna)
    with pytest.raises(Refused, match="ask the supervisor"):
        actions.hand_over(client=cast.joanna, to=cast.colleague, by=trainee)
    assert queries.may_hand_over(cast.adela, cast.joanna)
    actions.hand_over(client=cast.joanna, to=cast.colleague, by=cast.adela)
    assert parts(cast.joanna) == {("Colleague", "therapist"), ("Adela", "supervisor")}


@pytest.mark.parametrize("who", ["stranger", "manager", "adela"])
def test_only_a_therapist_of_the_service_takes_over(cast: Cast, who: str) -> None:
    with pytest.raises(Refused, match="Choose a therapist"):
        actions.hand_over(client=cast.joanna, to=getattr(cast, who), by=cast.miriam)
    assert ("Miriam", "therapist") in parts(cast.joanna)


def test_handing_over_to_whoever_treats_already_is_refused(cast: Cast) -> None:
    actions.start_care(client=cast.joanna, staff=cast.colleague, part=Part.THERAPIST, by=cast.miriam)
    with pytest.raises(Refused, match="already treats"):
        actions.hand_over(client=cast.joanna, to=cast.colleague, by=cast.miriam)


@pytest.mark.parametrize("who", ["colleague", "former", "manager", "stranger"])
def test_nobody_hands_over_whom_they_do_not_treat(cast: Cast, who: str) -> None:
    with pytest.raises(Refused):
        actions.hand_over(client=cast.joanna, to=cast.colleague, by=getattr(cast, who))
    assert parts(cast.joanna) == {("Miriam", "therapist"), ("Adela", "supervisor")}


def test_a_supervisor_is_asked_for_one_record_and_reads_that_one_only(cast: Cast) -> None:
    other = account(cast.service, "Soraya", Role.SUPERVISOR)
    actions.ask_supervisor(client=cast.callum, supervisor=other, by=cast.miriam)
    assert set(Client.objects.visible_to(other)) == {cast.callum}
    with pytest.raises(Refused, match="already takes part"):
        actions.ask_supervisor(client=cast.callum, supervisor=other, by=cast.miriam)
    with pytest.raises(Refused, match="not a supervisor"):
        actions.ask_supervisor(client=cast.callum, supervisor=cast.colleague, by=cast.miriam)


def test_sharing_can_be_taken_back_and_a_trainee_cannot_shed_a_supervisor(cast: Cast) -> None:
    care = CareRelationship.objects.get(staff=cast.adela, client=cast.joanna)
    trainee = account(cast.service, "Tomas", Role.TRAINEE)
    with pytest.raises(Refused, match="ended by the supervisor"):
        actions.end_supervision(care=care, by=trainee)
    actions.end_supervision(care=care, by=cast.miriam)
    assert not Client.objects.visible_to(cast.adela).exists()


def test_a_therapists_part_is_not_ended_as_supervision(cast: Cast) -> None:
    care = CareRelationship.objects.current().get(staff=cast.miriam, client=cast.joanna)
    with pytest.raises(Refused, match="Hand the client over"):
        actions.end_supervision(care=care, by=cast.miriam)


def test_a_leavers_whole_caseload_is_passed_on(cast: Cast) -> None:
    assert actions.pass_on_caseload(staff=cast.miriam, to=cast.colleague, by=cast.manager) == 2
    for client in (cast.joanna, cast.callum):
        assert ("Colleague", "therapist") in parts(client)
        assert ("Miriam", "therapist") not in parts(client)


def test_a_colleague_who_treats_somebody_already_does_so_once(cast: Cast) -> None:
    actions.start_care(client=cast.joanna, staff=cast.colleague, part=Part.THERAPIST, by=cast.miriam)
    actions.pass_on_caseload(staff=cast.miriam, to=cast.colleague, by=cast.manager)
    now = CareRelationship.objects.current().filter(client=cast.joanna, part=Part.THERAPIST)
    assert [care.staff for care in now] == [cast.colleague]


def test_an_older_invitation_stops_working_when_a_new_one_is_made(cast: Cast) -> None:
    from kinweave.people.invitations import open_invitation

    someone = actions.add_client(service=cast.service, code="N-010", name="Ines", by=cast.miriam)
    made = [
        actions.invite(
            service=cast.service,
            email="ines@home.example",
            roles=[Role.CLIENT],
            client=someone,
            by=cast.miriam,
        )[1]
        for _ in range(2)
    ]
    assert open_invitation(made[0]) is None
    assert open_invitation(made[1]) is not None
