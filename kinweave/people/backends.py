"""Signing in by e-mail address, and fetching an account together with its service in one query."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from allauth.account.auth_backends import AuthenticationBackend

from kinweave.people.models import User
from kinweave.web.prepared import Prepared


class AccountBackend(AuthenticationBackend):  # type: ignore[misc]
    """allauth's backend, with the service joined: every request needs both."""

    def get_user(self, user_id: Any) -> User | None:
        found: list[User] = _account(UUID(str(user_id)))
        return found[0] if found else None


_account = Prepared(
    lambda user_id: User.objects.select_related("service", "client").filter(pk=user_id, is_active=True), UUID
)
