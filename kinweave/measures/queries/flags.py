"""Which flags answers raise, and how soon each is to be answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from kinweave.core.answers import Answers
from kinweave.core.instruments import Instrument, Tier
from kinweave.core.scoring import RaisedFlag, flag_points, raised_flags

SOONEST_FIRST: tuple[Tier, ...] = ("now", "today", "next-working-day", "next-session")
TIER_IN_WORDS: Mapping[str, str] = {
    "now": "now",
    "today": "today",
    "next-working-day": "next working day",
    "next-session": "next session",
}


@dataclass(frozen=True, slots=True)
class DueFlag:
    """A raised flag and the sooner of the times that its points and its rise call for."""

    flag: RaisedFlag
    tier: Tier

    def is_covered_by(self, code: str, tier: str) -> bool:
        """Whether a flag raised before asks for an answer just as soon."""
        order = SOONEST_FIRST.index
        return code == self.flag.code and order(cast(Tier, tier)) <= order(self.tier)


def due_flags(instrument: Instrument, answers: Answers, before: Answers) -> tuple[DueFlag, ...]:
    """Flags raised by `answers`, given the answers of the response before (empty if there is none)."""
    return tuple(
        DueFlag(raised, _tier(instrument, raised, before)) for raised in raised_flags(instrument, answers)
    )


def may_rise(instrument: Instrument, answers: Answers) -> bool:
    """Whether the answers of the response before could make any of these flags more urgent."""
    raised = ((instrument.flag(each.code).rise, each) for each in raised_flags(instrument, answers))
    order = SOONEST_FIRST.index
    return any(
        rise is not None and each.points >= rise.by and order(rise.tier) < order(each.tier)
        for rise, each in raised
    )


def _tier(instrument: Instrument, raised: RaisedFlag, before: Answers) -> Tier:
    flag = instrument.flag(raised.code)
    earlier = flag_points(instrument, flag, before) if before else None
    if flag.rise is None or earlier is None or raised.points - earlier < flag.rise.by:
        return raised.tier
    return min(raised.tier, flag.rise.tier, key=SOONEST_FIRST.index)


def in_words(instrument: Instrument, raised: RaisedFlag, answers: Answers) -> str:
    """The answer as it was given, for the person who must look at it."""
    item = instrument.flag(raised.code).item
    if item is None:
        return f"{instrument.title}: {raised.title}"
    chosen = next((o.text for o in instrument.options_of(item) if o.value == answers.get(item)), None)
    short = instrument.short_title
    given = f"answered {answers.get(item)}" + (f", “{chosen}”," if chosen else "")
    return f"{given} on the safety item ({short}, item {item})"
