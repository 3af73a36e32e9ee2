"""The exact context of the manager's page of answers that are due."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from kinweave.safety.queries import WaitingAlert, WaitingCount


@dataclass(frozen=True)
class AlertsPage:
    """Whose turn it is, since when and by when. No word and no name of a client."""

    template: ClassVar[str] = "administration/alerts.html"
    heading: str
    alerts: tuple[WaitingAlert, ...]
    count: WaitingCount
    worker_late: bool
