"""Django's PostgreSQL, in which each transaction begins by taking its turn to write.

SQLite lets one transaction write at a time (`transaction_mode` IMMEDIATE). Here it is the same: every act ends with
an event in the one chain of the audit, so acts have to wait for one another in any case. Waiting at the beginning,
before any row is locked, rules out deadlocks, and what an act reads inside its transaction cannot change under it.
Reading outside a transaction never waits.
"""

from __future__ import annotations

from django.db.backends.postgresql import base

TURN = 0x4B57_0000
"""The number of the advisory lock (see "Advisory Locks" in PostgreSQL's manual); it goes with the transaction."""


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection whose transactions take turns."""

    def _set_autocommit(self, autocommit: bool) -> None:
        super()._set_autocommit(autocommit)  # type: ignore[misc]
        if not autocommit:
            with self.connection.cursor() as cursor:
                cursor.execute(f"SELECT pg_advisory_xact_lock({TURN})")
