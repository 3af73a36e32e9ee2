"""The session room: one screen, no word lost, no signature without safety."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client as Browser

from kinweave.core import clock
from kinweave.core.course import Attendance
from kinweave.measures.actions import record_past_score
from kinweave.people import actions as people
from kinweave.people.models import User
from kinweave.shelf.queries import library
from kinweave.treatment.actions import notes
from kinweave.treatment.models import Course, NoteDraft, Parked, Session, SessionNote
from kinweave.worksheets.actions.steps import agree_step
from tests.capabilities.measures.asking import phq
from tests.capabilities.treatment.holding import at, held, planned, signed
from tests.cast import Cast, reachable
from tests.portals.therapist.in_room import form_of, moment, opened, raised, url

SignedIn = Callable[[User], Browser]


@pytest.fixture
def session(cast: Cast) -> Session:
    """A session that began just now."""
    Course.objects.filter(pk=cast.course.pk).update(areas=["role-transition"])
    cast.course.refresh_from_db()
    return held(cast)


@pytest.fixture
def miriam(cast: Cast, as_user: SignedIn) -> Browser:
    return as_user(cast.miriam)


# before


def test_the_room_opens_for_the_session_at_hand(cast: Cast, miriam: Browser) -> None:
    none = miriam.get(f"/work/people/{cast.joanna.id}/room/")
    assert "No session is planned" in none.content.decode()
    session = planned(cast)
    assert miriam.get(f"/work/people/{cast.joanna.id}/room/").headers["Location"] == url(session)


def test_before_the_client_comes_in_the_screen_says_where_she_is(cast: Cast, miriam: Browser) -> None:
    first = held(cast, weeks=-1)
    with clock.at(at(-1, 50)):
        signed(cast, first, link_sentence="When she hides what she wants, the evening goes.")
        notes.park(session=first, words="Mum’s knee", by=cast.miriam)
        agree_step(session=first, words="Ring Isla", by=cast.miriam)
    moment(cast)
    page = miriam.get(url(planned(cast))).content.decode()
    for words in (
        "Begin the session",
        "the evening goes",
        "Mum’s knee",
        "Ring Isla",
        "stay at Dad’s",
        "answered yet. Ask.",
    ):
        assert words in page


def test_beginning_notes_attendance_once_and_opens_the_room(cast: Cast, miriam: Browser) -> None:
    session = planned(cast)
    reachable(cast.joanna, cast.miriam)
    for _ in range(2):
        answer = miriam.post(url(session, "room/begin/"), {"submission": uuid.uuid4()})
        assert answer.headers["Location"] == url(session)
    session.refresh_from_db()
    assert (session.attendance, session.number) == (Attendance.ATTENDED, 1)
    assert "Since we met" in miriam.get(url(session)).content.decode()


def test_the_first_session_waits_for_how_to_reach_her(cast: Cast, miriam: Browser) -> None:
    session = planned(cast)
    page = miriam.get(url(session)).content.decode()
    assert "Still to ask before the first session:" in text(page)
    assert "somebody to call in an emergency" in page
    assert f"/work/people/{cast.joanna.id}/care/contact/" in page
    refused = miriam.post(url(session, "room/begin/"), {"submission": uuid.uuid4(), "without": " "})
    assert refused.status_code == 422
    assert "say below why it cannot wait" in refused.content.decode()
    session.refresh_from_db()
    assert session.attendance == Attendance.PLANNED
    why = {"submission": uuid.uuid4(), "without": "He is waiting at the door."}
    assert miriam.post(url(session, "room/begin/"), why).headers["Location"] == url(session)
    care = miriam.get(f"/work/people/{cast.joanna.id}/care/").content.decode()
    assert "He is waiting at the door." in care


def test_too_long_a_reason_is_kept_and_shown_again(cast: Cast, miriam: Browser) -> None:
    session = planned(cast)
    refused = miriam.post(
        url(session, "room/begin/"), {"submission": uuid.uuid4(), "without": "because " * 300}
    )
    assert refused.status_code == 422
    assert "because because" in refused.content.decode()


def test_a_later_session_says_what_is_still_to_ask_and_begins(cast: Cast, miriam: Browser) -> None:
    held(cast, weeks=-1)
    people.save_contact_details(client=cast.joanna, values={"gp": ""}, by=cast.miriam)
    session = planned(cast)
    page = text(miriam.get(url(session)).content.decode())
    assert "Still to ask: their doctor." in page
    assert "To reach them: 0117 496 0017, Flat 2, 8 Mill Lane. Ask where they are now." in page
    miriam.post(url(session, "room/begin/"), {"submission": uuid.uuid4()})
    session.refresh_from_db()
    assert session.attendance == Attendance.ATTENDED


def text(html: str) -> str:
    """What stands on the page, without its marks."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).split()).replace(" .", ".").replace(" :", ":")


