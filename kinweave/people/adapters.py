"""How allauth behaves here: no open sign-up, every sign-in written down, second factors sealed."""

from __future__ import annotations

import hmac
from base64 import b64decode, b64encode
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from kinweave.audit import actions as audit
from kinweave.audit.acts import Act
from kinweave.people.models import User
from kinweave.people.queries import record_of
from kinweave.vault import crypto

_PLACE = b"second factor"


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts begin with an invitation."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": "This account is closed. Ask your service.",
        "email_password_mismatch": "The e-mail address and the password do not belong together. Try once more.",
        "enter_current_password": "That is not the password you have now.",
        "incorrect_password": "That is not your password. Try once more.",
        "too_many_login_attempts": "That was too often in a row. Wait five minutes, then try again.",
        "rate_limited": "That was too often in a row. Wait a minute, then try again.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def format_email_subject(self, subject: str) -> str:
        return subject

    def post_login(self, request: HttpRequest, user: User, **how: Any) -> HttpResponse:
        """Written down once the second step is done, where there is one."""
        audit.record(Act.SIGNED_IN, by=user, client_id=record_of(user), service_id=user.service_id)
        answer: HttpResponse = super().post_login(request, user, **how)
        return answer


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Names shown in an authenticator application; secrets sealed under a key outside the database."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "cannot_delete_authenticator": "As a member of staff you need a second step: set up another one first.",
        "cannot_generate_recovery_codes": "Set up a passkey or an app first; the codes are for when it is lost.",
        "incorrect_code": "This code does not fit, or is too old. Write the one that is shown now.",
    }

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        return "My passkey"

    def get_totp_label(self, user: Any) -> str:
        return str(user.email)

    def encrypt(self, text: str) -> str:
        return b64encode(crypto.seal(_key(), text.encode(), _PLACE)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return crypto.unseal(_key(), b64decode(encrypted_text), _PLACE).decode()


def _key() -> bytes:
    """From the service's secret, not the vault's master key: changing that one must lock nobody out."""
    return hmac.digest(settings.SECRET_KEY.encode(), _PLACE, "sha256")
