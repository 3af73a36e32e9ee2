"""What is done in the room: moments, worksheets, steps, the signature; and who may come in."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from kinweave.core import clock
from kinweave.core.course import Attendance
from kinweave.core.worksheets import WorksheetDefinition
from kinweave.people.models import User
from kinweave.safety.queries import open_alerts
from kinweave.shelf.queries import library
from kinweave.treatment.actions import notes, sessions
from kinweave.treatment.models import Course, Parked, Session, SessionNote
from kinweave.treatment.models.timeline import Moment
from kinweave.worksheets.actions.entries import give_worksheet
from kinweave.worksheets.actions.steps import agree_step, tell_step
from kinweave.worksheets.models import EntryVersion, Step, WorksheetEntry
from kinweave.worksheets.queries.steps import to_look_at
from tests.capabilities.treatment.holding import at, held, planned, signed
from tests.cast import Cast
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


def test_what_the_client_told_of_a_step_stands_in_one_signed_note_only(cast: Cast, miriam: Browser) -> None:
    with clock.at(at(-2)):
        told = agree_step(session=held(cast, weeks=-2), words="Ring Isla", by=cast.miriam)
        waiting = agree_step(session=held(cast, weeks=-3), words="Ask Tom", by=cast.miriam)
    with clock.at(at(-1)):
        tell_step(step=told, state="done", how_it_went="She came.", by=cast.joanna_user)
    session = held(cast)
    shown = opened(miriam, session)
    assert shown[f"step-{told.id}-state"] == "done"
    miriam.post(url(session), {**shown, "do": "sign", "since_last": "x", "disposition": "nothing-new"})
    told.refresh_from_db()
    assert told.reviewed_in == session
    # what nobody has spoken of yet waits for the next session
    assert to_look_at(cast.course, held(cast, weeks=1)) == [waiting]


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
