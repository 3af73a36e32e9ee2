"""Sessions and notes for tests: a few lines a test can read."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any

from kinweave.core import clock
from kinweave.treatment.actions import notes, sessions
from kinweave.treatment.models import Course, Session, SessionNote
from tests.cast import START, Cast, reachable

WORDS = {"since_last": "A quiet week.", "disposition": "nothing-new"}


def planned(cast: Cast, *, weeks: int = 0, course: Course | None = None) -> Session:
    """A planned session of Joanna's, that many weeks from START."""
    return sessions.plan_session(
        course=course or cast.course, starts_at=START + timedelta(weeks=weeks), by=cast.miriam
    )


def held(cast: Cast, *, weeks: int = 0) -> Session:
    """A session that was held on its day; time goes back to where it was."""
    session = planned(cast, weeks=weeks)
    reachable(cast.joanna, cast.miriam)
    with clock.at(at(weeks)):
        return sessions.begin(session=session, by=cast.miriam)


def at(weeks: int, minutes: int = 0) -> datetime:
    """That many weeks and minutes after START."""
    return START + timedelta(weeks=weeks, minutes=minutes)


def written(cast: Cast, session: Session, **values: Any) -> SessionNote:
    """A draft note with these words."""
    seen = SessionNote.objects.filter(session=session).values_list("version", flat=True).first() or 0
    return notes.write_note(
        session=session, values={**WORDS, **values}, seen=seen, page=uuid.uuid4(), by=cast.miriam
    ).note


def signed(cast: Cast, session: Session, **values: Any) -> SessionNote:
    """A signed note with these words."""
    written(cast, session, **values)
    return notes.sign_note(session=session, by=cast.miriam)
