"""The session room: one screen, no word lost, no signature without safety."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from kinweave.core import clock
from kinweave.core.course import Attendance
from kinweave.core.worksheets import WorksheetDefinition
from kinweave.people.models import User
from kinweave.safety.actions import raise_alert
from kinweave.safety.queries import open_alerts
from kinweave.shelf.queries import library
from kinweave.treatment.actions import notes, sessions
from kinweave.treatment.actions.timeline import write_moment
from kinweave.treatment.models import Course, NoteDraft, Parked, Session, SessionNote
from kinweave.treatment.models.timeline import Moment
from kinweave.worksheets.actions.entries import give_worksheet
from kinweave.worksheets.actions.steps import agree_step
from kinweave.worksheets.models import EntryVersion, Step, WorksheetEntry
from tests.capabilities.treatment.holding import at, held, planned, signed
from tests.cast import Cast

SignedIn = Callable[[User], Browser]


def url(session: Session, rest: str = "room/") -> str:
    return f"/work/people/{session.client_id}/sessions/{session.id}/{rest}"


def form_of(html: str) -> dict[str, Any]:
    """What the room's form would send as it stands: hidden fields and what is chosen."""
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', html))
    chosen = dict(re.findall(r'<input type="radio" name="([^"]+)" value="([^"]*)"[^>]* checked', html))
    return {**chosen, **hidden}


def opened(browser: Browser, session: Session) -> dict[str, Any]:
    """The form of the room as one opens it."""
    answer = browser.get(url(session))
    assert answer.status_code == 200
    return form_of(answer.content.decode())


@pytest.fixture
def session(cast: Cast) -> Session:
    """A session that began just now."""
    Course.objects.filter(pk=cast.course.pk).update(areas=["role-transition"])
    cast.course.refresh_from_db()
    return held(cast)


@pytest.fixture
def miriam(cast: Cast, as_user: SignedIn) -> Browser:
    return as_user(cast.miriam)


def moment(cast: Cast, said: str = "It’s fine, stay at Dad’s.") -> Moment:
    return write_moment(client=cast.joanna, said=said, by=cast.joanna_user)


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
    for _ in range(2):
        answer = miriam.post(url(session, "room/begin/"), {"submission": uuid.uuid4()})
        assert answer.headers["Location"] == url(session)
    session.refresh_from_db()
    assert (session.attendance, session.number) == (Attendance.ATTENDED, 1)
    assert "Since we met" in miriam.get(url(session)).content.decode()


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


def raised(cast: Cast) -> None:
    raise_alert(
        client=cast.joanna, flag_code="thoughts-of-death-or-self-harm", tier="today", source_type="test", source_id="1",
        summary="PHQ-9 item 9: several days", by=cast.joanna_user,
    )  # fmt: skip


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


# parked, moments


def test_parking_and_bringing_back(session: Session, cast: Cast, miriam: Browser) -> None:
    miriam.post(
        url(session),
        {**opened(miriam, session), "do": "park", "park_words": "The pension", "moment": "typed"},
    )
    item = Parked.objects.get()
    assert SessionNote.objects.get().moment == "typed"  # the same button saved the note
    miriam.post(url(session), {**opened(miriam, session), "do": f"back:{item.id}"})
    item.refresh_from_db()
    assert item.brought_back_in == session


def test_parking_nothing_is_refused_and_the_note_is_still_saved(session: Session, miriam: Browser) -> None:
    answer = miriam.post(
        url(session), {**opened(miriam, session), "do": "park", "park_words": " ", "moment": "typed"}
    )
    assert answer.status_code == 422
    assert "what you set aside" in answer.content.decode()
    assert SessionNote.objects.get().moment == "typed"


def test_a_moment_is_taken_up_and_begins_the_notes_line(
    session: Session, cast: Cast, miriam: Browser
) -> None:
    row = moment(cast)
    other = moment(cast, "Folake asked me to sing.")
    miriam.post(url(session), {**opened(miriam, session), "do": f"take:{row.id}"})
    miriam.post(url(session), {**opened(miriam, session), "do": f"keep:{other.id}"})
    assert SessionNote.objects.get().moment == "It’s fine, stay at Dad’s."
    assert [item.words for item in Parked.objects.all()] == ["Folake asked me to sing."]
    assert dict(Moment.objects.values_list("id", "standing")) == {row.id: "taken", other.id: "parked"}


# worksheets beside the note


def test_a_worksheet_opens_beside_the_note_filled_from_the_phone(
    session: Session, cast: Cast, miriam: Browser
) -> None:
    moment(cast)
    sent = {**opened(miriam, session), "do": "sheet:communication-analysis", "since_last": "typed"}
    answer = miriam.post(url(session), sent)
    entry = WorksheetEntry.objects.get()
    assert str(entry.id) in answer.headers["Location"]
    assert entry.values["turns"] == [{"who": "them", "said": "It’s fine, stay at Dad’s."}]
    assert SessionNote.objects.get().since_last == "typed"
    assert entry.session == session


