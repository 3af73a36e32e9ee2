"""Plain words for the names that definitions use."""

from collections.abc import Mapping

from kinweave.core.instruments import Tier
from kinweave.core.protocols import Schedule, When
from kinweave.core.spans import Span

SAID: dict[str, str] = {
    "client": "the client",
    "clinician": "the clinician",
    "therapist": "the therapist",
    "client-or-clinician": "the client or the clinician",
    "parent": "a parent",
    "together": "client and therapist together",
    "urgent_care": "urgent care first",
    "do_not_start": "do not start",
    "do_not_start_alone": "do not start with this alone",
    "tell_and_offer": "tell the client and offer the other way",
    "half_of_sessions": "half way through the agreed sessions",
    "any_time": "at any time",
    "every_score": "at every score",
    "choosing_the_area": "when the area is chosen",
    "last_session": "at the last session",
    "before_the_start": "before the start",
    "forming_the_group": "when the group is formed",
    "missed_sessions": "when sessions are missed",
    "none": "none",
    "invited": "the client is invited to try something",
    "assigned": "a task is agreed",
    "en": "English",
    "de": "German",
}

TIER_IN_WORDS: Mapping[Tier, str] = {
    "now": "at once",
    "today": "the same day",
    "next-working-day": "by the next working day",
    "next-session": "at the next session",
}

WHEN: dict[When, str] = {
    When.BEFORE_EVERY_SESSION: "before every session",
    When.EVERY_DAY: "every day",
    When.EVERY_WEEK: "every week",
    When.EVERY_N_SESSIONS: "every {} sessions",
    When.START_MID_END: "at the start, half way and at the end",
    When.START_END: "at the start and at the end",
    When.START: "at the start",
    When.END: "at the end",
}


def said(name: object) -> str:
    """The words for a name; without words of its own, the name with spaces."""
    return SAID.get(str(name), str(name).replace("_", " ").replace("-", " "))


def first_capital(text: str) -> str:
    """The text as the beginning of a sentence; the rest stays as it is."""
    return text[:1].upper() + text[1:]


def schedule(each: Schedule) -> str:
    """When a measure falls due."""
    return WHEN[each.when].format(each.every)


def span(each: Span, unit: str) -> str:
    """A range in words: "1 to 4 sessions, usually 3"."""
    if each.min == each.max:
        return f"{each.min} {_one(unit, each.min)}"
    return f"{each.min} to {each.max} {unit}, usually {each.typical}"


def counted(number: int, one: str, many: str) -> str:
    """A number with its noun."""
    return f"{number} {one if number == 1 else many}"


def _one(unit: str, number: int) -> str:
    return unit.removesuffix("s") if number == 1 else unit


def number(value: float) -> str:
    """A number as people write it: 10, 0.2."""
    return f"{value:g}"
