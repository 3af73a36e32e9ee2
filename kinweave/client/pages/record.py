"""The exact context of the pages of "My record"."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from kinweave.people.forms import ContactDetailsForm
from kinweave.people.texts import ScopeText
from kinweave.treatment.psychoeducation import Topic
from kinweave.treatment.queries.psychoeducation import SickRoleCard


@dataclass(frozen=True)
class Reach:
    """How the client can be reached, as they wrote it."""

    telephone: str
    message: bool
    address: str
    emergency: str
    gp: str
    confirmed_at: datetime


@dataclass(frozen=True)
class Agreed:
    """One consent, with when it was given and whether it still holds."""

    id: UUID
    title: str
    given_at: datetime
    withdrawn_at: datetime | None


@dataclass(frozen=True)
class Carer:
    """Somebody who takes part in the care, or did."""

    name: str
    part: str
    since: datetime
    until: datetime | None


@dataclass(frozen=True)
class Look:
    """One thing somebody did with the record on one day; several alike are one line."""

    who: str
    did: str
    times: str  # clock times, or how often


@dataclass(frozen=True)
class LookDay:
    """Everything of one day."""

    day: date
    words: str
    looks: tuple[Look, ...]


@dataclass(frozen=True)
class SignIn:
    """Where the account is signed in."""

    words: str  # browser and machine, as far as they say
    since: datetime
    here: bool


@dataclass(frozen=True)
class RecordPage:
    """The first page of "My record"."""

    template: ClassVar[str] = "client/record.html"
    name: str
    has_card: bool  # there is something the client may put down for now
    reach: Reach | None
    missing: tuple[str, ...]
    agreed: tuple[Agreed, ...]
    not_agreed: bool  # there is something one may still agree to
    carers: tuple[Carer, ...]
    looks: tuple[LookDay, ...]
    sign_ins: tuple[SignIn, ...]
    has_second_step: bool


@dataclass(frozen=True)
class ContactPage:
    """Changing how one can be reached; `theirs` is what somebody saved meanwhile."""

    template: ClassVar[str] = "client/record_contact.html"
    form: ContactDetailsForm
    theirs: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class WithdrawPage:
    """Taking a consent back, with what follows from it."""

    template: ClassVar[str] = "client/record_withdraw.html"
    scope: ScopeText | None
    given_at: datetime
    words: tuple[str, ...]  # what was read when it was given


@dataclass(frozen=True)
class LooksPage:
    """Who looked at the record, by day."""

    template: ClassVar[str] = "client/record_looks.html"
    days: tuple[LookDay, ...]
    older: int | None  # the id to go on before
    own: bool  # whether the client's own acts are shown as well


@dataclass(frozen=True)
class DownloadPage:
    """Before downloading: what is in it, and what is not."""

    template: ClassVar[str] = "client/record_download.html"
    withheld: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class ForNowPage:
    """What the client may put down for now, and what was explained."""

    template: ClassVar[str] = "client/record_for_now.html"
    card: SickRoleCard | None
    topics: tuple[Topic, ...]
    therapist: str