def test_one_save_keeps_note_and_worksheet(session: Session, cast: Cast, miriam: Browser) -> None:
    entry = sheet(cast)
    sent = {
        **opened(miriam, session), "do": "save:work", "since_last": "note", "sheet-change": "The move",
        "sheet-old_good.0": "The choir", "sheet-old_good.1": "Bea",
    }  # fmt: skip
    assert miriam.post(url(session), sent).status_code == 302
    entry.refresh_from_db()
    assert entry.values == {"change": "The move", "old_good": ["The choir", "Bea"]}
    assert SessionNote.objects.get().since_last == "note"


def sheet(cast: Cast, code: str = "balance-sheet") -> WorksheetEntry:
    definition = library().get(WorksheetDefinition, code)
    return give_worksheet(course=cast.course, definition=definition, by=cast.miriam, area="role-transition")


def test_a_row_is_taken_away_without_script(session: Session, cast: Cast, miriam: Browser) -> None:
    entry = sheet(cast)
    sent = {
        **opened(miriam, session),
        "sheet-old_good.0": "one",
        "sheet-old_good.1": "two",
        "remove_row": "old_good.0",
    }
    assert miriam.post(url(session), sent).status_code == 302
    entry.refresh_from_db()
    assert entry.values == {"old_good": ["two"]}


def test_the_phone_and_the_room_at_once_lose_nothing(
    session: Session, cast: Cast, miriam: Browser, as_user: SignedIn
) -> None:
    entry = sheet(cast)
    room = opened(miriam, session)
    miriam.post(url(session), {**room, "do": "share"})
    room = opened(miriam, session)
    phone = as_user(cast.joanna_user)
    mine = form_of(phone.get(f"/my/worksheets/{entry.id}/").content.decode())
    phone.post(f"/my/worksheets/{entry.id}/save/", {**mine, "change": "from the phone"})
    answer = miriam.post(url(session, "room/save/"), {**room, "sheet-change": "from the room"})
    assert answer.status_code == 409
    entry.refresh_from_db()
    assert entry.values == {"change": "from the phone"}
    assert {"change": "from the room"} in [row.values for row in EntryVersion.objects.all()]
    page = miriam.get(answer.json()["merge"]).content.decode()
    assert "from the phone" in page
    assert "from the room" in page


def test_a_worksheet_with_a_wrong_answer_is_shown_again_with_it(
    session: Session, cast: Cast, miriam: Browser
) -> None:
    sheet(cast)
    sent = {**opened(miriam, session), "do": "save", "sheet-change_on": "last summer", "since_last": "kept"}
    answer = miriam.post(url(session), sent)
    assert answer.status_code == 422
    assert "last summer" in answer.content.decode()
    assert SessionNote.objects.get().since_last == "kept"


def test_a_half_filled_worksheet_is_not_finished(session: Session, cast: Cast, miriam: Browser) -> None:
    sheet(cast)
    answer = miriam.post(url(session), {**opened(miriam, session), "do": "finish"})
    assert answer.status_code == 422
    assert "not finished" in answer.content.decode()


# steps


def test_a_step_goes_to_the_phone_in_the_clients_words(session: Session, miriam: Browser) -> None:
    sent = {
        **opened(miriam, session),
        "do": "step",
        "step_words": "Ring Isla before noon",
        "step_with": "Isla",
    }
    assert sent["step_mode"] == "invited"  # the default of the protocol
    miriam.post(url(session), sent)
    assert [(step.words, step.mode) for step in Step.objects.all()] == [("Ring Isla before noon", "invited")]


def test_the_last_step_is_looked_back_on(cast: Cast, miriam: Browser) -> None:
    with clock.at(at(-1)):
        step = agree_step(session=held(cast, weeks=-1), words="Ring Isla", by=cast.miriam)
    session = held(cast)
    assert step is not None
    sent = {
        **opened(miriam, session),
        "do": "save",
        f"step-{step.id}-state": "done",
        f"step-{step.id}-words": "She came.",
    }
    miriam.post(url(session), sent)
    step.refresh_from_db()
    assert (step.state, step.how_it_went, step.reviewed_in) == ("done", "She came.", session)


# signing


def test_signing_without_a_word_about_safety_is_refused_and_nothing_is_lost(
    session: Session, miriam: Browser
) -> None:
    sent = {**opened(miriam, session), "do": "sign", "since_last": "Two dips."}
    answer = miriam.post(url(session), sent)
    assert answer.status_code == 422
    assert "not signed without it" in answer.content.decode()
    note = SessionNote.objects.get()
    assert (note.since_last, note.signed_at) == ("Two dips.", None)


