"""What a client agreed to, and how they can be reached."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kinweave.people.models.record import ClientRecord
from kinweave.people.privacy import Privacy
from kinweave.vault.fields import SealedText


class ConsentScope(models.TextChoices):
    """What the consent is for."""

    TREATMENT = "treatment", "treatment, with its limits of confidentiality"
    SUPERVISION = "supervision", "talking the work over with a supervisor"
    RECORDING = "recording", "recording sessions"
    CONTACT = "contact", "messages and reminders"


class Consent(ClientRecord):
    """One consent, given once, withdrawable at any time. The words consented to are kept by version."""

    scope = models.CharField(max_length=20, choices=ConsentScope.choices)
    wording = models.CharField(max_length=40, help_text="Version of the text that was shown.")
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    PRIVACY = {
        "scope": Privacy.CLINICAL, "wording": Privacy.STATE, "given_at": Privacy.CLINICAL, "withdrawn_at": Privacy.CLINICAL,
    }  # fmt: skip

    def __str__(self) -> str:
        return f"{self.scope} on {self.given_at:%Y-%m-%d}"


class ContactDetails(ClientRecord):
    """How to reach a client, and whom to reach for them. One row a client; all of it sealed (S-44)."""

    telephone = SealedText()
    address = SealedText(help_text="Where you live, or where you usually are during sessions.")
    emergency_name = SealedText()
    emergency_telephone = SealedText()
    gp = SealedText(help_text="Name and place of your doctor.")
    safe_to_leave_message = models.BooleanField(default=False)
    language = models.CharField(
        max_length=8, default="en", help_text="Of the questionnaires, where the library has it."
    )
    confirmed_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=0)

    PRIVACY = {
        "safe_to_leave_message": Privacy.CLINICAL, "language": Privacy.IDENTIFYING, "confirmed_at": Privacy.STATE, "version": Privacy.STATE,
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["client"], name="one_contact_details_a_client")
        ]

    def __str__(self) -> str:
        return f"contact details of {self.client_id}"
