"""The exact context of the client's first page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class HomePage:
    """What the client sees first."""

    template: ClassVar[str] = "client/home.html"
    name: str
