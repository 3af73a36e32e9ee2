"""The only writers of accounts, clients, care relationships, consent and contact details; one file a noun."""

from kinweave.people.actions.accounts import add_staff, change_staff, disable_account, reset_second_factor
from kinweave.people.actions.care import (
    add_client,
    ask_supervisor,
    end_care,
    end_supervision,
    hand_over,
    pass_on_caseload,
    start_care,
)
from kinweave.people.actions.consent import (
    ChangedMeanwhile,
    change_contact_details,
    give_consent,
    save_contact_details,
    withdraw_consent,
)
from kinweave.people.actions.invitation import INVITATION_DAYS, accept_invitation, hash_secret, invite
from kinweave.people.actions.record import note_download
from kinweave.people.actions.refused import Refused
from kinweave.people.actions.service import change_service, confirm_crisis_lines, create_service
from kinweave.people.actions.sessions import end_other_sessions

__all__ = [
    "INVITATION_DAYS", "ChangedMeanwhile", "Refused", "accept_invitation", "add_client", "add_staff",
    "ask_supervisor", "change_contact_details", "change_service", "change_staff", "confirm_crisis_lines",
    "create_service", "disable_account", "end_care", "end_other_sessions", "end_supervision", "give_consent",
    "hand_over", "hash_secret", "invite", "note_download", "pass_on_caseload", "reset_second_factor",
    "save_contact_details", "start_care", "withdraw_consent",
]  # fmt: skip
