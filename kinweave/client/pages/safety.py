"""The exact contexts of the client's help and safety plan."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from kinweave.people.unsaved import Typed
from kinweave.safety.forms import PlanForm, ReplyForm
from kinweave.safety.plan import Plan
from kinweave.safety.queries import HelpNow


@dataclass(frozen=True)
class HelpPage:
    """Whom to call, the client's own plan, and a way to tell the therapist."""

    template: ClassVar[str] = "client/safety_help.html"
    help: HelpNow
    reply: ReplyForm
    therapist: str
    reads: str
    told: str  # what happens now that it was sent; empty before


@dataclass(frozen=True)
class PlanPage:
    """The safety plan to read and print."""

    template: ClassVar[str] = "client/safety_plan.html"
    plan: Plan
    saved_at: datetime | None
    saved_by: str


@dataclass(frozen=True)
class PlanEditPage:
    """The safety plan to write. `other` is a version that somebody saved in the meantime."""

    template: ClassVar[str] = "client/safety_plan_edit.html"
    form: PlanForm
    version: int
    other: Plan | None
    typed: Typed | None = None  # what the writer typed before and has not saved
