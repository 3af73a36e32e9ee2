"""Who reads what a client writes between sessions, and when: never more than is true on that day."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from kinweave.core import clock
from kinweave.treatment.queries import ending as endings

if TYPE_CHECKING:
    from kinweave.treatment.models import Course

NOBODY = "Your course has ended, so nobody reads these now. They stay here for you."


def read_by(course: Course | None, therapist: str) -> str:
    """In words: during the course, before a meeting that is arranged for after it, and when there is none."""
    if course is None or course.ended_on is None:
        return words(therapist)
    ahead = endings.follow_ups(course, since=clock.now()).first()
    return words(therapist, ended=True, meets=ahead.starts_at if ahead else None)


def words(therapist: str, *, ended: bool = False, meets: datetime | None = None) -> str:
    """The same for a page that has read already when they meet again."""
    who = f"{therapist[:1].upper()}{therapist[1:]}"
    if not ended:
        return f"{who} reads these with you in the session. Nobody watches them in between."
    if meets is None:
        return NOBODY
    return f"{who} reads these with you when you meet again. Nobody watches them until then."