def test_a_session_of_next_week_is_not_begun(cast: Cast, miriam: Browser) -> None:
    session = planned(cast, weeks=1)
    miriam.post(url(session, "room/begin/"), {"submission": uuid.uuid4()})
    session.refresh_from_db()
    assert session.attendance == Attendance.PLANNED
    assert "still to come" in miriam.get(url(session)).content.decode()


# the hour


@pytest.mark.parametrize(
    ("minute", "panel", "words"),
    [
        (0, "safety", "50 left"),
        (5, "since", "45 left"),
        (24, "work", "26 left"),
        (45, "try", "5 left"),
        (57, "close", "7 over"),
    ],
)
def test_the_hand_shows_now_and_that_stretch_is_open(
    cast: Cast, session: Session, as_user: SignedIn, minute: int, panel: str, words: str
) -> None:
    with clock.at(at(0, minute)):
        page = as_user(cast.miriam).get(url(session)).content.decode()
    assert words in page
    assert f'<section class="stage here" aria-labelledby="{panel}-h">' in page
    assert len(re.findall(r'<li class="n-\d+ here"', page)) == 1


def test_an_open_safety_answer_opens_the_room_on_it(cast: Cast, session: Session, as_user: SignedIn) -> None:
    raised(cast)
    with clock.at(at(0, 24)):
        page = as_user(cast.miriam).get(url(session)).content.decode()
    assert '<section class="stage here" aria-labelledby="safety-h">' in page
    assert "several days" in page
    with clock.at(at(0, 24)):  # going on to work hides nothing: both stand open
        page = as_user(cast.miriam).get(f"{url(session)}?at=work").content.decode()
    assert len(re.findall(r'<details class="matter" open>', page)) == 2
    assert "several days" in page


# writing


def test_save_keeps_the_note_and_comes_back_to_the_room(session: Session, miriam: Browser) -> None:
    sent = {
        **opened(miriam, session),
        "do": "save",
        "since_last": "Two dips.",
        "touched": "role-transition:link",
    }
    assert miriam.post(url(session), sent).headers["Location"] == url(session)
    note = SessionNote.objects.get()
    assert (note.since_last, note.touched, note.version) == ("Two dips.", ["role-transition:link"], 1)
    assert "Two dips." in miriam.get(url(session)).content.decode()


def test_the_same_form_twice_is_carried_out_once(session: Session, miriam: Browser) -> None:
    sent = {**opened(miriam, session), "do": "park", "park_words": "The pension", "since_last": "x"}
    assert [miriam.post(url(session), sent).status_code for _ in range(3)] == [302, 302, 302]
    assert Parked.objects.count() == 1
    assert not NoteDraft.objects.exists()


def test_autosave_answers_with_version_and_time(session: Session, miriam: Browser) -> None:
    sent = opened(miriam, session)
    first = miriam.post(url(session, "room/save/"), {**sent, "since_last": "T"})
    assert first.json() == {"version": 1, "saved": "10:00"}
    lost = miriam.post(
        url(session, "room/save/"), {**sent, "since_last": "Two dips."}
    )  # still says version 0
    assert lost.json()["version"] == 2
    assert SessionNote.objects.get().since_last == "Two dips."


def test_two_tabs_end_on_a_page_with_both_texts(session: Session, miriam: Browser) -> None:
    one, two = opened(miriam, session), opened(miriam, session)
    miriam.post(url(session, "room/save/"), {**one, "since_last": "as tab one says"})
    conflict = miriam.post(url(session, "room/save/"), {**two, "since_last": "as tab two says"})
    assert (conflict.status_code, conflict.json()) == (409, {"merge": url(session, "room/merge/")})
    page = miriam.get(url(session, "room/merge/")).content.decode()
    assert page.count("as tab one says") >= 2  # as it stands, and in the text of both
    assert page.count("as tab two says") >= 2
    merged = {**form_of(page), "do": "save", "since_last": "as both say"}
    assert miriam.post(url(session), merged).headers["Location"] == url(session)
    assert SessionNote.objects.get().since_last == "as both say"
    assert NoteDraft.objects.get().written["since_last"] == "as tab two says"