def test_signing_ends_the_session_with_step_and_next_date(
    cast: Cast, session: Session, miriam: Browser
) -> None:
    sent = {
        **opened(miriam, session), "do": "sign", "since_last": "Two dips.", "disposition": "nothing-new",
        "step_words": "Ring Isla", "next_on": "2026-11-20", "link_sentence": "When she hides it, the evening goes.",
    }  # fmt: skip
    answer = miriam.post(url(session), sent)
    assert answer.headers["Location"] == url(session, "note/")
    assert SessionNote.objects.get().is_signed
    assert Step.objects.get().words == "Ring Isla"
    assert Session.objects.get(attendance=Attendance.PLANNED).starts_at == at(1)
    page = miriam.get(url(session, "note/")).content.decode()
    assert "the evening goes" in page
    assert "Miriam" in page
    assert miriam.get(url(session)).headers["Location"] == url(session, "note/")


def test_a_planned_next_session_is_not_doubled(cast: Cast, session: Session, miriam: Browser) -> None:
    planned(cast, weeks=1)
    sent = {
        **opened(miriam, session),
        "do": "sign",
        "since_last": "x",
        "disposition": "nothing-new",
        "next_on": "2026-11-27",
    }
    miriam.post(url(session), sent)
    assert Session.objects.count() == 2


def test_an_open_safety_answer_is_decided_in_the_room_and_then_it_signs(
    cast: Cast, session: Session, miriam: Browser
) -> None:
    raised(cast)
    sent = {
        **opened(miriam, session),
        "do": "sign",
        "since_last": "x",
        "disposition": "talked-through",
        "disposition_words": "Asked.",
    }
    refused = miriam.post(url(session), sent)
    assert refused.status_code == 422
    assert "A safety answer is open" in refused.content.decode()
    alert = open_alerts(cast.joanna)[0]
    decided = {
        **form_of(refused.content.decode()), **{name: sent[name] for name in ("do", "since_last", "disposition", "disposition_words")},
        f"alert-{alert.id}-disposition": "continue", f"alert-{alert.id}-formulation": "Passing thoughts",
        f"alert-{alert.id}-plan": "Ask again on Friday",
    }  # fmt: skip
    assert miriam.post(url(session), decided).status_code == 302
    assert SessionNote.objects.get().is_signed


def test_writing_after_signing_is_kept_beside_and_pointed_to_the_amendment(
    cast: Cast, session: Session, miriam: Browser
) -> None:
    late = opened(miriam, session)
    signed(cast, session)
    answer = miriam.post(url(session, "room/save/"), {**late, "since_last": "one more thing"})
    assert answer.status_code == 409
    page = miriam.get(answer.json()["merge"]).content.decode()
    assert "one more thing" in page
    assert "as an amendment" in page


# who may come in


@pytest.mark.parametrize("who", ["colleague", "former", "manager", "stranger", "callum_user", "joanna_user"])
def test_for_everybody_else_the_room_does_not_exist(
    cast: Cast, session: Session, as_user: SignedIn, who: str
) -> None:
    browser = as_user(getattr(cast, who))
    for rest in ("room/", "room/merge/", "note/", ""):
        assert browser.get(url(session, rest)).status_code == 404
    for rest in ("room/", "room/begin/", "room/save/", "note/", "note/countersign/", ""):
        assert browser.post(url(session, rest), {"since_last": "x", "version": "0"}).status_code == 404
    assert browser.get(f"/work/people/{cast.joanna.id}/room/").status_code == 404
    assert not SessionNote.objects.exists()


def test_a_supervisor_reads_the_note_and_writes_nothing(
    cast: Cast, session: Session, as_user: SignedIn
) -> None:
    browser = as_user(cast.adela)
    assert browser.get(url(session)).headers["Location"] == url(session, "note/")
    assert browser.post(url(session, "room/save/"), {"since_last": "x", "version": "0"}).status_code == 404
    assert browser.post(url(session), {"do": "sign"}).status_code == 404


def test_a_session_under_another_clients_address_does_not_exist(
    cast: Cast, session: Session, miriam: Browser
) -> None:
    for rest in ("room/", "room/merge/", "note/", ""):
        address = url(session, rest).replace(str(cast.joanna.id), str(cast.callum.id))
        assert miriam.get(address).status_code == 404
        assert miriam.post(address, {"do": "save"}).status_code in (404, 405)


def test_queries_do_not_grow_with_the_record(cast: Cast, session: Session, miriam: Browser) -> None:
    sheet(cast)
    moment(cast)
    few = _queries(miriam, session)
    for number in range(5):
        moment(cast, f"moment {number}")
        sheet(cast)
        notes.park(session=session, words=f"thing {number}", by=cast.miriam)
        with clock.at(at(-2)):
            earlier = sessions.plan_session(course=cast.course, starts_at=at(-2, number * 60), by=cast.miriam)
            agree_step(session=earlier, words=f"step {number}", by=cast.miriam)
    assert _queries(miriam, session) == few


def _queries(browser: Browser, session: Session) -> int:
    browser.get(url(session))
    with CaptureQueriesContext(
        connection,
    ) as found:
        browser.get(url(session))
    return len(found)
