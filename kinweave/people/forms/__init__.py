"""Forms about people: signing in, invitations, staff, how to reach a client, the service's own settings."""

from kinweave.people.forms.care import HandOverForm, SupervisorForm
from kinweave.people.forms.contact import CONTACT_FORMS, ContactDetailsForm, ContactForm
from kinweave.people.forms.staff import (
    CrisisLinesForm,
    InviteClientForm,
    InviteStaffForm,
    PassOnForm,
    PasswordForm,
    ServiceForm,
)

__all__ = [
    "CONTACT_FORMS",
    "ContactDetailsForm",
    "ContactForm",
    "CrisisLinesForm",
    "HandOverForm",
    "InviteClientForm",
    "InviteStaffForm",
    "PassOnForm",
    "PasswordForm",
    "ServiceForm",
    "SupervisorForm",
]
