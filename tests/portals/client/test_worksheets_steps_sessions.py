"""A client's worksheets, steps and next session, on the phone."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from kinweave.core import clock
from kinweave.core.course import Attendance
from kinweave.core.worksheets import WorksheetDefinition
from kinweave.people.models import Service, User
from kinweave.shelf.queries import library
from kinweave.treatment.actions.ending import plan_follow_up
from kinweave.treatment.models import Course, Session
from kinweave.worksheets.actions.entries import give_worksheet, invite_to_worksheet, write_entry
from kinweave.worksheets.actions.steps import agree_step, review_step
from kinweave.worksheets.models import Step, WorksheetEntry
from tests.capabilities.treatment.holding import at, held, planned
from tests.cast import Cast
from tests.portals.therapist.in_room import form_of

SignedIn = Callable[[User], Browser]
SECRET = "asked alone, and heard of fear"


def given(cast: Cast, code: str = "communication-analysis", *, share: bool = True) -> WorksheetEntry:
    definition = library().get(WorksheetDefinition, code)
    return give_worksheet(course=cast.course, definition=definition, by=cast.miriam, share=share)


@pytest.fixture
def joanna(cast: Cast, as_user: SignedIn) -> Browser:
    return as_user(cast.joanna_user)


# worksheets


def test_she_sees_what_was_shared_and_nothing_else(cast: Cast, joanna: Browser) -> None:
    given(cast)
    hidden = given(cast, "dispute-map", share=False)
    page = joanna.get("/my/worksheets/").content.decode()
    assert "A talk, line by line" in page
    assert "What the conflict is about" not in page
    assert joanna.get(f"/my/worksheets/{hidden.id}/").status_code == 404


def test_what_is_only_for_the_therapist_is_on_no_page_of_hers(cast: Cast, joanna: Browser) -> None:
    entry = given(cast)
    write_entry(
        entry=entry,
        values={"safety": SECRET, "situation": "The call"},
        seen=1,
        page=uuid.uuid4(),
        by=cast.miriam,
    )
    page = joanna.get(f"/my/worksheets/{entry.id}/").content.decode()
    assert "The call" in page
    assert SECRET not in page
    assert "fear, injury" not in page
    forged = {**form_of(page), "situation": "The call", "safety": "nothing"}
    joanna.post(f"/my/worksheets/{entry.id}/", forged)
    entry.refresh_from_db()
    assert entry.values["safety"] == SECRET


def test_she_writes_and_finishes(cast: Cast, joanna: Browser) -> None:
    entry = given(cast, "letter-not-sent")
    address = f"/my/worksheets/{entry.id}/"
    words = {
        each.code: "Dear Tom"
        for each in library().get(WorksheetDefinition, "letter-not-sent").fields
        if "text" in each.kind
    }
    joanna.post(address, {**form_of(joanna.get(address).content.decode()), **words, "do": "save"})
    joanna.post(address, {**form_of(joanna.get(address).content.decode()), **words, "do": "finish"})
    entry.refresh_from_db()
    assert "Dear Tom" in joanna.get(address).content.decode()
    assert entry.by_client


def test_saved_as_it_is_written_and_sent_again_when_the_answer_was_lost(cast: Cast, joanna: Browser) -> None:
    entry = given(cast)
    sent = form_of(joanna.get(f"/my/worksheets/{entry.id}/").content.decode())
    for words in ("T", "The", "The call"):
        answer = joanna.post(f"/my/worksheets/{entry.id}/save/", {**sent, "situation": words})
        assert answer.status_code == 200
    entry.refresh_from_db()
    assert entry.values == {"situation": "The call"}
    wrong = joanna.post(f"/my/worksheets/{entry.id}/save/", {**sent, "when": "soon"})
    assert (wrong.status_code, list(wrong.json()["errors"])) == (400, ["when"])


def test_she_can_begin_one_of_her_own_area_in_plain_words(cast: Cast, joanna: Browser) -> None:
    Course.objects.filter(pk=cast.course.pk).update(areas=["interpersonal-deficits"])
    page = joanna.get("/my/worksheets/").content.decode()
    assert "deficit" not in page.lower()
    assert "onnecting" in page
    sent = {"code": "small-contacts", "submission": uuid.uuid4()}
    for _ in range(2):
        assert joanna.post("/my/worksheets/", sent).status_code == 302
    assert WorksheetEntry.objects.get().is_with_client
    assert joanna.post("/my/worksheets/", {"code": "lost-relationship"}).status_code == 404


def test_another_client_and_staff_find_nothing_of_hers(cast: Cast, as_user: SignedIn) -> None:
    entry = given(cast)
    step = agree_step(session=held(cast), words="Ring Isla", by=cast.miriam)
    assert step is not None
    for user in (cast.callum_user, cast.miriam, cast.manager, cast.stranger):
        browser = as_user(user)
        for address in (f"/my/worksheets/{entry.id}/", f"/my/steps/{step.id}/"):
            assert browser.get(address).status_code == 404
            assert browser.post(address, {"situation": "x", "state": "done"}).status_code == 404
        assert browser.post(f"/my/worksheets/{entry.id}/save/", {"situation": "x"}).status_code == 404
    entry.refresh_from_db()
    assert entry.values == {}


def test_queries_do_not_grow_with_worksheets(cast: Cast, joanna: Browser) -> None:
    given(cast)
    joanna.get("/my/worksheets/")
    few = queries(joanna, "/my/worksheets/")
    for _ in range(6):
        given(cast)
    assert queries(joanna, "/my/worksheets/") == few


def queries(browser: Browser, address: str) -> int:
    with CaptureQueriesContext(connection) as found:
        assert browser.get(address).status_code == 200
    return len(found)


# steps


@pytest.fixture
def step(cast: Cast) -> Step:
    found = agree_step(session=held(cast), words="Ring Isla before noon", with_whom="Isla", by=cast.miriam)
    assert found is not None
    return found


@pytest.mark.parametrize("state", ["done", "not-yet", "let-go"])
def test_she_says_what_became_of_a_step_and_nobody_scores_it(step: Step, joanna: Browser, state: str) -> None:
    page = joanna.get(f"/my/steps/{step.id}/").content.decode()
    assert "Ring Isla before noon" in page
    assert not any(word in page.lower() for word in ("well done", "streak", "failed", "points"))
    answer = joanna.post(
        f"/my/steps/{step.id}/", {"state": state, "how_it_went": "She came.", "submission": uuid.uuid4()}
    )
    assert answer.status_code == 302
    step.refresh_from_db()
    assert (step.state, step.how_it_went) == (state, "She came.")


def test_a_step_without_an_answer_comes_back_with_her_words(step: Step, joanna: Browser) -> None:
    answer = joanna.post(f"/my/steps/{step.id}/", {"how_it_went": "I do not know what to choose."})
    assert answer.status_code == 422
    assert "I do not know what to choose." in answer.content.decode()


def test_after_you_looked_back_together_it_stays(cast: Cast, step: Step, joanna: Browser) -> None:
    review_step(
        step=step, session=planned(cast, weeks=1), state="done", how_it_went="She came.", by=cast.miriam
    )
    assert "You looked back on this together" in joanna.get(f"/my/steps/{step.id}/").content.decode()
    assert joanna.post(f"/my/steps/{step.id}/", {"state": "let-go"}).status_code == 422


# the next session


def test_she_sees_when_it_is_and_can_say_she_cannot_come(cast: Cast, joanna: Browser) -> None:
    assert "No session is planned" in joanna.get("/my/session/").content.decode()
    session = planned(cast, weeks=1)
    page = joanna.get("/my/session/").content.decode()
    assert "Friday 20\xa0November at 10:00" in page
    assert "uses up none" in page
    sent = {"session": session.id, "reason": "My mother is ill", "submission": uuid.uuid4()}
    for _ in range(2):
        assert joanna.post("/my/session/", sent).status_code == 302
    session.refresh_from_db()
    assert (session.attendance, session.attendance_reason) == (
        Attendance.CANCELLED_BY_CLIENT,
        "My mother is ill",
    )


def test_after_the_course_no_session_is_promised(cast: Cast, joanna: Browser) -> None:
    Service.objects.filter(pk=cast.service.pk).update(telephone="01632 960188")
    Course.objects.filter(pk=cast.course.pk).update(stage="finished", ended_on=clock.now().date())
    page = joanna.get("/my/session/").content.decode()
    assert "No meeting is arranged" in page
    assert "will offer a time" not in page
    assert 'href="tel:01632960188"' in page
    plan_follow_up(course=cast.course, starts_at=clock.later(days=30), kind="follow_up", by=cast.miriam)
    page = joanna.get("/my/session/").content.decode()
    assert "<h1>Sunday 13\xa0December at 10:00</h1>" in page
    assert "again, after the course" in page


def test_the_one_she_read_about_is_the_one_she_cancels(cast: Cast, joanna: Browser) -> None:
    first = planned(cast, weeks=1)
    planned(cast, weeks=2)
    Session.objects.filter(pk=first.pk).update(attendance=Attendance.CANCELLED_BY_SERVICE)
    answer = joanna.post("/my/session/", {"session": first.id})
    assert answer.status_code == 422
    assert Session.objects.filter(attendance=Attendance.PLANNED).count() == 1


def test_once_it_has_begun_she_is_asked_to_ring(cast: Cast, as_user: SignedIn) -> None:
    session = planned(cast)
    with clock.at(at(0, 10)):
        browser = as_user(cast.joanna_user)
        assert "It has begun" in browser.get("/my/session/").content.decode()
        assert browser.post("/my/session/", {"session": session.id}).status_code == 422


def test_a_worksheet_she_is_invited_to_stands_on_her_first_page_and_a_step_beside_it(
    cast: Cast, joanna: Browser
) -> None:
    step = agree_step(session=held(cast), words="Ring Isla", by=cast.miriam)
    assert step is not None
    with clock.at(clock.later(minutes=5)):
        invited = invite_to_worksheet(entry=given(cast, "pause-card"), by=cast.miriam)
    home = joanna.get("/my/").content.decode()
    assert "Something to write on" in home
    assert f'<a href="/my/worksheets/{invited.worksheet_id}/">Before I answer</a>' in home
    assert f'<a href="/my/steps/{step.id}/">“Ring Isla”</a>' in home
    page = joanna.get(f"/my/steps/{invited.id}/").content.decode()
    assert f'<a href="/my/worksheets/{invited.worksheet_id}/">Before I answer</a>' in page
    assert "“Before I answer”" not in page  # the title of a sheet, not words she said
    address = f"/my/worksheets/{invited.worksheet_id}/"
    form = form_of(joanna.get(address).content.decode())
    joanna.post(address, {**form, "feeling": "furious", "do": "finish"})
    after = joanna.get("/my/").content.decode()
    assert "Before I answer" not in after
    assert "Ring Isla" in after
