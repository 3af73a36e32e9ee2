"""The exact context of the page about who takes part in a client's care."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar
from uuid import UUID

from kinweave.people.forms import ContactDetailsForm, HandOverForm, SupervisorForm
from kinweave.therapist.pages.course_head import CourseHead

if TYPE_CHECKING:
    from kinweave.people.models import ContactDetails

TAB = "care"


@dataclass(frozen=True)
class Carer:
    """Somebody who takes part now. `may_end` for a supervisor's part the reader may end."""

    id: UUID
    name: str
    part: str
    since: datetime
    is_you: bool
    may_end: bool


@dataclass(frozen=True)
class ConsentRow:
    """One consent of the client."""

    title: str
    given_at: datetime
    withdrawn_at: datetime | None


@dataclass(frozen=True)
class CarePage:
    """How to reach the client, what was agreed to, who takes part; asking a supervisor, handing over."""

    template: ClassVar[str] = "therapist/care.html"
    head: CourseHead
    details: ContactDetails | None
    still_to_ask: tuple[str, ...]
    in_the_room: bool  # the client said so themselves
    begun_without: tuple[tuple[datetime, str], ...]  # sessions begun before it was known, and why
    consents: tuple[ConsentRow, ...]
    withdrawn: bool
    has_account: bool
    start_words: str  # how far the client's own start has got
    team: tuple[Carer, ...]
    supervisor: SupervisorForm | None
    hand_over: HandOverForm | None
    why_not: str  # why the reader may not hand over; empty when they may
    open_alerts: int
    unsigned: int
    link: str  # a new invitation, shown once


@dataclass(frozen=True)
class CareContactPage:
    """Writing down how to reach the client; `theirs` is what somebody saved meanwhile."""

    template: ClassVar[str] = "therapist/care_contact.html"
    head: CourseHead
    form: ContactDetailsForm
    theirs: tuple[tuple[str, str], ...]
