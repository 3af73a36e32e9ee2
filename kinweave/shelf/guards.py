"""Database triggers that refuse to change or delete what must stay as it was written.

Migrations list `guard(...)` among their operations; the rule holds whoever connects to the database, not only this program.
"""

from __future__ import annotations

from collections.abc import Collection

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import RunPython
from django.db.migrations.state import StateApps

_SQLITE = """
CREATE TRIGGER {table}_no_{act} BEFORE {verb} ON {table} {when}
BEGIN SELECT RAISE(ABORT, '{table} is kept as it was written'); END
"""
_POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION kinweave_keep() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION '% is kept as it was written', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'; END
$$ LANGUAGE plpgsql
"""
_POSTGRES = """
CREATE TRIGGER {table}_no_{act} BEFORE {verb} ON {table} FOR EACH ROW {when} EXECUTE FUNCTION kinweave_keep()
"""
_POSTGRES_TRUNCATE = """
CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION kinweave_keep()
"""


def guard(model: str, *, once: str = "", but: Collection[str] = ()) -> RunPython:
    """An operation that refuses UPDATE and DELETE on the table of `model` ("app.Model").

    With `once` (a column) only rows where that column is already set are kept; the columns in `but` may
    change all the same (a countersignature comes after the signature).
    """

    def put(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
        meta = apps.get_model(model)._meta
        kept = [
            editor.quote_name(field.column) for field in meta.local_concrete_fields if field.column not in but
        ]
        when = f"WHEN (OLD.{once} IS NOT NULL)" if once else ""
        postgres = editor.connection.vendor == "postgresql"
        if postgres:
            editor.execute(_POSTGRES_FUNCTION, params=None)
        if postgres and not once:
            editor.execute(_POSTGRES_TRUNCATE.format(table=meta.db_table), params=None)
        for act, verb in (("change", f"UPDATE OF {', '.join(kept)}"), ("delete", "DELETE")):
            sql = _POSTGRES if postgres else _SQLITE
            editor.execute(sql.format(table=meta.db_table, act=act, verb=verb, when=when))

    def take_away(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
        table = apps.get_model(model)._meta.db_table
        on = f" ON {table}" if editor.connection.vendor == "postgresql" else ""
        for act in ("change", "delete", "truncate"):
            editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{act}{on}")

    return RunPython(put, take_away)
