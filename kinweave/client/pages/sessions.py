"""A client's next session."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from django.utils.timezone import localtime

from kinweave.core import clock
from kinweave.people.queries import therapist_of
from kinweave.treatment.forms.sessions import CannotComeForm
from kinweave.web import words

if TYPE_CHECKING:
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


def session_page(client: Client, session: Session | None, form: CannotComeForm) -> SessionPage:
    """The next session of this client, if one is planned."""
    therapist = therapist_of(client)
    when = words.moment_in_words(localtime(session.starts_at), localtime(clock.now())) if session else ""
    return SessionPage(
        session, when, therapist.full_name if therapist else "", client.service.telephone, form,
        session is not None and session.starts_at <= clock.now(),
    )  # fmt: skip
