"""Everyone else there may be around a record: each is answered as the one of the cast they stand level with (S-03).

The table in `access/` names nine people. Here are the other ways of standing to a client that this version knows:
a trainee, a supervisor without a part, a part that ended or has not begun, another service, two roles in one person,
an account that was closed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client as Browser
from django.urls import reverse

from kinweave.core import clock
from kinweave.people import actions as people
from kinweave.people.models import CareRelationship, Part, Role, User
from tests.cast import Cast, account
from tests.rules import access, stage
from tests.rules.access import NOBODY, Row
from tests.rules.stage import Stage
from tests.rules.test_access import _problem

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
OWN = ("client:", "therapist:", "administration:")


@dataclass(frozen=True)
class Distance:
    """Somebody, and whose rights they have: those of all of `like` together, at objects of their own service."""

    roles: tuple[Role, ...]
    like: tuple[str, ...]
    part: Part | None = None
    when: str = "now"
    elsewhere: bool = False
    only: str = ""  # nothing that this one of the cast may not do, either


DISTANCES = {
    "a trainee who treats her": Distance((Role.TRAINEE,), ("miriam",), Part.THERAPIST),
    "a trainee without a part": Distance((Role.TRAINEE,), ("colleague",)),
    "a supervisor without a part": Distance((Role.SUPERVISOR,), ("colleague",), only="adela"),
    "a supervisor whose part ended": Distance((Role.SUPERVISOR,), ("colleague",), Part.SUPERVISOR, "ended", only="adela"),
    "a therapist from tomorrow on": Distance((Role.THERAPIST,), ("colleague",), Part.THERAPIST, "tomorrow"),
    "a manager who treats others": Distance((Role.MANAGER, Role.THERAPIST), ("manager", "colleague")),
    "a manager who treats her": Distance((Role.MANAGER, Role.THERAPIST), ("manager", "miriam"), Part.THERAPIST),
    "a manager of another service": Distance((Role.MANAGER,), ("manager",), elsewhere=True),
    "a client of another service": Distance((Role.CLIENT,), ("callum",), elsewhere=True),
}  # fmt: skip
TREAT_HER = {name for name, each in DISTANCES.items() if each.like[-1] == "miriam"}


@pytest.fixture(scope="module")
def everybody(django_db_setup: None, django_db_blocker: Any) -> Iterator[Stage]:
    with stage.set_up(django_db_blocker) as found:
        browsers = {name: _signed_in(_placed(name, each, found.cast)) for name, each in DISTANCES.items()}
        access.MAY_KNOW_JOANNA.update(TREAT_HER)
        yield replace(found, browsers=found.browsers | browsers, digest=access.fingerprint())
        access.MAY_KNOW_JOANNA.difference_update(TREAT_HER)


def _placed(name: str, each: Distance, cast: Cast) -> User:
    service = cast.elsewhere if each.elsewhere else cast.service
    client = None
    if Role.CLIENT in each.roles:
        client = people.add_client(service=service, code="S-001", name="Somebody", by=cast.stranger)
    user = account(service, name.replace(" ", "."), *each.roles, client=client)
    if each.part is None:
        return user
    care = people.start_care(client=cast.joanna, staff=user, part=each.part, by=None)
    if each.when == "ended":
        people.end_care(care=care, by=None)
    elif each.when == "tomorrow":
        tomorrow = clock.now() + timedelta(days=1)
        CareRelationship.objects.filter(pk=care.pk).update(starts_at=tomorrow)
    return user


def _signed_in(user: User) -> Browser:
    browser = Browser()
    browser.force_login(user, backend="kinweave.people.backends.AccountBackend")
    browser.get(reverse("public:what-is-ipt"))
    return browser


def _levelled(row: Row, name: str) -> Row:
    """The row with this person among those it allows, where it allows one they stand level with."""
    each = DISTANCES[name]
    own = not (each.elsewhere and access.addresses()[row.name])

    def grown(allowed: frozenset[str]) -> frozenset[str]:
        within = not each.only or each.only in allowed
        return allowed | {name} if own and within and allowed & set(each.like) else allowed

    return replace(row, get=grown(row.get), post=grown(row.post))


def _tells(row: Row, name: str) -> bool:
    """Whether the address shows the distance: to a client who has only begun, their own pages are others."""
    of_an_object = any(part.endswith("_id") for part in access.addresses()[row.name])
    return of_an_object or Role.CLIENT not in DISTANCES[name].roles


@pytest.mark.parametrize("name", DISTANCES)
def test_everyone_is_answered_as_the_one_they_stand_level_with(name: str, everybody: Stage) -> None:
    url = reverse("therapist:course", args=[uuid4()])
    lost = access.ask(everybody.browsers[name], "GET", url)
    nowhere = {name: access.body(lost)} if lost.status_code == 404 else {}
    wrong = [
        f"{method} {row.name}: {problem}"
        for row in map(lambda row: _levelled(row, name), access.table().values())
        if row.name.startswith(OWN) and _tells(row, name)
        for method in ("GET", "POST")
        if (problem := _problem(row, method, name, everybody, nowhere))
    ]
    assert wrong == []


def test_a_closed_account_is_answered_as_nobody_is(everybody: Stage) -> None:
    """Also in a browser in which somebody was signed in when it was closed."""
    leaver = account(everybody.cast.service, "leaver", Role.THERAPIST, Role.MANAGER)
    people.start_care(client=everybody.cast.joanna, staff=leaver, part=Part.THERAPIST, by=None)
    browser = _signed_in(leaver)
    assert browser.get(reverse("therapist:today")).status_code == 200
    people.disable_account(user=leaver, by=everybody.cast.manager)
    at = replace(everybody, browsers=everybody.browsers | {NOBODY: browser}, digest=access.fingerprint())
    wrong = [
        f"{method} {row.name}: {problem}"
        for row in access.table().values()
        if row.name.startswith(OWN)
        for method in ("GET", "POST")
        if (problem := _problem(row, method, NOBODY, at, {}))
    ]
    assert wrong == []
