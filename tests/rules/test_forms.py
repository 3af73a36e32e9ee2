"""Every form of every page, filled with what nobody should write and with what nobody may send along."""

from __future__ import annotations

import html
import logging
import random
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection

from tests.rules import access, stage
from tests.rules.forms_found import OWN_TOKENS, FoundForm, every_form, send
from tests.rules.stage import Stage

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
MARK = "kept7391"
SCRIPT = "<script>alert(7391)</script>"
HOSTILE = {
    "nul and controls": f"{MARK} a\x00b \x1b[31m \x07 \r\n\r\nX: y",
    "lone surrogates": f"{MARK} \ud800 and \udfff",
    "scripts of the world": f"{MARK} \u202ereverof\u202c שלום مرحبا 👩‍👩‍👧‍👦 🏳️‍🌈 e\u0301",
    "markup": f"{MARK} {SCRIPT} <img src=x onerror=alert(7391)> \"' onmouseover=alert(7391)",
    "template": f"{MARK} {{{{ 7391|add:1 }}}} {{% now 'Y' %}} {{{{ request.user.password }}}} ${{7*7391}}",
    "formula and sql": f'=HYPERLINK("http://x","{MARK}"); \'); DROP TABLE people_client;-- \\',
}
SAVES_THE_REST = {"therapist:session-room"}  # what can be kept of a note is kept, beside what cannot
ALONG = (
    "client", "client_id", "service", "service_id", "author", "by", "created_by", "created_by_id", "role", "roles",
    "stage", "state", "standing_", "signed_at", "signed_by", "is_active", "is_staff", "is_superuser", "user",
    "user_id", "owner", "id", "pk", "created_at", "answered_by", "needs_countersignature", "closed_at", "course",
    "course_id", "superseded_by", "in_force_at", "shared_at", "number_", "came_by", "version_",
)  # fmt: skip


@pytest.fixture(scope="module")
def everybody(django_db_setup: None, django_db_blocker: Any) -> Iterator[Stage]:
    with stage.set_up(django_db_blocker) as found:
        yield found


@pytest.fixture(scope="module")
def forms(everybody: Stage) -> list[FoundForm]:
    return every_form(everybody)


def test_the_forms_are_found(forms: list[FoundForm]) -> None:
    assert len(forms) > 90
    assert sum(len(form.texts) for form in forms) > 250


def test_most_forms_are_carried_out_when_filled_in_well(everybody: Stage, forms: list[FoundForm]) -> None:
    worked = 0
    for form in forms:
        with stage.undone():
            worked += send(everybody, form, form.filled()).status_code in {200, 302}
    assert worked > len(forms) * 0.6


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_text(kind: str, everybody: Stage, forms: list[FoundForm]) -> None:
    words = HOSTILE[kind]
    found = []
    for form in forms:
        with stage.undone():
            response = send(everybody, form, form.filled(dict.fromkeys(form.texts, words)))
            problem = _problem(response, form)
            if not problem and response.status_code == 302:
                after = access.ask(
                    everybody.browsers[form.actor], "GET", response["Location"].partition("#")[0]
                )
                problem = _problem(after, form, kept=False)
        if problem:
            found.append(f"{form.label}: {problem}")
    assert not found, "\n".join(found)


def test_hostile_text_in_one_field_at_a_time(everybody: Stage, forms: list[FoundForm]) -> None:
    chance, found = random.Random(7391), []
    for form in forms:
        for name in chance.sample(form.texts, min(3, len(form.texts))):
            kind = chance.choice(sorted(HOSTILE))
            with stage.undone():
                response = send(everybody, form, form.filled({name: HOSTILE[kind]}))
            if problem := _problem(response, form, kept=False):
                found.append(f"{form.label}: {kind} in {name}: {problem}")
    assert not found, "\n".join(found)


