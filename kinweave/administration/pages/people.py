"""The exact context of the pages about staff and clients."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from kinweave.people.forms import CrisisLinesForm, InviteStaffForm, PassOnForm, ServiceForm
from kinweave.people.models import Invitation, User
from kinweave.safety.queries import HelpNow, WaitingCount


@dataclass(frozen=True)
class StaffRow:
    """One account of staff, as the list shows it."""

    user: User
    roles: str
    clients: int
    is_you: bool


@dataclass(frozen=True)
class ServicePage:
    """The service manager's first page: staff, open invitations, what is still to set."""

    template: ClassVar[str] = "administration/home.html"
    staff: list[StaffRow]
    invitations: list[Invitation]
    clients: int
    unset: list[str]
    waiting: WaitingCount  # answers that nobody has taken
    worker_late: bool


@dataclass(frozen=True)
class InvitePage:
    """Inviting a member of staff; after sending, the link to hand over."""

    template: ClassVar[str] = "administration/invite.html"
    form: InviteStaffForm
    link: str
    email: str


@dataclass(frozen=True)
class StaffPage:
    """One member of staff: roles, closing the account, a new second step."""

    template: ClassVar[str] = "administration/staff.html"
    row: StaffRow
    form: InviteStaffForm
    problem: str
    pass_on: PassOnForm | None  # giving their clients to a colleague; None when they treat nobody


@dataclass(frozen=True)
class SettingsPage:
    """The service's own settings."""

    template: ClassVar[str] = "administration/settings.html"
    form: ServiceForm


@dataclass(frozen=True)
class CrisisLinesPage:
    """The numbers clients of this country see, and saying that somebody rang them."""

    template: ClassVar[str] = "administration/crisis_lines.html"
    help: HelpNow
    form: CrisisLinesForm
    confirmed_on: date | None
    still_to_do: str  # in words; empty when these numbers were rung lately
