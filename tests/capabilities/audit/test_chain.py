"""The chain of acts shows every change to it (S-60)."""

from __future__ import annotations

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError

from kinweave.audit import actions as audit
from kinweave.audit import chain
from kinweave.audit.acts import Act
from kinweave.audit.models import Event
from kinweave.audit.queries import events_about, finals, whole_chain
from tests.cast import Cast
from tests.record import joannas


def broken() -> list[int]:
    return [each.event_id for each in chain.breaks(whole_chain())]


def tamper(sql: str, *values: str | int) -> None:
    """Change the table behind the program's back, as somebody with the database could after dropping the triggers."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ALTER TABLE audit_event DISABLE TRIGGER USER")
        else:
            cursor.execute("DROP TRIGGER IF EXISTS audit_event_no_change")
            cursor.execute("DROP TRIGGER IF EXISTS audit_event_no_delete")
        cursor.execute(sql, values)


def test_an_untouched_chain_holds(cast: Cast) -> None:
    assert whole_chain().count() > 10
    assert broken() == []


@pytest.mark.parametrize("column", ["act", "actor_name", "object_id", "reason", "origin"])
def test_a_changed_field_is_found(cast: Cast, column: str) -> None:
    event = whole_chain()[3]
    tamper(f"UPDATE audit_event SET {column} = %s WHERE id = %s", "something else", event.id)
    assert event.id in broken()


def test_a_missing_event_is_found(cast: Cast) -> None:
    event = whole_chain()[4]
    tamper("DELETE FROM audit_event WHERE id = %s", event.id)
    assert broken() != []


def test_two_events_that_changed_places_are_found(cast: Cast) -> None:
    first, second = whole_chain()[4:6]
    tamper("UPDATE audit_event SET id = -1 WHERE id = %s", first.id)
    tamper("UPDATE audit_event SET id = %s WHERE id = %s", first.id, second.id)
    tamper("UPDATE audit_event SET id = %s WHERE id = -1", second.id)
    assert broken() != []


def test_an_event_put_in_between_is_found(cast: Cast) -> None:
    last = whole_chain().last()
    assert last is not None
    tamper(
        "INSERT INTO audit_event (id, at, act, actor_name, object_type, object_id, reason, origin, seal)"
        " SELECT id + 1, at, act, actor_name, object_type, object_id, reason, origin, seal FROM audit_event WHERE id = %s",
        last.id,
    )
    assert last.id + 1 in broken()


def test_the_database_itself_refuses_change_and_deletion(cast: Cast) -> None:
    for act in (lambda: Event.objects.update(act="nothing"), lambda: Event.objects.all().delete()):
        with pytest.raises(DatabaseError, match="kept as it was written"), transaction.atomic():
            act()


def test_an_act_that_is_undone_leaves_no_event(cast: Cast) -> None:
    before = whole_chain().count()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        audit.record(Act.RECORD_READ, by=cast.miriam, client_id=cast.joanna.id)
        _ = 1 / 0
    assert whole_chain().count() == before
    assert broken() == []


def test_what_was_done_with_a_record_can_be_read_by_client(cast: Cast) -> None:
    audit.record(Act.RECORD_READ, by=cast.adela, client_id=cast.joanna.id, reason="timeline")
    latest = events_about(cast.joanna.id)[0]
    assert (latest.actor_name, latest.reason) == ("Adela", "timeline")
    assert not events_about(cast.callum.id).filter(actor_name="Adela").exists()


def test_acts_of_one_whole_join_the_chain_in_their_order(cast: Cast) -> None:
    with audit.together():
        audit.record(Act.RECORD_READ, by=cast.miriam, client_id=cast.joanna.id, reason="first")
        with audit.together():
            audit.record(Act.RECORD_READ, by=cast.miriam, client_id=cast.joanna.id, reason="second")
        audit.record(Act.RECORD_READ, by=cast.miriam, client_id=cast.joanna.id, reason="third")
    said = [each.reason for each in events_about(cast.joanna.id)[:3]]
    assert said == ["third", "second", "first"]
    assert broken() == []
    audit.record(Act.RECORD_READ, by=cast.miriam, client_id=cast.joanna.id)
    assert broken() == []


def test_a_whole_that_fails_leaves_none_of_its_events(cast: Cast) -> None:
    before = whole_chain().count()
    with pytest.raises(ZeroDivisionError), audit.together():
        audit.record(Act.RECORD_READ, by=cast.miriam, client_id=cast.joanna.id)
        _ = 1 / 0
    assert whole_chain().count() == before
    audit.record(Act.RECORD_READ, by=cast.miriam, client_id=cast.joanna.id)
    assert whole_chain().count() == before + 1


def test_what_an_act_made_final_is_sealed_with_it(cast: Cast) -> None:
    record = joannas(cast)
    signed = finals().get(object_id=str(record.note.pk))
    assert chain.print_of(record.note) == bytes(signed.stands)
    tamper("UPDATE audit_event SET stands = NULL WHERE id = %s", signed.id)
    assert signed.id in broken()


def test_an_act_that_makes_nothing_final_has_no_print(cast: Cast) -> None:
    assert audit.record(Act.RECORD_READ, by=cast.miriam, client_id=cast.joanna.id).stands is None
