"""How allauth behaves here: no open sign-up; neutral e-mails; TOTP named after the service."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts begin with an invitation."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def format_email_subject(self, subject: str) -> str:
        return subject


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Names shown in an authenticator application."""

    def get_totp_label(self, user: Any) -> str:
        return str(user.email)
