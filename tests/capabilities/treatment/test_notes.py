"""Notes: nothing typed is lost, nothing is signed without safety, nothing signed changes."""

from __future__ import annotations

import re
import uuid
from pathlib import Path

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kinweave.audit.acts import Act
from kinweave.audit.models import Event
from kinweave.core import clock
from kinweave.core.course import Attendance
from kinweave.people import actions as people
from kinweave.people.actions import Refused
from kinweave.people.models import Part, Role
from kinweave.safety.actions import raise_alert, record_disposition
from kinweave.safety.queries import open_alerts
from kinweave.treatment.actions import notes, sessions
from kinweave.treatment.models import (
    Amendment,
    Disposition,
    NoteDraft,
    Parked,
    SessionNote,
    SignedNoteError,
)
from kinweave.treatment.queries import course as courses
from kinweave.treatment.queries import notes as reading
from tests.capabilities.treatment.holding import at, held, planned, signed, written
from tests.cast import START, Cast, account

TAB_ONE, TAB_TWO = uuid.uuid4(), uuid.uuid4()


def test_a_first_save_begins_the_note_with_the_protocols_way_of_steps(cast: Cast) -> None:
    note = written(cast, held(cast), since_last="Two dips, both around Isla.")
    assert (note.version, note.since_last, note.step_mode) == (1, "Two dips, both around Isla.", "invited")
    assert note.standing == "draft"


def test_the_same_words_again_change_nothing(cast: Cast) -> None:
    session = held(cast)
    first = written(cast, session)
    again = notes.write_note(
        session=session, values={"since_last": first.since_last}, seen=0, page=TAB_TWO, by=cast.miriam
    )
    assert again.taken
    assert again.note.version == 1
    assert not NoteDraft.objects.exists()


def test_a_page_whose_answer_got_lost_may_send_its_words_again(cast: Cast) -> None:
    session = held(cast)
    for words in ("She", "She rang", "She rang Isla"):  # each time the page still believes in version 0
        result = notes.write_note(
            session=session, values={"since_last": words}, seen=0, page=TAB_ONE, by=cast.miriam
        )
        assert result.taken
    assert SessionNote.objects.get().since_last == "She rang Isla"
    assert not NoteDraft.objects.exists()


def test_a_second_tab_never_overwrites_the_first_and_loses_nothing(cast: Cast) -> None:
    session = held(cast)
    notes.write_note(session=session, values={"since_last": "from one"}, seen=0, page=TAB_ONE, by=cast.miriam)
    second = notes.write_note(
        session=session, values={"since_last": "from two"}, seen=0, page=TAB_TWO, by=cast.miriam
    )
    assert not second.taken
    assert SessionNote.objects.get().since_last == "from one"
    assert NoteDraft.objects.get().written == {"since_last": "from two"}
    assert Event.objects.filter(act=Act.NOTE_DRAFT_KEPT).count() == 1


def test_a_refused_draft_sent_again_is_kept_once(cast: Cast) -> None:
    session = held(cast)
    written(cast, session)
    for _ in range(3):
        notes.write_note(session=session, values={"moment": "again"}, seen=0, page=TAB_TWO, by=cast.miriam)
    notes.write_note(
        session=session, values={"moment": "again and more"}, seen=0, page=TAB_TWO, by=cast.miriam
    )
    assert sorted(draft.written["moment"] for draft in NoteDraft.objects.all()) == ["again", "again and more"]


def test_saving_as_one_types_fills_the_audit_once_a_page(cast: Cast) -> None:
    session = held(cast)
    for number in range(5):
        notes.write_note(
            session=session, values={"moment": f"{number}"}, seen=number, page=TAB_ONE, by=cast.miriam
        )
    assert Event.objects.filter(act=Act.NOTE_SAVED).count() == 1


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(st.sampled_from([TAB_ONE, TAB_TWO]), st.integers(0, 6), st.text(min_size=1, max_size=20)),
        max_size=8,
    )
)
def test_whatever_two_tabs_do_every_word_is_in_the_note_or_beside_it(
    cast: Cast, saves: list[tuple[uuid.UUID, int, str]]
) -> None:
    with transaction.atomic():
        session, refused = held(cast), []
        for page, seen, words in saves:
            result = notes.write_note(
                session=session, values={"moment": words}, seen=seen, page=page, by=cast.miriam
            )
            if result.taken:
                assert result.note.moment == words
            else:
                refused.append(words)
        kept = {draft.written["moment"] for draft in NoteDraft.objects.filter(note__session=session)}
        transaction.set_rollback(True)
    assert set(refused) == kept


def test_signing_asks_what_came_of_asking_about_safety(cast: Cast) -> None:
    session = held(cast)
    written(cast, session, disposition="")
    with pytest.raises(Refused, match="not signed without it"):
        notes.sign_note(session=session, by=cast.miriam)
    assert SessionNote.objects.get().signed_at is None


