"""Database triggers that refuse to change or delete what must stay as it was written.

Migrations call `guard`; the rule holds whoever connects to the database, not only this program.
"""

from __future__ import annotations

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

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


def guard(editor: BaseDatabaseSchemaEditor, table: str, *, once: str = "") -> None:
    """Refuse UPDATE and DELETE on `table`; with `once` (a column) only of rows where that column is already set."""
    postgres = editor.connection.vendor == "postgresql"
    if postgres:
        editor.execute(_POSTGRES_FUNCTION)
        if not once:
            editor.execute(_POSTGRES_TRUNCATE.format(table=table))
    for act, verb in (("change", "UPDATE"), ("delete", "DELETE")):
        when = f"WHEN (OLD.{once} IS NOT NULL)" if once else ""
        editor.execute(
            (_POSTGRES if postgres else _SQLITE).format(table=table, act=act, verb=verb, when=when)
        )


def unguard(editor: BaseDatabaseSchemaEditor, table: str) -> None:
    """Take the triggers of `table` away again (to undo a migration)."""
    on = f" ON {table}" if editor.connection.vendor == "postgresql" else ""
    for act in ("change", "delete", "truncate"):
        editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{act}{on}")
