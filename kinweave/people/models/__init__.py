"""Services, accounts, clients, and who takes part in whose care."""

from kinweave.people.models.account import CLINICAL, STAFF, Role, User
from kinweave.people.models.care import CareRelationship, Client, Part
from kinweave.people.models.consent import Consent, ConsentScope, ContactDetails
from kinweave.people.models.invitation import Invitation
from kinweave.people.models.record import ClientRecord, ClientRecordQuerySet
from kinweave.people.models.service import Service
from kinweave.people.models.submission import Submission
from kinweave.people.models.unsaved import UnsavedForm

__all__ = [
    "CLINICAL",
    "STAFF",
    "CareRelationship",
    "Client",
    "ClientRecord",
    "ClientRecordQuerySet",
    "Consent",
    "ConsentScope",
    "ContactDetails",
    "Invitation",
    "Part",
    "Role",
    "Service",
    "Submission",
    "UnsavedForm",
    "User",
]