@pytest.mark.parametrize("disposition", sorted(set(Disposition) - {Disposition.NOTHING_NEW}))
def test_anything_said_about_safety_needs_words(cast: Cast, disposition: str) -> None:
    session = held(cast)
    written(cast, session, disposition=disposition)
    with pytest.raises(Refused, match="in a few words"):
        notes.sign_note(session=session, by=cast.miriam)
    assert signed(cast, session, disposition=disposition, disposition_words="Talked it through.").is_signed


def test_the_choices_about_safety_grade_nobody() -> None:
    said = set(re.findall(r"[a-z]+", " ".join(str(label).lower() for label in Disposition.labels)))
    assert not said & {"low", "medium", "moderate", "high", "risk", "severe"}


def test_an_open_safety_answer_is_decided_on_first(cast: Cast) -> None:
    session = held(cast)
    written(cast, session)
    raise_alert(
        client=cast.joanna, flag_code="thoughts-of-death-or-self-harm", tier="today", source_type="test", source_id="1",
        summary="PHQ-9 item 9: several days", by=cast.joanna_user,
    )  # fmt: skip
    with pytest.raises(Refused, match="A safety answer is open"):
        notes.sign_note(session=session, by=cast.miriam)
    record_disposition(
        alert=open_alerts(cast.joanna)[0], disposition="continue", formulation="Passing thoughts", plan="Ask again on 20 November",
        by=cast.miriam,
    )  # fmt: skip
    assert notes.sign_note(session=session, by=cast.miriam).is_signed


def test_a_planned_session_has_nothing_to_sign(cast: Cast) -> None:
    session = planned(cast)
    written(cast, session)
    with pytest.raises(Refused, match="what became of this session"):
        notes.sign_note(session=session, by=cast.miriam)


def test_an_empty_note_is_not_signed(cast: Cast) -> None:
    session = held(cast)
    with pytest.raises(Refused, match="no note yet"):
        notes.sign_note(session=session, by=cast.miriam)
    written(cast, session, since_last="  ")
    with pytest.raises(Refused, match="empty"):
        notes.sign_note(session=session, by=cast.miriam)


def test_a_signed_note_tells_the_course_and_who_signed_when(cast: Cast) -> None:
    session = held(cast)
    note = signed(cast, session, focus_worked=True)
    session.refresh_from_db()
    fact = courses.state(cast.course).session(str(session.id))
    assert (note.signed_by, note.signed_at, session.signed_at) == (cast.miriam, START, START)
    assert (fact.signed, fact.focus_worked) == (True, True)
    assert notes.sign_note(session=session, by=cast.miriam) == note
    assert Event.objects.filter(act=Act.NOTE_SIGNED).count() == 1


def test_a_signed_note_is_changed_by_no_road(cast: Cast) -> None:
    session = held(cast)
    note = signed(cast, session)
    late = notes.write_note(
        session=session, values={"since_last": "later"}, seen=1, page=TAB_ONE, by=cast.miriam
    )
    assert not late.taken
    note.since_last = "changed"
    with pytest.raises(SignedNoteError):
        note.save()
    with pytest.raises(SignedNoteError):
        note.save(update_fields=["since_last"])
    with pytest.raises(SignedNoteError):
        SessionNote.objects.filter(pk=note.pk).update(mood_now=3)
    with pytest.raises(SignedNoteError):
        note.delete()
    with pytest.raises(SignedNoteError):
        SessionNote.objects.all().delete()
    assert SessionNote.objects.get().since_last == "A quiet week."
    assert NoteDraft.objects.get().written == {"since_last": "later"}


def test_attendance_of_a_signed_session_stays(cast: Cast) -> None:
    session = held(cast)
    signed(cast, session)
    with pytest.raises(Refused, match="signed"):
        sessions.set_attendance(session=session, attendance=Attendance.DID_NOT_ATTEND, by=cast.miriam)


def test_amendments_follow_one_another_and_never_change(cast: Cast) -> None:
    session = held(cast)
    note = signed(cast, session)
    for number, words in enumerate(("It was Saturday.", "And by telephone."), start=1):
        with clock.at(at(0, 60 * number)):
            notes.amend_note(note=note, words=words, reason="Remembered", by=cast.miriam)
    assert [(each.number, each.words) for each in reading.amendments(note)] == [
        (1, "It was Saturday."), (2, "And by telephone."),
    ]  # fmt: skip
    first = Amendment.objects.get(number=1)
    first.words = "It was Sunday."
    with pytest.raises(SignedNoteError):
        first.save()
    with pytest.raises(SignedNoteError):
        first.delete()
    session.refresh_from_db()
    assert session.amendments == 2


