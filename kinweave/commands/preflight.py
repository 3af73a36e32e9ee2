"""What must be true before a service may start (S-22, S-64). Each finding says what to do."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections
from django.db.migrations.executor import MigrationExecutor

from kinweave.core import clock, key_files
from kinweave.people.models import Service
from kinweave.safety import tiers
from kinweave.safety.models import Tier
from kinweave.safety.queries import lines_to_confirm
from kinweave.shelf.queries import library
from kinweave.vault import keys

_WITH_TLS = ("require", "verify-ca", "verify-full")


@dataclass(frozen=True)
class Finding:
    """One thing that is not as it should be; `stops` says whether the service may still start."""

    words: str
    stops: bool = True


def findings(*, host: str = "127.0.0.1") -> Iterator[Finding]:
    """Everything that stands in the way of serving at `host`."""
    yield from _keys()
    yield from _network(host)
    yield from _response_times()
    yield from _database()
    yield from _library()
    yield from _crisis_lines()


def _keys() -> Iterator[Finding]:
    for name in key_files.NAMES:
        path = settings.KEYS_DIR / name
        if not path.exists():
            yield Finding(
                f"{path} is missing. Put the service's key back, or run `kinweave init` for a new service."
            )
        elif not _is_key(name):
            yield Finding(
                f"{path} is not a key (64 hexadecimal digits) or cannot be read. Put the service's key back from its copy."
            )
        elif stat.S_IMODE(path.stat().st_mode) & 0o077:
            yield Finding(f"{path} can be read by others on this machine. Run: chmod 400 {path}")


def _is_key(name: str) -> bool:
    try:
        return key_files.read(settings.KEYS_DIR, name) is not None
    except key_files.KeyMissing:
        return False


def _network(host: str) -> Iterator[Finding]:
    if not settings.HTTPS and not _is_loopback(host):
        yield Finding(
            f"Serving at {host} without TLS would send records in clear. Set KINWEAVE_HTTPS=1 behind a proxy with TLS."
        )
    if settings.DEMO and not _is_loopback(host):
        yield Finding(f"A demonstration has known passwords and may not serve at {host}.")
    if "*" in settings.ALLOWED_HOSTS:
        yield Finding("KINWEAVE_HOSTS allows every name. List the names under which this service is reached.")
    if settings.CLOCK_FILE and not settings.DEMO:
        yield Finding("KINWEAVE_CLOCK_FILE moves the clock and is for demonstrations only. Unset it.")


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _response_times() -> Iterator[Finding]:
    """An alert must never be the first to find that nobody can say how soon it is answered."""
    try:
        for tier in Tier:
            tiers.response(tier)
    except (OSError, ValueError, KeyError):
        yield Finding(
            f"{settings.RESPONSE_TIMES} does not say how soon each kind of alert is answered. "
            f"Compare it with {tiers.PUBLISHED}."
        )


def _database() -> Iterator[Finding]:
    if _goes_in_clear(settings.DATABASES[DEFAULT_DB_ALIAS]):
        yield Finding(
            "The database is on another machine and DATABASE_URL does not ask for TLS. "
            "Add ?sslmode=verify-full (or require) to it."
        )
    try:
        executor = MigrationExecutor(connections[DEFAULT_DB_ALIAS])
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        yield Finding("The database does not answer. Check DATABASE_URL, and that the server runs.")
        return
    if waiting:
        yield Finding("The database is not set up for this version. Run `kinweave init`.")
    elif (settings.KEYS_DIR / keys.WAITING).exists():
        yield Finding(
            "A change of the master key was not finished. Run `kinweave vault rotate` once to finish it."
        )
    elif not _right_key():
        yield Finding(
            "vault.key is not the key these records were sealed with. Nothing was changed. Put the right key back."
        )


def _goes_in_clear(database: dict[str, Any]) -> bool:
    host = str(database.get("HOST") or "")
    on_this_machine = not host or host.startswith("/") or _is_loopback(host)
    return not on_this_machine and database["OPTIONS"].get("sslmode") not in _WITH_TLS


def _right_key() -> bool:
    try:
        return keys.canary_sings()
    except key_files.KeyMissing:
        return True  # that it is missing or damaged is a finding of its own


def _library() -> Iterator[Finding]:
    for problem in library().problems:
        yield Finding(f"Library: {problem}", stops=False)


def _crisis_lines() -> Iterator[Finding]:
    """Wrong numbers harm (H05): every service says that it has rung those of its own country (S-47)."""
    try:
        services = list(Service.objects.order_by("name"))
    except DatabaseError:
        return  # that the database does not answer, or is not set up, is a finding of its own
    for service in services:
        words = lines_to_confirm(service, clock.today(service.zone))
        if words:
            yield Finding(f"Crisis lines of {service.name}: {words}", stops=False)
