"""The queue in the test's own transaction, on SQLite and on PostgreSQL. `turns` runs it with connections of its own."""

from __future__ import annotations

import pytest
from django_tasks_db.management.commands import db_worker


@pytest.fixture(autouse=True)
def one_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    """Between two jobs a worker looks whether its connection is too old; on PostgreSQL that would end the test."""
    monkeypatch.setattr(db_worker, "close_old_connections", lambda: None)
