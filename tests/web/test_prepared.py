"""A prepared query gives exactly what the query it was made from gives, whatever the values."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.db.models import Count, F, QuerySet, Value
from django.db.models.functions import Concat
from django.test.utils import CaptureQueriesContext

from kinweave.core import clock
from kinweave.people import actions as people
from kinweave.people.models import CareRelationship, Client, Part, User
from kinweave.treatment.models import Course
from kinweave.web.prepared import Prepared
from tests.cast import Cast


def of_staff(staff: UUID, now: datetime) -> QuerySet[CareRelationship]:
    rows = CareRelationship.objects.current(now).filter(staff=staff)
    return (
        rows.select_related("client", "staff__service")
        .annotate(office=Concat("staff__name", Value("!")))
        .order_by("starts_at")
    )


def test_rows_are_models_with_what_was_joined_and_annotated(cast: Cast) -> None:
    prepared = Prepared(of_staff, UUID, datetime)
    now = clock.now()
    for staff in (cast.miriam, cast.adela, cast.colleague, cast.former):
        rows = prepared(staff.id, now)
        assert rows == list(of_staff(staff.id, now))
        with CaptureQueriesContext(connection) as asked:
            said = [(row.client.name, row.staff.service.name, row.office) for row in rows]  # type: ignore[attr-defined]
        assert said == [(one.client.name, "Northgate", f"{staff.name}!") for one in of_staff(staff.id, now)]
        assert not [one for one in asked.captured_queries if "clientkey" not in one["sql"]]


def test_every_value_takes_its_own_place(cast: Cast) -> None:
    prepared = Prepared(of_staff, UUID, datetime)
    assert len(prepared(cast.miriam.id, clock.now())) == 2
    assert prepared(cast.miriam.id, clock.now() - timedelta(days=1)) == []
    assert prepared(uuid4(), clock.now()) == []
    care = CareRelationship.objects.get(staff=cast.miriam, client=cast.callum)
    people.end_care(care=care, by=None)
    assert [row.client_id for row in prepared(cast.miriam.id, clock.now())] == [cast.joanna.id]


def test_rows_of_values_are_tuples_in_the_order_asked(cast: Cast) -> None:
    def build(service: UUID) -> QuerySet[Any]:
        return Course.objects.filter(service=service).values_list(
            "stage", "id", F("client__code"), "opened_on"
        )

    assert Prepared(build, UUID)(cast.service.id) == [
        ("suitability", cast.course.id, "N-001", cast.course.opened_on)
    ]


def test_unions_and_groups_are_prepared_too(cast: Cast) -> None:
    def union(service: UUID) -> QuerySet[Any]:
        codes = Client.objects.filter(service=service).values_list("id", "code")
        return codes.union(User.objects.filter(service=service).values_list("id", "email"), all=True)

    def groups(service: UUID) -> QuerySet[Any]:
        rows = CareRelationship.objects.filter(service=service).order_by().values_list("part")
        return rows.annotate(count=Count("pk"))

    assert sorted(Prepared(union, UUID)(cast.service.id)) == sorted(union(cast.service.id))
    assert dict(Prepared(groups, UUID)(cast.service.id)) == {Part.THERAPIST: 3, Part.SUPERVISOR: 1}


def test_the_query_is_written_once_and_run_each_time(cast: Cast) -> None:
    built = []

    def build(client: UUID) -> QuerySet[Client]:
        built.append(client)
        return Client.objects.filter(pk=client)

    prepared = Prepared(build, UUID)
    names = [prepared(client.id)[0].name for client in (cast.joanna, cast.callum, cast.joanna)]
    assert names == ["Joanna Hale", "Callum Pryce", "Joanna Hale"]
    assert len(built) == 1
    assert built[0] not in {cast.joanna.id, cast.callum.id}


def test_too_few_values_are_refused(cast: Cast) -> None:
    with pytest.raises(ValueError, match="argument 2"):
        Prepared(of_staff, UUID, datetime)(cast.miriam.id)


def test_a_value_cannot_break_out_of_its_place(cast: Cast) -> None:
    prepared = Prepared(lambda client: Client.objects.filter(pk=client), UUID)
    with pytest.raises(Exception, match="valid UUID"):
        prepared("' OR 1=1 --")  # type: ignore[arg-type]
