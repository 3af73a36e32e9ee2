"""The exact context of the therapist's first page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class TodayPage:
    """What needs an answer, and who comes today."""

    template: ClassVar[str] = "therapist/today.html"
    name: str