def test_a_megabyte_is_refused_without_losing_it(everybody: Stage, forms: list[FoundForm]) -> None:
    much = f"{MARK} " + "word " * 210_000
    found = []
    for form in forms:
        if not form.texts:
            continue
        with stage.undone():
            before = access.rows_changed()
            response = send(everybody, form, form.filled({form.texts[-1]: much}))
            changed = everybody.has_changed(before)
        if response.status_code >= 500:
            found.append(f"{form.label}: {response.status_code}")
        elif response.status_code in {400, 409, 413, 422} and changed and form.page not in SAVES_THE_REST:
            found.append(f"{form.label}: refused, and written")
        elif response.status_code == 302:
            found.append(f"{form.label}: a megabyte in {form.texts[-1]} was taken")
        elif response.status_code == 422 and MARK not in response.content.decode():
            found.append(f"{form.label}: what was typed is lost")
    assert not found, "\n".join(found)


def _problem(response: Any, form: FoundForm, *, kept: bool = True) -> str:
    if response.status_code >= 500:
        return f"answered {response.status_code}"
    text = access.body(response).decode(errors="replace")
    if SCRIPT in text or "<img src=x" in text or "' onmouseover=alert" in text:
        return "markup of the reader's own came back as markup"
    if "7392" in text or str(7 * 7391) in text:
        return "a template inside the text was carried out"
    if (
        kept
        and response.status_code == 422
        and form.texts
        and MARK not in html.unescape(text)
        and text[:1] != "{"
    ):
        return "what was typed is lost"
    return ""


def test_what_is_sent_along_is_ignored(everybody: Stage, forms: list[FoundForm]) -> None:
    """Fields a form does not have change nothing, whoever they name (S-05)."""
    callum = everybody.callum
    extra = {
        "client": callum.client.pk, "client_id": callum.client.pk, "course": callum.course.pk,
        "course_id": callum.course.pk, "roles": "manager", "role": "manager", "is_active": "", "stage": "finished",
    }  # fmt: skip
    found = []
    for form in forms:
        pairs = form.filled()
        more = [
            (name, str(extra.get(name, everybody.cast.stranger.pk)))
            for name in ALONG
            if name not in form.fields
        ]
        plainly, along = _result(everybody, form, pairs), _result(everybody, form, pairs + more)
        if plainly != along:
            found.append(f"{form.label}: {sorted(plainly ^ along)[:3]}")
    assert not found, "\n".join(found)


def _result(at: Stage, form: FoundForm, pairs: list[tuple[str, str]]) -> frozenset[str]:
    with stage.undone():
        send(at, form, pairs)
        return frozenset(_rows(at))


UUID_LIKE = re.compile(r"\b[0-9a-f]{64}\b|\b[0-9a-f]{32}\b|\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b")


def _rows(at: Stage) -> Iterator[str]:
    """Every row as text, without what is new and random: ids made just now, sealed words, seals."""
    known = at.known_ids
    for table in sorted(
        set(connection.introspection.table_names()) - {"django_session", "people_submission"}
    ):
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor:
                cells = ["sealed" if isinstance(cell, bytes | memoryview) else str(cell) for cell in row]
                text = UUID_LIKE.sub(
                    lambda m: m[0] if m[0].replace("-", "") in known else "new", "|".join(cells)
                )
                yield f"{table}: {text}"


def test_planted_phrase_is_nowhere_in_the_clear(
    everybody: Stage, forms: list[FoundForm], caplog: pytest.LogCaptureFixture
) -> None:
    """Written into every field of every form, it is found neither in the database nor in a log (S-21, S-62)."""
    planted = "quivering marigold 5526"
    caplog.set_level(logging.DEBUG)
    with stage.undone():
        taken = 0
        for form in forms:
            if form.actor == "manager":
                continue  # a service's own name and hours are no clinical text
            response = send(everybody, form, form.filled(dict.fromkeys(form.texts, planted)))
            taken += response.status_code == 302
        assert taken > 20
        stored = connection.connection.serialize()
        assert len(stored) > 100_000
        assert everybody.joanna.client.code.encode() in stored  # the net holds what is in the clear
        assert planted.encode() not in stored
        assert planted not in caplog.text
    assert OWN_TOKENS
