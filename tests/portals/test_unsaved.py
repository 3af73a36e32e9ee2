"""Long forms keep what is typed: nothing is lost by a lost connection, an expired session or another writer."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import time, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client as Browser
from django.urls import reverse

from kinweave.core import clock
from kinweave.people.models import UnsavedForm, User
from kinweave.safety.actions import save_plan
from kinweave.safety.models import SafetyPlan
from kinweave.safety.plan import Line, Plan
from kinweave.treatment.actions import agreement, staying_well
from kinweave.treatment.models import Agreement, StayingWellPlan
from tests.cast import START, Cast

AsUser = Callable[[User], Browser]
PHRASE = "lanterns over the estuary"


@dataclass(frozen=True)
class Place:
    """One form that keeps itself: where it is, and a field of it that may hold a phrase."""

    who: str  # whose page, of the cast
    form: str
    edit: str
    field: str

    def url(self, cast: Cast, name: str) -> str:
        about = [] if self.who == "joanna_user" else [cast.joanna.id]
        portal = "client" if self.who == "joanna_user" else "therapist"
        return reverse(f"{portal}:{name}", args=[*about, self.form])

    def page(self, cast: Cast) -> str:
        return reverse(self.edit, args=[] if self.who == "joanna_user" else [cast.joanna.id])


PLACES = {
    "agreement": Place("miriam", "agreement", "therapist:agreement_write", "missed_session_rule"),
    "staying well, together": Place("miriam", "staying-well", "therapist:ending_plan", "got_better"),
    "staying well, alone": Place("joanna_user", "staying-well", "client:staying_well_edit", "got_better"),
    "safety plan, together": Place("miriam", "safety-plan", "therapist:safety-plan-edit", "signs-0-text"),
    "safety plan, alone": Place("joanna_user", "safety-plan", "client:safety-plan-edit", "signs-0-text"),
}
every_place = pytest.mark.parametrize("place", PLACES.values(), ids=PLACES)


def typed(html: str, place: Place) -> bool:
    """Whether the phrase stands in its field."""
    field = rf'<(?:input|textarea)[^>]*name="{re.escape(place.field)}"[^>]*>(?:[^<]*)'
    return any(PHRASE in found for found in re.findall(field, html))


def sent(place: Place, version: int = 0, words: str = PHRASE) -> dict[str, str]:
    return {place.field: words, "version": str(version), "idempotency_key": "k", "submission": "s"}


@every_place
def test_what_is_typed_comes_back_and_nobody_else_sees_it(cast: Cast, as_user: AsUser, place: Place) -> None:
    writer = as_user(getattr(cast, place.who))
    page = writer.get(place.page(cast)).content.decode()
    assert f'data-autosave="{place.url(cast, "unsaved")}"' in page
    assert "autosave.js" in page
    kept = writer.post(place.url(cast, "unsaved"), sent(place))
    assert kept.json() == {"saved": "10:00"}
    page = writer.get(place.page(cast)).content.decode()
    assert typed(page, place)
    assert "You wrote this today at 10:00 and did not save it." in page
    assert "Something needs another look" not in page
    others = [cast.joanna_user] if place.who == "miriam" else [cast.miriam]
    for other in others:
        for each in PLACES.values():
            if getattr(cast, each.who) == other:
                assert PHRASE not in as_user(other).get(each.page(cast)).content.decode()


@every_place
def test_it_waits_through_an_expired_session_and_is_let_go(cast: Cast, as_user: AsUser, place: Place) -> None:
    user = getattr(cast, place.who)
    writer = as_user(user)
    writer.post(place.url(cast, "unsaved"), sent(place))
    with clock.at(START + timedelta(hours=3)):
        late = writer.post(
            place.url(cast, "unsaved"), sent(place, words="later"), headers={"X-Requested-With": "autosave"}
        )
        assert late.status_code in {302, 401}
        again = as_user(user)
        assert typed(again.get(place.page(cast)).content.decode(), place)
        left = again.post(place.url(cast, "unsaved_leave"))
        assert left.headers["Location"] == place.page(cast)
        assert PHRASE not in again.get(place.page(cast)).content.decode()
    assert not UnsavedForm.objects.exists()


@every_place
def test_it_is_sealed_and_nothing_is_written_before_it_is_saved(
    cast: Cast, as_user: AsUser, place: Place
) -> None:
    writer = as_user(getattr(cast, place.who))
    for words in ("a", "a b", PHRASE):
        writer.post(place.url(cast, "unsaved"), sent(place, words=words))
    assert UnsavedForm.objects.count() == 1
    for model in (Agreement, StayingWellPlan, SafetyPlan):
        assert not model._default_manager.exists()
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {UnsavedForm._meta.db_table}")
        held = b"".join(
            bytes(v) if isinstance(v, bytes | memoryview) else str(v).encode() for v in cursor.fetchone()
        )
    assert PHRASE.encode() not in held


@pytest.mark.parametrize("place", [p for p in PLACES.values() if p.form != "agreement"], ids=lambda p: p.edit)
def test_saving_lets_go_of_it(cast: Cast, as_user: AsUser, place: Place) -> None:
    writer = as_user(getattr(cast, place.who))
    writer.post(place.url(cast, "unsaved"), sent(place))
    form = {place.field: PHRASE, "version": "0"}
    assert writer.post(place.page(cast), form).status_code == 302
    assert not UnsavedForm.objects.exists()
    assert "did not save it" not in writer.get(place.page(cast)).content.decode()


@every_place
def test_what_somebody_else_saved_meanwhile_stands_beside_it(
    cast: Cast, as_user: AsUser, place: Place
) -> None:
    writer = as_user(getattr(cast, place.who))
    writer.post(place.url(cast, "unsaved"), sent(place))
    if place.form == "safety-plan":
        save_plan(client=cast.joanna, plan=Plan(signs=(Line("Not eating"),)), seen_version=0, by=cast.miriam)
        theirs = "Not eating"
    elif place.form == "staying-well":
        staying_well.write(course=cast.course, values={"got_better": "I sing"}, seen=0, by=cast.miriam)
        theirs = "I sing"
    else:
        values = {
            "missed_session_rule": "Ring first", "sessions": 12, "starts_on": START.date(), "starts_at": time(10),
            "minutes": 50, "without_sessions": [],
        }  # fmt: skip
        agreement.start_version(course=cast.course, by=cast.miriam, values=values)
        theirs = "Ring first"
    page = writer.get(place.page(cast)).content.decode()
    assert typed(page, place)
    assert theirs in page
    assert 'name="version" value="1"' in page


@pytest.mark.parametrize("who", ["adela", "colleague", "former", "stranger", "manager"])
def test_a_stranger_keeps_nothing(cast: Cast, as_user: AsUser, who: str) -> None:
    place = PLACES["agreement"]
    browser = as_user(getattr(cast, who))
    for name in ("unsaved", "unsaved_leave"):
        assert browser.post(place.url(cast, name), sent(place)).status_code == 404
    assert not UnsavedForm.objects.exists()


def test_too_much_and_an_unknown_form_are_refused(cast: Cast, as_user: AsUser) -> None:
    place = PLACES["agreement"]
    miriam = as_user(cast.miriam)
    long: Any = miriam.post(place.url(cast, "unsaved"), sent(place, words="x" * 100_001))
    assert long.status_code == 400
    assert "longer than 100,000 characters" in long.json()["errors"][place.field]
    unknown = reverse("therapist:unsaved", args=[cast.joanna.id, "diary"])
    assert miriam.post(unknown, sent(place)).status_code == 404
    assert as_user(cast.joanna_user).post(reverse("client:unsaved", args=["agreement"])).status_code == 404
    assert not UnsavedForm.objects.exists()
