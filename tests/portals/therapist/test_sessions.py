"""Planning sessions and saying what became of them."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from kinweave.core.course import Attendance, Stage
from kinweave.people.models import User
from kinweave.treatment.actions.ending import end_course
from kinweave.treatment.models import Session
from tests.capabilities.treatment.holding import held, planned, signed
from tests.cast import Cast

SignedIn = Callable[[User], Browser]
WHEN = {"day": "2026-11-20", "at": "14:30", "minutes": "50", "mode": "video"}


def base(cast: Cast) -> str:
    return f"/work/people/{cast.joanna.id}/sessions/"


def test_a_session_is_planned_at_the_hour_of_the_service(cast: Cast, as_user: SignedIn) -> None:
    answer = as_user(cast.miriam).post(f"{base(cast)}new/", {**WHEN, "submission": uuid.uuid4()})
    assert answer.headers["Location"] == base(cast)
    session = Session.objects.get()
    assert (session.starts_at.isoformat(), session.mode) == ("2026-11-20T14:30:00+00:00", "video")


def test_planned_twice_by_a_double_click_is_one_session(cast: Cast, as_user: SignedIn) -> None:
    browser, sent = as_user(cast.miriam), {**WHEN, "submission": uuid.uuid4()}
    assert [browser.post(f"{base(cast)}new/", sent).status_code for _ in range(2)] == [302, 302]
    assert Session.objects.count() == 1


@pytest.mark.parametrize(
    "wrong", [{"day": "soon"}, {"at": "25:99"}, {"minutes": "5"}, {"mode": "pigeon"}, {"day": ""}]
)
def test_what_cannot_be_planned_is_shown_again_as_typed(
    cast: Cast, as_user: SignedIn, wrong: dict[str, str]
) -> None:
    answer = as_user(cast.miriam).post(f"{base(cast)}new/", {**WHEN, **wrong})
    assert answer.status_code == 422
    assert "Something needs another look" in answer.content.decode()
    assert not Session.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"at": ""}, "Say at what time you meet."),
        ({"day": ""}, "Say on which day you meet."),
        ({"minutes": "900"}, "A session is 10 to 180 minutes long."),
        ({"minutes": "an hour"}, "A session is 10 to 180 minutes long."),
    ],
)
def test_what_is_wrong_with_a_session_is_said_in_plain_words(
    cast: Cast, as_user: SignedIn, wrong: dict[str, str], said: str
) -> None:
    page = as_user(cast.miriam).post(f"{base(cast)}new/", {**WHEN, **wrong}).content.decode()
    assert page.count(said) == 2  # in the list at the top and at the field


def test_a_session_moves(cast: Cast, as_user: SignedIn) -> None:
    session = planned(cast, weeks=1)
    browser = as_user(cast.miriam)
    assert "Move the session" in browser.get(f"{base(cast)}{session.id}/").content.decode()
    browser.post(f"{base(cast)}{session.id}/", {**WHEN, "which": "when"})
    session.refresh_from_db()
    assert session.starts_at.hour == 14


def test_a_missed_session_asks_whether_somebody_rang(cast: Cast, as_user: SignedIn) -> None:
    session = planned(cast)
    browser = as_user(cast.miriam)
    sent = {"which": "outcome", "attendance": "did_not_attend", "reason": "No answer"}
    refused = browser.post(f"{base(cast)}{session.id}/", sent)
    assert refused.status_code == 422
    assert "whether somebody has rung" in refused.content.decode()
    assert "No answer" in refused.content.decode()
    browser.post(f"{base(cast)}{session.id}/", {**sent, "called": "no"})
    session.refresh_from_db()
    assert (session.attendance, session.called) == (Attendance.DID_NOT_ATTEND, False)
    assert "nobody has rung yet" in browser.get(base(cast)).content.decode()


def test_the_courses_own_reason_is_shown(cast: Cast, as_user: SignedIn) -> None:
    session = planned(cast, weeks=2)
    answer = as_user(cast.miriam).post(
        f"{base(cast)}{session.id}/", {"which": "outcome", "attendance": "attended"}
    )
    assert answer.status_code == 422
    assert "still to come" in answer.content.decode()


def test_a_signed_session_offers_no_change(cast: Cast, as_user: SignedIn) -> None:
    session = held(cast)
    signed(cast, session)
    page = as_user(cast.miriam).get(f"{base(cast)}{session.id}/").content.decode()
    assert "is signed" in page
    assert "What became of it?" not in page
    assert f'href="{base(cast)}{session.id}/note/"' in page


def test_the_list_counts_sessions_and_weeks_apart(cast: Cast, as_user: SignedIn) -> None:
    held(cast, weeks=-2)
    signed(cast, held(cast), link_sentence="When she hides it, the evening goes.")
    page = as_user(cast.miriam).get(base(cast)).content.decode()
    for words in ("two sessions held", "week 3", "Session 2", "Write the note", "signed", "the evening goes"):
        assert words in page


def test_a_supervisor_reads_the_list_and_is_offered_nothing_to_write(cast: Cast, as_user: SignedIn) -> None:
    session = planned(cast, weeks=1)
    browser = as_user(cast.adela)
    assert "Plan a session" not in browser.get(base(cast)).content.decode()
    assert browser.get(f"{base(cast)}new/").status_code == 404
    assert browser.post(f"{base(cast)}{session.id}/", {**WHEN, "which": "when"}).status_code == 404


@pytest.mark.parametrize("who", ["colleague", "former", "manager", "stranger", "callum_user", "joanna_user"])
def test_for_everybody_else_there_is_nothing(cast: Cast, as_user: SignedIn, who: str) -> None:
    browser = as_user(getattr(cast, who))
    for address in (base(cast), f"{base(cast)}new/"):
        assert browser.get(address).status_code == 404
        assert browser.post(address, WHEN).status_code in (404, 405)
    assert not Session.objects.exists()


def test_queries_do_not_grow_with_the_number_of_sessions(cast: Cast, as_user: SignedIn) -> None:
    browser = as_user(cast.miriam)
    signed(cast, held(cast, weeks=-9))
    browser.get(base(cast))
    few = queries(browser, base(cast))
    for week in range(8):
        signed(cast, held(cast, weeks=week - 8))
    assert queries(browser, base(cast)) == few


def queries(browser: Browser, address: str) -> int:
    with CaptureQueriesContext(connection) as found:
        assert browser.get(address).status_code == 200
    return len(found)


def test_a_finished_course_offers_no_further_session(cast: Cast, as_user: SignedIn) -> None:
    offered = ("Open the room", "Plan a session")
    page = as_user(cast.miriam).get(base(cast)).content.decode()
    assert all(each in page for each in offered)
    end_course(course=cast.course, to=Stage.STOPPED_EARLY, by=cast.miriam, reason="Moved to Leeds.")
    page = as_user(cast.miriam).get(base(cast)).content.decode()
    assert not any(each in page for each in offered)
    assert "The course is finished." in page
