"""What was written stays as it was written, whoever connects to the database (S-60)."""

from __future__ import annotations

import uuid

import pytest
from django.db import DatabaseError, connection, transaction

from kinweave.audit.models import Event
from kinweave.core import clock
from kinweave.safety.models import SafetyPlan
from kinweave.shelf.models import FrozenDefinition
from kinweave.treatment.actions import inventory, timeline
from kinweave.treatment.models import (
    LifeEvent,
    Person,
    PersonVersion,
    Psychoeducation,
    SessionNote,
    TimelineVersion,
)
from kinweave.worksheets.actions import entries
from kinweave.worksheets.models import EntryVersion, WorksheetEntry
from tests.capabilities.treatment.holding import held, signed, written
from tests.cast import Cast
from tests.record import HELD, joannas, week


def refused(sql: str) -> bool:
    """Whether the database itself refuses a statement."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
    except DatabaseError as error:
        return "is kept as it was written" in str(error)
    return False


@pytest.mark.parametrize(
    ("model", "column"), [(Event, "reason"), (Event, "at"), (FrozenDefinition, "content")]
)
def test_an_act_and_a_definition_are_neither_changed_nor_deleted(
    cast: Cast, model: type[Event | FrozenDefinition], column: str
) -> None:
    table, count = model._meta.db_table, model._default_manager.count()
    assert count
    assert refused(f"UPDATE {table} SET {column} = {column}")
    assert refused(f"DELETE FROM {table}")
    if connection.vendor == "postgresql":
        connection.check_constraints()  # else PostgreSQL refuses for the sake of keys it has yet to check
        assert refused(f"TRUNCATE {table} CASCADE")
    assert model._default_manager.count() == count


def test_every_kept_version_is_neither_changed_nor_deleted(cast: Cast) -> None:
    record = joannas(cast)
    with clock.at(week(HELD)):
        person = Person.objects.filter(client=record.client, archived_at=None).earliest("created_at", "id")
        inventory.change_person(person=person, values={"ring": 1}, seen=person.version, by=cast.miriam)
        event = LifeEvent.objects.filter(client=record.client).earliest("created_at", "id")
        timeline.change_row(row=event, values={"text": "else"}, seen=event.version, by=cast.miriam)
        sheet = WorksheetEntry.objects.filter(client=record.client).earliest("created_at", "id")
        entries.write_entry(entry=sheet, values={}, seen=0, page=uuid.uuid4(), by=cast.miriam)
    for model in (EntryVersion, Psychoeducation, SafetyPlan, PersonVersion, TimelineVersion):
        table, count = model._meta.db_table, model._default_manager.filter(client=record.client).count()
        assert count, f"no {table} in the record"
        for field in model._meta.concrete_fields:
            assert refused(f'UPDATE {table} SET "{field.column}" = "{field.column}"'), (
                f"{table}.{field.column}"
            )
        assert refused(f"DELETE FROM {table}")
        if connection.vendor == "postgresql":
            connection.check_constraints()
            assert refused(f"TRUNCATE {table} CASCADE")
        assert model._default_manager.filter(client=record.client).count() == count


def test_a_draft_may_change_and_a_signed_note_may_not(cast: Cast) -> None:
    session, table = held(cast), SessionNote._meta.db_table
    written(cast, session)
    assert not refused(f"UPDATE {table} SET since_last = since_last")
    signed(cast, session)
    assert refused(f"UPDATE {table} SET since_last = since_last")
    assert refused(f"UPDATE {table} SET signed_at = NULL")
    assert refused(f"DELETE FROM {table}")
