"""Signing in by e-mail address, and fetching an account together with its service in one query."""

from __future__ import annotations

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend

from kinweave.people.models import User


class AccountBackend(AuthenticationBackend):  # type: ignore[misc]
    """allauth's backend, with the service joined: every request needs both."""

    def get_user(self, user_id: Any) -> User | None:
        return User.objects.select_related("service", "client").filter(pk=user_id, is_active=True).first()
