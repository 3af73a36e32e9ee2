"""Ending sign-ins on other devices."""

from __future__ import annotations

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction

from kinweave.audit import actions as audit
from kinweave.audit.acts import Act
from kinweave.people.models import User
from kinweave.people.queries import record_of


@transaction.atomic
def end_other_sessions(*, user: User, keep: str) -> int:
    """End every sign-in of this account but the one with the session key `keep`. Returns how many ended."""
    others = UserSession.objects.filter(user=user).exclude(session_key=keep)
    keys = list(others.values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    others.delete()
    audit.record(Act.SESSIONS_ENDED, by=user, client_id=record_of(user), service_id=user.service_id)
    return len(keys)
