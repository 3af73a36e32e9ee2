"""The table of who may open what: every address of the service, found by walking the resolver (S-01, S-03).

The expectations stand in `access/*.toml`, one section a URL name. What a section does not list is denied:
sign-in for somebody who is not signed in, 404 for everyone else.
"""

from __future__ import annotations

import copy
import hashlib
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import connection
from django.test import Client as Browser
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from kinweave.people.models import User
from tests.cast import Cast
from tests.record import WholeRecord

TABLE = Path(__file__).parent / "access"
NOBODY = "nobody"
CLINICIANS = ("miriam", "adela", "colleague", "former", "stranger")
CLIENTS = ("joanna", "callum")
SIGNED_IN = (*CLIENTS, *CLINICIANS, "manager")
ACTORS = (NOBODY, *SIGNED_IN)
GROUPS = {"all": ACTORS, "signed-in": SIGNED_IN, "clinicians": CLINICIANS, "clients": CLIENTS}
MAY_KNOW_JOANNA = {"joanna", "miriam", "adela"}
MAY_KNOW_CALLUM = {"callum", "miriam"}


@dataclass(frozen=True)
class Row:
    """What one address answers, and to whom."""

    name: str
    get: frozenset[str] = frozenset()
    post: frozenset[str] = frozenset()
    answers: frozenset[int] = frozenset({200})  # what an allowed GET answers
    writes: bool = False  # an allowed GET may write: only for pages that are not ours
    where: dict[str, Any] = field(
        default_factory=dict
    )  # which object of the record each part of the address is
    form: dict[str, Any] = field(default_factory=dict)  # what is posted

    def allows(self, method: str, actor: str) -> bool:
        return actor in (self.get if method == "GET" else self.post)


@cache
def addresses() -> dict[str, tuple[str, ...]]:
    """Every URL name with its namespace, and the arguments its address takes."""
    return dict(_walk(get_resolver(), "", ()))


