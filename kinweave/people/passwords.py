"""Passwords that length alone does not make hard to guess (S-13)."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError

CONTEXT = ("password", "passwort", "kinweave", "letmein", "therapy", "welcome", "qwerty")
FEWEST_CHARACTERS = 6  # different ones


class HardToGuess:
    """Refuses only digits, the same few characters again and again, and little more than a word of the context."""

    def validate(self, password: str, user: object = None) -> None:
        plain = password.lower()
        rest = plain
        for word in CONTEXT:
            rest = rest.replace(word, "")
        if plain.isdigit() or len(set(plain)) < FEWEST_CHARACTERS or len(re.sub(r"[\W\d_]", "", rest)) < 5:
            raise ValidationError(
                "This password is easy to guess. Take three or four unrelated words instead.",
                code="easy_to_guess",
            )

    def get_help_text(self) -> str:
        return "Three or four unrelated words are easy to remember and hard to guess."
