"""Reading notes, adding to signed ones, standing beside a trainee's signature."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.test import Client as Browser

from kinweave.audit.acts import Act
from kinweave.audit.models import Event
from kinweave.people import actions as people
from kinweave.people.models import Part, Role, User
from kinweave.treatment.actions import notes
from kinweave.treatment.models import Amendment, Session, SessionNote
from tests.capabilities.treatment.holding import held, signed, written
from tests.cast import Cast, account

SignedIn = Callable[[User], Browser]


def url(session: Session, rest: str = "") -> str:
    return f"/work/people/{session.client_id}/sessions/{session.id}/note/{rest}"


def test_a_signed_note_reads_like_print(cast: Cast, as_user: SignedIn) -> None:
    session = held(cast)
    signed(
        cast, session, touched=["role-transition:link", "gone:away"], adherence=["mood-tied"], mood_now=4,
        step_words="Ring Isla",
    )  # fmt: skip
    page = as_user(cast.miriam).get(url(session)).content.decode()
    for words in (
        "A quiet week.",
        "Link the change and the mood",
        "gone:away",
        "mood tied to an event",
        "4 of 10",
        "Ring Isla",
    ):
        assert words in page
    assert "Asked; nothing new was said" in page
    assert "<textarea" not in page.split("Add an amendment")[0]


def test_reading_a_note_stands_in_the_audit(cast: Cast, as_user: SignedIn) -> None:
    session = held(cast)
    as_user(cast.adela).get(url(session))
    event = Event.objects.filter(act=Act.RECORD_READ).latest("id")
    assert (event.reason, event.client_id, event.actor_id) == ("notes", cast.joanna.id, cast.adela.id)


def test_an_amendment_stands_under_the_note_with_its_reason(cast: Cast, as_user: SignedIn) -> None:
    session = held(cast)
    signed(cast, session)
    browser = as_user(cast.miriam)
    sent = {"words": "It was Saturday.", "reason": "Remembered", "submission": uuid.uuid4()}
    for _ in range(2):
        assert browser.post(url(session), sent).status_code == 302
    page = browser.get(url(session)).content.decode()
    assert "It was Saturday." in page
    assert "Why: Remembered" in page
    assert Amendment.objects.count() == 1


def test_an_amendment_without_a_reason_comes_back_as_typed(cast: Cast, as_user: SignedIn) -> None:
    session = held(cast)
    signed(cast, session)
    answer = as_user(cast.miriam).post(url(session), {"words": "It was Saturday.", "reason": ""})
    assert answer.status_code == 422
    assert "It was Saturday." in answer.content.decode()


def test_a_draft_takes_no_amendment(cast: Cast, as_user: SignedIn) -> None:
    session = held(cast)
    written(cast, session)
    answer = as_user(cast.miriam).post(url(session), {"words": "more", "reason": "why"})
    assert answer.status_code == 422
    assert not Amendment.objects.exists()


def test_a_supervisor_countersigns_and_does_not_amend(cast: Cast, as_user: SignedIn) -> None:
    trainee = account(cast.service, "Tomas", Role.TRAINEE)
    people.start_care(client=cast.joanna, staff=trainee, part=Part.THERAPIST, by=None)
    session = held(cast)
    written(cast, session)
    notes.sign_note(session=session, by=trainee)
    browser = as_user(cast.adela)
    page = browser.get(url(session)).content.decode()
    assert "waiting for countersignature" in page
    assert "Add an amendment" not in page
    assert browser.post(url(session), {"words": "x", "reason": "y"}).status_code == 404
    assert browser.get(url(session, "countersign/")).status_code == 405
    browser.post(url(session, "countersign/"))
    assert SessionNote.objects.get().countersigned_by == cast.adela
    assert "Countersigned" in browser.get(url(session)).content.decode()


def test_a_therapist_cannot_countersign_for_the_supervisor(cast: Cast, as_user: SignedIn) -> None:
    session = held(cast)
    signed(cast, session)
    browser = as_user(cast.miriam)
    browser.post(url(session, "countersign/"))
    assert SessionNote.objects.get().countersigned_at is None
    assert "Only a supervisor" in browser.get(url(session)).content.decode()