def _walk(
    resolver: URLResolver, space: str, before: tuple[str, ...]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    for entry in resolver.url_patterns:
        here = before + tuple(entry.pattern.regex.groupindex or getattr(entry.pattern, "converters", ()))
        if isinstance(entry, URLResolver):
            yield from _walk(entry, f"{entry.namespace}:" if entry.namespace else space, here)
        elif isinstance(entry, URLPattern):
            yield f"{space}{entry.name}", here


@cache
def table() -> dict[str, Row]:
    """The expectations, by URL name."""
    rows: dict[str, Row] = {}
    for path in sorted(TABLE.glob("*.toml")):
        for name, said in tomllib.loads(path.read_text(encoding="utf-8")).items():
            assert name not in rows, f"{name} stands twice in the table"
            rows[name] = _row(name, said)
    return rows


def _row(name: str, said: dict[str, Any]) -> Row:
    strange = set(said) - {"get", "post", "answers", "where", "form", "writes"}
    assert not strange, f"{name} has keys nobody reads: {strange}"
    return Row(
        name=name,
        get=_people(said.get("get", [])),
        post=_people(said.get("post", [])),
        answers=frozenset(said.get("answers", [200])),
        writes=said.get("writes", False),
        where=said.get("where", {}),
        form={"csrfmiddlewaretoken": "any", **said.get("form", {})},
    )


def _people(names: list[str]) -> frozenset[str]:
    found = frozenset(actor for name in names for actor in GROUPS.get(name, (name,)))
    assert found <= set(ACTORS), f"nobody in the cast is called {found - set(ACTORS)}"
    return found


# Which object of a whole record stands for each argument, unless a row says otherwise.
USUALLY = {
    "client_id": "client", "session_id": "open_session", "person_id": "person", "link_id": "link", "row_id": "event",
    "alert_id": "alert", "entry_id": "sheet", "step_id": "step", "assignment_id": "assignment",
    "response_id": "response", "care_id": "care", "follow_up_id": "follow_up", "consent_id": "consent", "number": 1, "before": 1,
    "after": 2, "kind": "=event", "code": "=phq-9", "country": "=gb",
}  # fmt: skip


def address(row: Row, record: WholeRecord, cast: Cast) -> str:
    """The address with the ids of objects of this record."""
    return (
        reverse(row.name, kwargs=arguments(row, record, cast)) if addresses()[row.name] else reverse(row.name)
    )


def arguments(row: Row, record: WholeRecord, cast: Cast) -> dict[str, Any]:
    """What each argument of the address stands for; "=x" is x itself, other words name an object."""
    return {
        name: _value(row.where.get(name, USUALLY.get(name)), record, cast) for name in addresses()[row.name]
    }


def _value(named: Any, record: WholeRecord, cast: Cast) -> Any:
    assert named is not None, "say in the table what stands in this place of the address"
    if not isinstance(named, str):
        return named
    if named.startswith("="):
        return named[1:]
    found = getattr(cast, named[5:]) if named.startswith("cast.") else getattr(record, named)
    return getattr(found, "pk", found)


def account_of(cast: Cast, actor: str) -> User:
    """The account of somebody of the cast."""
    return getattr(cast, f"{actor}_user" if actor in CLIENTS else actor)


def browsers(cast: Cast) -> dict[str, Browser]:
    """A browser for everybody, signed in except for nobody; each has been used once."""
    found = {NOBODY: Browser()}
    for actor in SIGNED_IN:
        found[actor] = Browser()
        found[actor].force_login(account_of(cast, actor), backend="kinweave.people.backends.AccountBackend")
        found[actor].get(reverse("public:what-is-ipt"))
    return found


def ask(browser: Browser, method: str, url: str, form: dict[str, Any] | None = None) -> Any:
    """What this browser is answered. Its cookies stay as they were, also when the answer signs it out."""
    cookies = copy.deepcopy(browser.cookies)
    try:
        return browser.get(url) if method == "GET" else browser.post(url, form or {})
    finally:
        browser.cookies = cookies


def post_raw(browser: Browser, url: str, encoded: str) -> Any:
    """The same for a form that is already encoded."""
    cookies = copy.deepcopy(browser.cookies)
    try:
        return browser.post(url, encoded, content_type="application/x-www-form-urlencoded")
    finally:
        browser.cookies = cookies


_TOKENS = re.compile(rb'(csrfmiddlewaretoken|submission|page)" value="[^"]*"')


def body(response: Any) -> bytes:
    """The bytes of an answer, without the tokens that differ each time."""
    found = b"".join(response.streaming_content) if response.streaming else response.content
    return _TOKENS.sub(b"", found)


UNCOUNTED = ("django_session", "audit_event")
"""Tables that a page may write although it only shows something."""


def fingerprint(but: tuple[str, ...] = UNCOUNTED) -> str:
    """A digest of every row of every table except `but`."""
    digest = hashlib.sha256()
    for name in sorted(set(connection.introspection.table_names()) - set(but)):
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT * FROM "{name}" ORDER BY 1')
            for found in cursor:
                digest.update(repr(found).encode())
        digest.update(name.encode())
    return digest.hexdigest()


_CHANGED = "SELECT coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0) FROM pg_stat_xact_user_tables WHERE relname != ALL (%s)"


def rows_changed() -> int | None:
    """How many rows were changed: on SQLite by this connection, on PostgreSQL in this transaction, sessions aside."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(_CHANGED, [list(UNCOUNTED)])
            return int(cursor.fetchone()[0])
    counter = getattr(connection.connection, "total_changes", None)
    return counter if isinstance(counter, int) else None


def known_ids() -> frozenset[str]:
    """The ids of all rows, as 32 hexadecimal figures."""
    found: set[str] = set()
    for model in apps.get_models():
        found |= {str(key).replace("-", "") for key in model._base_manager.values_list("pk", flat=True)}
    return frozenset(found)
