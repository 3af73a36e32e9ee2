"""Who is in a journey, and the moves they make again and again."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from tests.journeys.house import House
from tests.journeys.scenes import PASSWORD
from tests.journeys.visitor import Visitor

MIRIAM = "miriam@northgate.example"
FIRST_DAY = datetime(2026, 11, 13, 10, 0, tzinfo=UTC)  # a Friday


@dataclass
class Story:
    """A therapist at her desk, a client on a phone, and the clock they share."""

    house: House
    miriam: Visitor
    rosa: Visitor
    email: str = "rosa@example.org"
    client_id: str = ""
    alert: str = ""
    held: list[int] = field(default_factory=list)

    def at(self, day: datetime, hour: int, minute: int = 0) -> None:
        self.house.clock.set(day.replace(hour=hour, minute=minute))

    def miriam_in(self) -> Visitor:
        return self.miriam.sign_in(MIRIAM, PASSWORD)

    def rosa_in(self) -> Visitor:
        return self.rosa.sign_in(self.email, PASSWORD)

    def record(self, place: str = "") -> Visitor:
        """Miriam turns to a page of Rosa's record."""
        return self.miriam.goto(f"/work/people/{self.client_id}/{place}")


def friday(week: int) -> datetime:
    """The Friday of a week of the course; the first session is in week 1."""
    return FIRST_DAY + timedelta(weeks=week)
