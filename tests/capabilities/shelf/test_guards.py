"""What was written stays as it was written, whoever connects to the database (S-60)."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from kinweave.audit.models import Event
from kinweave.shelf.models import FrozenDefinition
from kinweave.treatment.models import SessionNote
from tests.capabilities.treatment.holding import held, signed, written
from tests.cast import Cast


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


def test_a_draft_may_change_and_a_signed_note_may_not(cast: Cast) -> None:
    session, table = held(cast), SessionNote._meta.db_table
    written(cast, session)
    assert not refused(f"UPDATE {table} SET since_last = since_last")
    signed(cast, session)
    assert refused(f"UPDATE {table} SET since_last = since_last")
    assert refused(f"UPDATE {table} SET signed_at = NULL")
    assert refused(f"DELETE FROM {table}")
