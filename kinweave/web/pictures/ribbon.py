"""The ribbon: all sessions of a course in their phases, as a list.

Held, today and to come differ in thickness and dots; a missed week is a gap and uses up nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.utils.safestring import SafeString

from kinweave.web.pictures.course import Held, Session
from kinweave.web.pictures.svg import element
from kinweave.web.words import list_in_words, month_day

HELD_WORDS = {Held.HELD: "held", Held.HERE: "today", Held.TO_COME: "to come"}


@dataclass(frozen=True)
class Gap:
    """Weeks without a session, in their place among the sessions."""

    weeks: tuple[date, ...]


@dataclass(frozen=True)
class Step:
    """A session of the ribbon; ``href`` when it can be opened. ``word`` replaces "today" (such as "next")."""

    session: Session
    href: str = ""
    word: str = ""


@dataclass(frozen=True)
class Phase:
    """A phase with its sessions and gaps in order."""

    name: str
    steps: tuple[Step | Gap, ...]

    @property
    def sessions(self) -> int:
        return sum(isinstance(step, Step) for step in self.steps)


def ribbon(phases: Sequence[Phase], label: str = "The course") -> SafeString:
    """The ribbon as nested lists; it is its own table, so there is no second one."""
    return element(
        "ol", *(_phase(phase) for phase in phases if phase.steps), class_="ribbon", aria_label=label
    )


def _phase(phase: Phase) -> SafeString:
    steps = (_gap(step) if isinstance(step, Gap) else _step(step) for step in phase.steps)
    name = element("span", phase.name, class_="phase")
    return element("li", name, element("ol", *steps), class_=f"n-{max(1, min(60, phase.sessions))}")


@lru_cache(maxsize=4096)
def _step(step: Step) -> SafeString:
    session = step.session
    state = step.word or HELD_WORDS[session.held]
    words = (
        element("span", "Session ", class_="vh"),
        str(session.number),
        element("span", f", {month_day(session.on)}, {state}", class_="vh"),
    )
    inside = element("a", *words, href=step.href) if step.href else element("span", *words, class_="s")
    here = "step" if session.held is Held.HERE else None
    return element(
        "li", inside, class_="done" if session.held is Held.HELD else session.held.value, aria_current=here
    )


def _gap(gap: Gap) -> SafeString:
    weeks = list_in_words([month_day(week) for week in gap.weeks])
    return element(
        "li", element("span", f"No session on {weeks}; none was used up", class_="vh"), class_="gap"
    )
