"""Ids of another record, put into every address and every field of every form (S-06)."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest
from django.apps import apps
from django.urls import reverse

from kinweave.people.models import ClientRecord
from tests.record import WholeRecord
from tests.rules import access, stage
from tests.rules.access import Row
from tests.rules.forms_found import FoundForm, every_form, send
from tests.rules.stage import Stage

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
AN_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
RECORDS = [model for model in apps.get_models() if issubclass(model, ClientRecord)]
OF_A_RECORD = [row for row in access.table().values() if row.name.startswith(("client:", "therapist:"))]


@pytest.fixture(scope="module")
def everybody(django_db_setup: None, django_db_blocker: Any) -> Iterator[Stage]:
    with stage.set_up(django_db_blocker) as found:
        yield found


@pytest.fixture(scope="module")
def forms(everybody: Stage) -> list[FoundForm]:
    return every_form(everybody, ("joanna", "miriam"))


def _mixtures(row: Row, at: Stage) -> Iterator[dict[str, Any]]:
    """The arguments of an address with some, but not all, of its ids taken from Callum's record."""
    hers, his = access.arguments(row, at.joanna, at.cast), access.arguments(row, at.callum, at.cast)
    differing = [name for name in hers if hers[name] != his[name]]
    for chosen in product((False, True), repeat=len(differing)):
        if any(chosen) and not all(chosen):
            yield hers | {name: his[name] for name, swap in zip(differing, chosen, strict=True) if swap}


def test_no_address_mixes_two_records(everybody: Stage) -> None:
    """Miriam may open both records; an object of one under the address of the other does not exist."""
    found, asked = [], 0
    for row in OF_A_RECORD:
        for arguments in _mixtures(row, everybody):
            for method in ("GET", "POST"):
                asked += 1
                url = reverse(row.name, kwargs=arguments)
                with stage.undone():
                    before = access.rows_changed()
                    answer = access.ask(everybody.browsers["miriam"], method, url, row.form)
                    changed = everybody.has_changed(before)
                if answer.status_code not in {404, 405} or changed:
                    found.append(
                        f"{method} {row.name} answered {answer.status_code}{' and wrote' if changed else ''}"
                    )
    assert asked > 80
    assert not found, "\n".join(found)


@pytest.mark.parametrize(("actor", "portal"), [("joanna", "client:"), ("miriam", "therapist:")])
def test_no_id_of_callums_fits_anywhere_in_an_address_of_hers(
    actor: str, portal: str, everybody: Stage
) -> None:
    """Every part of every address × every kind of object there is; read each, and write with some of them."""
    chance, found, asked = random.Random(2611), [], 0
    his = sorted(everybody.callum.ids())
    for row in [row for row in OF_A_RECORD if row.name.startswith(portal)]:
        hers, wholly_his = (
            access.arguments(row, each, everybody.cast) for each in (everybody.joanna, everybody.callum)
        )
        for name in [name for name, value in hers.items() if AN_ID.fullmatch(str(value))]:
            written = set(chance.sample(his, 3))
            for other in his:
                if {**_plain(hers), name: other} == _plain(wholly_his):
                    continue  # with nothing else in the address this is a page of his: another test's matter
                for method in ("GET", "POST") if other in written else ("GET",):
                    asked += 1
                    url = reverse(row.name, kwargs=hers | {name: other})
                    if problem := _reached(everybody, actor, method, url, row):
                        found.append(f"{method} {row.name} with {name} of his: {problem}")
    assert asked > 300
    assert not found, "\n".join(found)


def _plain(arguments: dict[str, Any]) -> dict[str, str]:
    return {name: str(value) for name, value in arguments.items()}


def _reached(at: Stage, actor: str, method: str, url: str, row: Row) -> str:
    """What came of an address that should not exist; empty when it does not."""
    with stage.undone():
        before = access.rows_changed()
        answer = access.ask(at.browsers[actor], method, url, row.form)
        changed = at.has_changed(before)
    if at.callum.phrase.encode() in access.body(answer):
        return "his words are read"
    if answer.status_code not in {404, 405} or changed:
        return f"answered {answer.status_code}{' and wrote' if changed else ''}"
    return ""


@pytest.mark.parametrize("actor", ["joanna", "colleague", "former", "stranger"])
def test_callums_objects_do_not_exist_for_others(actor: str, everybody: Stage) -> None:
    found = []
    for row in OF_A_RECORD:
        hers, his = (
            access.arguments(row, each, everybody.cast) for each in (everybody.joanna, everybody.callum)
        )
        if hers == his:
            continue
        for method in ("GET", "POST"):
            with stage.undone():
                before = access.rows_changed()
                url = reverse(row.name, kwargs=his)
                answer = access.ask(everybody.browsers[actor], method, url, row.form)
                changed = everybody.has_changed(before)
            if answer.status_code not in {404, 405} or changed:
                found.append(f"{method} {row.name} answered {answer.status_code}")
    assert not found, "\n".join(found)


def test_ids_swapped_inside_forms(everybody: Stage, forms: list[FoundForm]) -> None:
    """Whatever id a form carries, none of Callum's in its place shows or changes anything of his."""
    found, asked = [], 0
    chance, his = random.Random(5526), sorted(everybody.callum.ids())
    callums = _rows_of(everybody.callum)
    for form in forms:
        for name, value in _swapped(form, chance.sample(his, 7)):
            asked += 1
            with stage.undone():
                before = access.rows_changed()
                answer = send(everybody, form, form.filled({name: value}))
                if answer.status_code >= 500:
                    found.append(f"{form.label}: {name}: answered {answer.status_code}")
                if form.actor == "joanna" and everybody.callum.phrase.encode() in access.body(answer):
                    found.append(f"{form.label}: {name}: reads Callum's words")
                if everybody.has_changed(before):
                    if _rows_of(everybody.callum) != callums:
                        found.append(f"{form.label}: {name}: changed a row of Callum's")
                    found += [f"{form.label}: {name}: {stray}" for stray in _strays(everybody)]
    assert asked > 250
    assert not found, "\n".join(found)


def _swapped(form: FoundForm, ids: list[str]) -> Iterator[tuple[str, str]]:
    """Each value of a field or button that holds an id, with each of `ids` in its place."""
    for each in form.fields.values():
        held = [value for value in [*each.values, *each.choices] if AN_ID.search(value)]
        if each.name != "submission" and held:
            for other in ids:
                yield each.name, AN_ID.sub(other, held[-1])


def _rows_of(record: WholeRecord) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of one client's record."""
    return {
        model._meta.label: sorted(model.objects.filter(client=record.client).values_list(), key=repr)
        for model in RECORDS
    }


def _strays(at: Stage) -> list[str]:
    """Rows of Joanna's record that point at a row of Callum's."""
    models = set(RECORDS)
    return [
        f"{model._meta.label}.{field.name}"
        for model in models
        for field in model._meta.concrete_fields
        if field.is_relation and field.related_model in models
        and model.objects.filter(client=at.joanna.client, **{f"{field.name}__client": at.callum.client}).exists()
    ]  # fmt: skip
