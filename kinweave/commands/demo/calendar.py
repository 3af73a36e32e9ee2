"""A calendar of acts: each is done when its instant comes, and what lies ahead is never done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from kinweave.core import clock


@dataclass
class Calendar:
    """Acts of many lives in one order of time, so that the record grows as it would have."""

    now: datetime
    acts: list[tuple[datetime, int, Callable[[], object]]] = field(default_factory=list)

    def put(self, at: datetime, act: Callable[[], object]) -> None:
        """Have `act` done at `at`. Acts of the same instant are done in the order they were put."""
        if at <= self.now:
            self.acts.append((at, len(self.acts), act))

    def live(self, progress: Callable[[int, int], None] = lambda done, of: None) -> int:
        """Do every act at its instant. Returns how many. `progress` hears how far it has got."""
        self.acts.sort(key=lambda each: each[:2])
        for done, (at, _, act) in enumerate(self.acts, start=1):
            with clock.at(at):
                act()
            progress(done, len(self.acts))
        return len(self.acts)