def test_an_amendment_needs_a_signed_note_words_and_a_reason(cast: Cast) -> None:
    session = held(cast)
    draft = written(cast, session)
    with pytest.raises(Refused, match="not signed yet"):
        notes.amend_note(note=draft, words="more", reason="why", by=cast.miriam)
    note = signed(cast, session)
    for words, reason in (("", "why"), ("more", " ")):
        with pytest.raises(Refused, match="both"):
            notes.amend_note(note=note, words=words, reason=reason, by=cast.miriam)
    assert not Amendment.objects.exists()


def test_a_trainees_note_waits_for_the_supervisor_of_the_case(cast: Cast) -> None:
    trainee = account(cast.service, "Tomas", Role.TRAINEE)
    people.start_care(client=cast.joanna, staff=trainee, part=Part.THERAPIST, by=None)
    session = held(cast)
    written(cast, session)
    note = notes.sign_note(session=session, by=trainee)
    assert note.standing == "waiting for countersignature"
    assert list(reading.waiting_for_countersignature(cast.adela)) == [note]
    for other in (trainee, cast.miriam):
        with pytest.raises(Refused, match="supervisor of this case"):
            notes.countersign_note(note=note, by=other)
    after = notes.countersign_note(note=note, by=cast.adela)
    assert (after.standing, after.countersigned_by) == ("signed", cast.adela)
    assert not reading.waiting_for_countersignature(cast.adela).exists()
    assert not reading.waiting_for_countersignature(cast.miriam).exists()


def test_a_therapists_own_note_waits_for_nobody(cast: Cast) -> None:
    note = signed(cast, held(cast))
    with pytest.raises(Refused, match="does not wait"):
        notes.countersign_note(note=note, by=cast.adela)


def test_touched_strategies_are_told_by_session(cast: Cast) -> None:
    signed(cast, held(cast), touched=["grief:link", "grief:tell-the-death"])
    second = held(cast, weeks=1)
    with clock.at(at(1, 40)):
        signed(cast, second, touched=["grief:link"])
    touches = reading.touched_strategies(cast.course)
    assert [touch.number for touch in touches["grief:link"]] == [1, 2]
    assert [touch.number for touch in touches["grief:tell-the-death"]] == [1]
    assert reading.untouched(["grief:link", "grief:rituals"], touches) == ("grief:rituals",)


def test_what_is_parked_waits_until_it_is_brought_back(cast: Cast) -> None:
    first, second = held(cast), held(cast, weeks=1)
    item = notes.park(session=first, words=" Peter’s letter about the pension ", by=cast.miriam)
    assert [each.words for each in reading.parked(cast.course)] == ["Peter’s letter about the pension"]
    notes.bring_back(item=item, session=second, by=cast.miriam)
    notes.bring_back(item=item, session=first, by=cast.miriam)  # a second click moves nothing
    assert reading.parked(cast.course) == []
    assert [each.brought_back_in for each in reading.parked_or_back(cast.course, second)] == [second]
    with pytest.raises(Refused, match="in a few words"):
        notes.park(session=first, words="  ", by=cast.miriam)
    assert Parked.objects.count() == 1


def test_last_note_and_unsigned_notes(cast: Cast) -> None:
    first, second = held(cast), held(cast, weeks=1)
    signed(cast, first)
    last = reading.last_note(cast.course, before=second)
    assert last is not None
    assert last.session == first
    assert [row.id for row in reading.unsigned_notes(cast.miriam)] == [second.id]
    for other in (cast.adela, cast.colleague, cast.former, cast.stranger, cast.joanna_user):
        assert not reading.unsigned_notes(other).exists()


@pytest.mark.django_db(transaction=False)
def test_no_word_of_a_note_stands_in_the_database(cast: Cast, tmp_path: Path) -> None:
    phrase = "the kingfisher under the railway bridge"
    session = held(cast)
    values = {field: phrase for field in notes.TEXTS}
    note = signed(cast, session, **values)
    notes.amend_note(note=note, words=phrase, reason=phrase, by=cast.miriam)
    notes.park(session=session, words=phrase, by=cast.miriam)
    notes.write_note(session=session, values={"moment": f"{phrase}!"}, seen=9, page=TAB_ONE, by=cast.miriam)
    sessions.set_attendance(
        session=planned(cast, weeks=-1), attendance=Attendance.DID_NOT_ATTEND, by=cast.miriam, reason=phrase
    )
    assert _dump().count(b"kingfisher") == 0
    assert SessionNote.objects.get().moment == phrase


def _dump() -> bytes:
    """Every byte of every column of every table."""
    found = b""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                for cell in row:
                    found += bytes(cell) if isinstance(cell, (bytes, memoryview)) else str(cell).encode()
    return found
