"""When somebody will read what a client sends now, in plain words. No database."""

from __future__ import annotations

from datetime import datetime

from kinweave.core import clock
from kinweave.people.models import Service
from kinweave.safety import tiers
from kinweave.web import words


def who_reads(service: Service, therapist: str, now: datetime | None = None) -> str:
    """Two plain sentences: who will read it, and that nobody reads it before. Out of hours it says so first (H02)."""
    moment = now or clock.now()
    hours = tiers.hours_of(service)
    who = therapist or "Someone in your service"
    if hours.staffed(moment):
        return f"{who} is told at once. Until someone calls you, nobody is reading this page."
    opens = hours.next_opening(moment).astimezone(hours.zone)
    when = f"{words.day_in_words(opens.date(), hours.local_day(moment))} at {words.clock(opens)}"
    return f"Nobody is reading this now. {who} can read it from {when}. If you cannot wait, call one of the numbers on this page."


def when_answered(service: Service, tier: str, now: datetime | None = None) -> str:
    """By when somebody answers, as the client reads it: "today by 11:20"."""
    moment = now or clock.now()
    hours = tiers.hours_of(service)
    due = tiers.due(tier, moment, hours).astimezone(hours.zone)
    return f"{words.day_in_words(due.date(), hours.local_day(moment))} by {words.clock(due)}"
