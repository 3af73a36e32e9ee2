"""Sentences the tests of measures share: a full set of answers, a check-in that is waiting."""

from __future__ import annotations

from datetime import datetime, timedelta

from kinweave.core import clock
from kinweave.measures import actions
from kinweave.measures.models import Assignment
from kinweave.treatment.models import Course, Session


def phq(total: int = 0, item9: int = 0, **more: int | None) -> dict[str, int | None]:
    """PHQ-9 answers that come to `total`, of which `item9` on the last question."""
    rest, answers = total - item9, {}
    for item in range(1, 9):
        answers[str(item)] = min(3, rest)
        rest -= answers[str(item)]
    assert rest == 0, "a total the nine questions cannot make"
    return {**answers, "9": item9, "difficulty": 1 if total else None, **more}


def planned(course: Course, at: datetime | None = None, number: int | None = None) -> Session:
    """A session of the course, tomorrow at ten unless said, with a number once it was held."""
    return Session.objects.create(
        service_id=course.service_id, client_id=course.client_id, created_at=clock.now(), course=course,
        starts_at=at or clock.now() + timedelta(days=1), number=number,
        attendance="attended" if number else "planned",
    )  # fmt: skip


def waiting(course: Course, code: str = "phq-9", session: Session | None = None) -> Assignment:
    """The assignment of that instrument before the next session."""
    found = actions.ensure_due(course=course, session=session, by=None)
    return next(each for each in found if each.code == code)
