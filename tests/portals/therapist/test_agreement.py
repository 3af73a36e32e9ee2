"""The agreement page: written with its goals and dates, signed by each or together."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client as Browser

from kinweave.people.models import User
from kinweave.treatment.models import Agreement, Goal, Session
from tests.capabilities.treatment import agreeing
from tests.cast import Cast

Signed = Callable[[User], Browser]
FILLED: dict[str, Any] = {
    "sessions": "12", "starts_on": "2026-11-20", "starts_at": "10:00", "days_between": "7", "minutes": "50",
    "mode": "in-person", "without_sessions-on": ["2026-12-25", ""], "recording": "none", "version": "0",
    "goals-text": ["Ring somebody", "Hang the pictures", ""], "goals-measure": ["I did", "They hang", ""],
    "goals-start": ["1", "", ""], "between_session_contact": "No emergencies", "missed_session_rule": "Kept",
    "nonresponse_plan": "We decide", "confidentiality_explained": "on",
}  # fmt: skip


@pytest.fixture
def miriam(cast: Cast, as_user: Signed) -> Browser:
    agreeing.started(cast)
    agreeing.agreed(cast)
    return as_user(cast.miriam)


def url(cast: Cast, rest: str = "") -> str:
    return f"/work/people/{cast.joanna.id}/agreement/{rest}"


def text(response: Any) -> str:
    return str(response.content.decode())


def test_it_begins_with_words_to_change_and_nothing_recorded(cast: Cast, miriam: Browser) -> None:
    page = text(miriam.get(url(cast, "write/")))
    assert "They are not for emergencies" in page
    assert 'value="none" id="id_recording_0" checked' in page or 'value="none" checked' in page
    for preset in (12, 16, 20):
        assert f"{preset} sessions" in page


def test_written_it_lists_every_date_and_signed_together_it_plans_them(cast: Cast, miriam: Browser) -> None:
    assert miriam.post(url(cast, "write/"), FILLED).status_code == 302
    page = text(miriam.get(url(cast)))
    assert "The 12 sessions this plans" in page
    assert "Friday 18 December 2026" in page
    assert "25 December" not in page
    assert (
        miriam.post(url(cast, "sign/"), {"version": "1", "agrees": "on", "together": "1"}).status_code == 302
    )
    assert Session.objects.count() == 12
    assert Goal.objects.count() == 2
    page = text(miriam.get(url(cast)))
    assert "in the room with Miriam" in page
    assert "1 at the start" in page


def test_signing_needs_the_tick_and_the_words_that_were_read(cast: Cast, miriam: Browser) -> None:
    miriam.post(url(cast, "write/"), FILLED)
    assert miriam.post(url(cast, "sign/"), {"version": "1"}).status_code == 422
    assert miriam.post(url(cast, "sign/"), {"version": "7", "agrees": "on"}).status_code == 409
    assert Agreement.objects.get().therapist_signed_at is None


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"sessions": "other"}, "give the number of sessions"),
        ({"sessions": "13"}, "valid choice"),
        ({"sessions": "other", "other_sessions": "1000"}, "less than or equal to 100"),
        ({"starts_on": "soon"}, "a day that exists"),
        ({"starts_at": "25:99"}, "hour as 10:00"),
        ({"minutes": "5"}, "greater than or equal to 45"),
        ({"goals-start": ["11", "", ""]}, "whole number from 0 to 10"),
        ({"goals-text": ["", "Hang", ""]}, "say what the client wants"),
        ({"goals-text": list("abcde"), "goals-measure": list("abcde")}, "Keep to 4 lines"),
        ({"goals-text": ["x" * 501, "b"]}, "under 500 letters"),
        ({"without_sessions-on": ["2026-02-31"]}, "a day that exists"),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_is_said_and_kept_on_the_page(
    cast: Cast, miriam: Browser, wrong: dict[str, Any], says: str
) -> None:
    answer = miriam.post(url(cast, "write/"), FILLED | wrong)
    assert answer.status_code == 422
    assert says in text(answer)
    assert "No emergencies" in text(answer)
    assert Agreement.objects.count() == 0


def test_a_change_needs_its_reason_and_leaves_the_signed_one(cast: Cast, miriam: Browser) -> None:
    agreeing.signed(cast)
    change = FILLED | {"sessions": "other", "other_sessions": "14"}
    assert miriam.post(url(cast, "write/"), change).status_code == 422
    assert miriam.post(url(cast, "write/"), change | {"reason": "Christmas"}).status_code == 302
    page = text(miriam.get(url(cast)))
    assert "Why it changes: Christmas" in page
    assert "In force" in page
    assert text(miriam.get(url(cast, "1/"))).count("12") > 0
    assert [row.sessions for row in Agreement.objects.order_by("number")] == [12, 14]


def test_two_tabs_writing_one_agreement_see_both(cast: Cast, miriam: Browser) -> None:
    miriam.post(url(cast, "write/"), FILLED)
    mine = FILLED | {"version": "1"}
    assert miriam.post(url(cast, "write/"), mine | {"medication": "As before"}).status_code == 302
    both = miriam.post(url(cast, "write/"), mine | {"medication": "Changed"})
    assert both.status_code == 409
    assert "As before" in text(both)
    assert "Changed" in text(both)


def test_what_is_missing_stands_there_before_anybody_can_sign(cast: Cast, miriam: Browser) -> None:
    miriam.post(
        url(cast, "write/"), FILLED | {"nonresponse_plan": "", "goals-text": ["One"], "goals-measure": [""]}
    )
    page = text(miriam.get(url(cast)))
    assert "Before anybody signs" in page
    assert "Name 2 to 4 goals" in page
    assert "not better by the middle" in page
    assert miriam.post(url(cast, "sign/"), {"version": "1", "agrees": "on"}).status_code == 422


def test_hostile_goals_are_only_words(cast: Cast, miriam: Browser) -> None:
    agreeing.signed(
        cast, goals=[{"text": "<script>x</script>", "measure": "<img>", "start": 2}, agreeing.GOALS[1]]
    )
    assert b"<script>x" not in miriam.get(url(cast)).content
    assert b"<img>" not in miriam.get(url(cast, "write/")).content


def test_the_supervisor_reads_and_does_not_sign(cast: Cast, miriam: Browser, as_user: Signed) -> None:
    agreeing.drafted(cast)
    adela = as_user(cast.adela)
    assert "Sign together" not in text(adela.get(url(cast)))
    assert adela.post(url(cast, "sign/"), {"version": "1", "agrees": "on"}).status_code == 404
    assert adela.get(url(cast, "write/")).status_code == 404
