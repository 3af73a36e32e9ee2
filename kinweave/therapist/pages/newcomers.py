"""The exact context of the page that takes on a client."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from kinweave.therapist.forms.newcomers import NewcomerForm


@dataclass(frozen=True)
class NewcomerPage:
    """Taking on a client; after sending, the link to hand over."""

    template: ClassVar[str] = "therapist/newcomer.html"
    form: NewcomerForm
    link: str
    client_id: UUID | None
    name: str
