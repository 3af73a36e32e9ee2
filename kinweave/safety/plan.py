"""The six steps of a safety plan, from what a person does alone to who can help. Pure: no database.

The order (self, others, professionals, surroundings) is that of the Stanley-Brown plan; the words are our own.
It is no promise and no contract, and does not stand in for emergency care.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any, Self

MOST_LINES = 20  # of one step; more than anyone can use in a crisis
LONGEST_LINE = 500  # characters


@dataclass(frozen=True)
class Line:
    """Something written on one line."""

    text: str


@dataclass(frozen=True)
class Doing(Line):
    """Something to do alone: how likely it is to be done (0 to 10), and what may be in the way."""

    likely: int | None = None
    obstacle: str = ""


@dataclass(frozen=True)
class Somebody(Line):
    """A person or a place, with a telephone number if there is one."""

    phone: str = ""


@dataclass(frozen=True)
class Helper(Somebody):
    """Someone who can be asked for help, and whether they know that they are in this plan."""

    knows: bool = False


@dataclass(frozen=True)
class Professional(Somebody):
    """A professional or a service, and when they can be reached."""

    hours: str = ""


@dataclass(frozen=True)
class Safer(Line):
    """Something put out of reach: who keeps it, by when, and whether it is done."""

    who: str = ""
    by_when: str = ""
    done: bool = False


@dataclass(frozen=True)
class Step:
    """One step of the plan as it is asked: its field in `Plan`, its title and a question."""

    code: str
    title: str
    ask: str
    line: type[Line]


STEPS = (
    Step("signs", "My warning signs", "What do I notice in me, or do, when it begins?", Line),
    Step("alone", "Things I can do by myself", "What has helped to get through an hour?", Doing),
    Step(
        "company",
        "People and places that take my mind off it",
        "Where are there people? Who is good to be with?",
        Somebody,
    ),
    Step("helpers", "People I can ask for help", "Whom can I tell how bad it is?", Helper),
    Step(
        "professionals",
        "Professionals and crisis services",
        "Who is there for this as their work?",
        Professional,
    ),
    Step("safer", "Making my surroundings safer", "What should be out of reach, and who can keep it?", Safer),
)


@dataclass(frozen=True)
class Plan:
    """A whole plan. Any step may be empty."""

    signs: tuple[Line, ...] = ()
    alone: tuple[Doing, ...] = ()
    company: tuple[Somebody, ...] = ()
    helpers: tuple[Helper, ...] = ()
    professionals: tuple[Professional, ...] = ()
    safer: tuple[Safer, ...] = field(default=())

    @property
    def is_empty(self) -> bool:
        """Nothing is written yet."""
        return not any(getattr(self, step.code) for step in STEPS)

    def written(self) -> list[tuple[Step, tuple[Line, ...]]]:
        """The steps that have a line, in order."""
        return [(step, getattr(self, step.code)) for step in STEPS if getattr(self, step.code)]

    def every_step(self) -> list[tuple[Step, tuple[Line, ...]]]:
        """All six steps in order, so that each keeps its number when another is empty."""
        return [(step, getattr(self, step.code)) for step in STEPS]

    def to_json(self) -> dict[str, list[dict[str, Any]]]:
        """As it is sealed."""
        return {step.code: [_values(line) for line in getattr(self, step.code)] for step in STEPS}

    @classmethod
    def from_json(cls, steps: dict[str, list[dict[str, Any]]]) -> Self:
        """From what was sealed."""
        lines: dict[str, Any] = {
            step.code: tuple(step.line(**line) for line in steps.get(step.code, ())) for step in STEPS
        }
        return cls(**lines)


def _values(line: Line) -> dict[str, Any]:
    return {each.name: getattr(line, each.name) for each in fields(line)}
