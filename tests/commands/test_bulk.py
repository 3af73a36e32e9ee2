"""The service for measuring: many rows at once, as valid as those the acts write."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection, transaction
from django.test import Client as Browser
from django.urls import reverse

from kinweave.audit import chain
from kinweave.audit.queries import whole_chain
from kinweave.commands.demo import bulk, bulk_insert, bulk_rows
from kinweave.core.scoring import score
from kinweave.measures.models import Response, Score
from kinweave.people import actions as people
from kinweave.people.models import CareRelationship, Client, Service, User
from kinweave.shelf import actions as shelf
from kinweave.shelf.queries import library
from kinweave.treatment.models import Course, Session
from kinweave.vault.models import ClientKey

CLIENTS, SESSIONS = 60, 3


@pytest.fixture
def measured(db: None, now: None) -> Service:
    shelf.forget()
    with transaction.atomic():
        bulk.make(clients=CLIENTS, sessions=SESSIONS, seed=1)
    return Service.objects.get(name=bulk.SERVICE)


def test_every_client_has_a_key_a_therapist_a_course_and_sessions(measured: Service) -> None:
    for model in (ClientKey, Client, Course):
        assert model._default_manager.count() == CLIENTS
    assert CareRelationship.objects.current().count() == CLIENTS
    assert Session.objects.count() == CLIENTS * (SESSIONS + 1)
    assert Response.objects.count() == CLIENTS * SESSIONS


def test_every_reference_points_somewhere(measured: Service) -> None:
    connection.check_constraints()


def test_their_words_are_sealed_for_their_own_place(measured: Service) -> None:
    client = Client.objects.order_by("code").first()
    assert client is not None
    assert client.name == "Client 0000001"
    assert client.pronouns == ""
    assert Course.objects.get(client=client).focus_line == "Everything I knew is somewhere else."
    assert Session.objects.filter(client=client).first().attendance_reason == ""  # type: ignore[union-attr]
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM people_client")
        assert not any(b"Client" in bytes(name) for (name,) in cursor.fetchall())


def test_their_scores_are_what_the_definition_makes_of_their_answers(measured: Service) -> None:
    instrument = library().instrument("phq-9")
    for response in Response.objects.all()[:40]:
        found = {row.scale: row for row in Score.objects.filter(response=response)}
        for each in score(instrument, response.answers):
            assert found[each.scale].value == each.value
            assert found[each.scale].band == (each.band or "")
            assert found[each.scale].complete == each.complete


def test_nobody_has_an_answer_that_would_need_an_alert(measured: Service) -> None:
    assert {response.answers["9"] for response in Response.objects.all()} == {0}


def test_the_chain_of_acts_holds_and_goes_on(measured: Service) -> None:
    assert whole_chain().filter(act="client.added").count() == CLIENTS
    people.add_client(service=measured, code="after", name="After", by=None)
    assert list(chain.breaks(whole_chain())) == []


def test_a_therapist_opens_their_caseload_and_a_course(
    measured: Service, as_user: Callable[[User], Browser]
) -> None:
    therapist = User.objects.get(email=bulk.EMAIL.format(number=1))
    browser = as_user(therapist)
    assert browser.get(reverse("therapist:today")).status_code == 200
    mine = CareRelationship.objects.filter(staff=therapist)
    assert mine.count() == bulk.CASELOAD
    first = mine.order_by("client__code")[0].client
    for page in ("course", "measures", "sessions"):
        assert browser.get(reverse(f"therapist:{page}", args=[first.pk])).status_code == 200


def test_made_twice_it_is_one(measured: Service) -> None:
    said: list[str] = []
    bulk.make(clients=CLIENTS, sessions=SESSIONS, seed=1, tell=said.append)
    assert Client.objects.count() == CLIENTS
    assert "there already" in said[0]


def test_ids_are_valid_rise_and_differ_by_kind() -> None:
    from uuid import UUID

    ids = [bulk_rows.uid(place, kind) for place in (0, 1, 999_999) for kind in (1, 2)]
    assert len(set(ids)) == len(ids)
    assert [UUID(each).version for each in ids] == [8] * len(ids)
    assert str(UUID(ids[0])) == bulk_rows.dashed(ids[0])
    assert ids == sorted(ids)


def test_a_table_that_lacks_a_field_is_refused() -> None:
    with pytest.raises(ValueError, match="ClientKey has the fields"):
        bulk_insert.Table(ClientKey, ("client_id", "wrapped"))


def test_very_many_clients_have_fewer_sessions_each() -> None:
    assert bulk.sessions_for(1_000) > bulk.sessions_for(1_000_000)