def test_without_script_a_second_tab_is_led_to_both_texts_too(session: Session, miriam: Browser) -> None:
    one, two = opened(miriam, session), opened(miriam, session)
    miriam.post(url(session), {**one, "do": "save", "since_last": "one"})
    answer = miriam.post(url(session), {**two, "do": "save", "since_last": "two"})
    assert answer.headers["Location"] == url(session, "room/merge/")
    assert NoteDraft.objects.get().written["since_last"] == "two"


def test_signed_out_autosave_says_so_and_writes_nothing(session: Session, miriam: Browser) -> None:
    sent = opened(miriam, session)
    answer = Browser().post(url(session, "room/save/"), {**sent, "since_last": "lost?"})
    assert answer.status_code in (302, 401)  # either tells autosave.js that nobody is signed in
    assert not SessionNote.objects.exists()
    assert miriam.post(url(session, "room/save/"), {**sent, "since_last": "not lost"}).status_code == 200


def test_a_whole_form_sent_after_the_session_ran_out_comes_back_with_its_words(
    session: Session, miriam: Browser
) -> None:
    sent = {
        **opened(miriam, session),
        "do": "save",
        "since_last": "Words typed for forty minutes, and then signed out.",
    }
    miriam.logout()
    answer = miriam.post(url(session), sent, headers={"Origin": "http://testserver"})
    assert "Words typed for forty minutes" in answer.content.decode()
    assert not SessionNote.objects.exists()


@pytest.mark.parametrize(
    "wrong", [{"mood_now": "99"}, {"mood_now": "x"}, {"touched": "grief:no-such"}, {"next_on": "someday"}]
)
def test_what_cannot_be_kept_is_said_and_the_rest_is_saved(
    session: Session, miriam: Browser, wrong: dict[str, str]
) -> None:
    sent = {**opened(miriam, session), "do": "save", "since_last": "Kept.", **wrong}
    answer = miriam.post(url(session), sent)
    assert answer.status_code == 422
    assert "Nothing you wrote is lost" in answer.content.decode()
    assert SessionNote.objects.get().since_last == "Kept."
    again = miriam.post(url(session, "room/save/"), sent)
    assert again.status_code == 400
    assert set(again.json()["errors"]) == set(wrong)


def test_a_note_longer_than_the_limit_is_refused_with_its_words_shown(
    session: Session, miriam: Browser
) -> None:
    sent = {**opened(miriam, session), "do": "save", "moment": "ä" * 50_001}
    answer = miriam.post(url(session), sent)
    assert answer.status_code == 422
    assert "too long to save by 2" in answer.content.decode()
    assert "ä" * 50_001 in answer.content.decode()


def test_only_later_sessions_ask_about_the_time_since_the_last(
    cast: Cast, as_user: SignedIn, session: Session
) -> None:
    first = as_user(cast.miriam).get(url(session)).content.decode()
    assert "How have things been?" in first
    assert "0 parked" not in first
    with clock.at(at(1)):
        later = as_user(cast.miriam).get(url(held(cast, weeks=1))).content.decode()
    assert "How have things been since we last met?" in later


def test_a_session_of_another_day_says_when_it_can_begin(cast: Cast, miriam: Browser) -> None:
    reachable(cast.joanna, cast.miriam)
    page = miriam.get(url(planned(cast, weeks=1))).content.decode()
    assert "You can begin it on the day itself." in page
    assert "Move it, or say that it does not take place" in page
    assert "Begin the session" not in page


def test_a_safety_question_left_out_is_no_answer(cast: Cast, session: Session, miriam: Browser) -> None:
    """What was said before stands beside it, and is not taken for the latest answer (S-48)."""
    phq9 = library().instrument("phq-9")

    def answered(days_ago: int, item9: int | None) -> str:
        answers = {**phq(6), "9": item9}
        when = clock.now() - timedelta(days=days_ago)
        past = record_past_score(
            client=cast.joanna, course=cast.course, instrument=phq9, answers=answers, at=when, by=cast.miriam
        )
        assert past is not None
        return text(miriam.get(url(session)).content.decode())

    assert "The safety item was left out" in answered(9, None)
    assert "Safety item: 0, “Not at all”" in answered(6, 0)
    page = answered(2, None)
    assert "The safety item was left out" in page
    assert "Before that: 0, “Not at all”" in page
    assert "A zero is not an all-clear; ask." in page
