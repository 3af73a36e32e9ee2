"""Signing somebody in without the sign-in page: once, when an account begins."""

from __future__ import annotations

from allauth.account.internal.flows.login import record_authentication
from allauth.usersessions.models import UserSession
from django.contrib.auth import login
from django.http import HttpRequest

from kinweave.people.models import User


def sign_in_first(request: HttpRequest, user: User) -> None:
    """Sign in whoever has just opened their account with a password of their own.

    The session is new, is listed among the places where they are signed in, and counts as proven for five minutes.
    """
    login(request, user, backend="kinweave.people.backends.AccountBackend")
    record_authentication(request, user, method="password", reauthenticated=True)
    UserSession.objects.create_from_request(request)
