"""allauth's forms in our words: plain labels, one rule for passwords, nothing inside the fields that vanishes."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import (
    ChangePasswordForm,
    LoginForm,
    ReauthenticateForm,
    ResetPasswordForm,
    ResetPasswordKeyForm,
)
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as ReauthenticateByCodeForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms

PASSWORD_RULE = (
    "Twelve characters or more. Three or four unrelated words are easy to remember and hard to guess."  # noqa: S105
)
EMAIL, PASSWORD, CODE = "E-mail address", "Password", "The code"
WORDS = {
    "login": (EMAIL, ""),
    "email": (EMAIL, ""),
    "password": (PASSWORD, ""),
    "oldpassword": ("The password you have now", ""),
    "password1": ("The new password", PASSWORD_RULE),
    "password2": ("The new password once more", ""),
    "code": (CODE, "Six figures from the app, or one of your recovery codes."),
    "name": ("What do you call it?", ""),
    "passwordless": (
        "Let it sign me in by itself, without the password",
        "The device then asks for your fingerprint, your face or its own code.",
    ),
}
"""Field → its label and the line under it."""


class _PlainWords:
    """Puts our words on allauth's fields."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            if name in WORDS:
                field.label, field.help_text = WORDS[name]


class SignInForm(_PlainWords, LoginForm):  # type: ignore[misc]
    """E-mail address and password."""


class ForgottenForm(_PlainWords, ResetPasswordForm):  # type: ignore[misc]
    """The address a link for a new password is sent to."""


class NewPasswordForm(_PlainWords, ResetPasswordKeyForm):  # type: ignore[misc]
    """The new password, after the link."""


class OtherPasswordForm(_PlainWords, ChangePasswordForm):  # type: ignore[misc]
    """Another password instead of the one somebody has."""


class IsItYouForm(_PlainWords, ReauthenticateForm):  # type: ignore[misc]
    """The password once more, before something worth protecting."""


class SecondStepForm(_PlainWords, AuthenticateForm):  # type: ignore[misc]
    """The code of the second step."""


class IsItYouByCodeForm(_PlainWords, ReauthenticateByCodeForm):  # type: ignore[misc]
    """The code once more, before something worth protecting."""


class AppForm(_PlainWords, ActivateTOTPForm):  # type: ignore[misc]
    """The first code of an app that shows codes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].help_text = "Six figures. They change every half minute."


class PasskeyForm(_PlainWords, AddWebAuthnForm):  # type: ignore[misc]
    """A passkey and what its owner calls it."""
