"""A client's next session."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from django.utils.timezone import localtime

from kinweave.core import clock
from kinweave.people.queries import therapist_of
from kinweave.treatment.forms.sessions import CannotComeForm
from kinweave.treatment.queries import course as courses
from kinweave.treatment.queries import ending as endings
from kinweave.web import words

if TYPE_CHECKING:
    from datetime import datetime

    from kinweave.people.models import Client
    from kinweave.treatment.models import Session


@dataclass(frozen=True)
class SessionPage:
    """The next session, and the way to say "I cannot come"."""

    template: ClassVar[str] = "client/session.html"
    session: Session | None
    when: str
    with_whom: str
    telephone: str
    form: CannotComeForm
    begun: bool
    ended: bool = False  # the course is over
    again: str = ""  # when they meet after it, if that is arranged


def session_page(client: Client, session: Session | None, form: CannotComeForm) -> SessionPage:
    """The next session of this client, if one is planned."""
    therapist = therapist_of(client)
    ended, again = _after_the_course(client) if session is None else (False, "")
    return SessionPage(
        session, _in_words(session.starts_at) if session else "", therapist.full_name if therapist else "",
        client.service.telephone, form, session is not None and session.starts_at <= clock.now(), ended, again,
    )  # fmt: skip


def _in_words(starts_at: datetime) -> str:
    return words.moment_in_words(localtime(starts_at), localtime(clock.now()))


def _after_the_course(client: Client) -> tuple[bool, str]:
    """Whether the course is over, and when they meet again."""
    course = courses.of_client(client)
    if course is None or course.ended_on is None:
        return False, ""
    ahead = endings.follow_ups(course, since=clock.now()).first()
    return True, _in_words(ahead.starts_at) if ahead else ""
