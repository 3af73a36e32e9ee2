"""Counting what a page asks of the database."""

from __future__ import annotations

from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

CONTROL = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK", "SELECT pg_advisory")


def statements_of(browser: Browser, path: str) -> list[str]:
    """The statements one answered request makes, without those that only frame or lock a transaction."""
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(path).status_code == 200
    return [one["sql"] for one in asked.captured_queries if not one["sql"].startswith(CONTROL)]
