"""Lessons: one page that explains one thing to a client, with one picture, sourced and short.

A lesson says for whom it is and where in a course it belongs; which ones a client reads, people decide.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Annotated, Self

from pydantic import Field, StrictBool, StrictInt, field_validator, model_validator

from kinweave.core.definitions import Code
from kinweave.core.facts import Fact, Line, Referenced, facts_in, refuse_repeated
from kinweave.core.lesson_text import Block, blocks
from kinweave.core.pictures import Picture
from kinweave.core.protocols import PhaseKind
from kinweave.core.readability import reading_age, words_in

SHORTEST, LONGEST = 150, 400
OLDEST_READER = 11.0
DESPAIR = re.compile(
    r"suicid|kill (?:your|my|them)sel|(?:end|ending|take) (?:your|my|their) (?:own )?li[fv]e|hurt(?:ing)? (?:your|my)self"
    r"|want(?:ed)? to die|wish(?:ed)? to be dead|hopeless|despair|no point in|cannot go on|not safe|join (?:him|her|them|the one)",
    re.IGNORECASE,
)
"""Words after which a page must say where help is."""


class Section(Fact):
    """A few paragraphs under one heading, with their standing. The first section may go without a heading."""

    heading: Annotated[str, Field(max_length=80)] = ""
    text: Annotated[str, Field(min_length=1, max_length=2400)]

    @field_validator("text")
    @classmethod
    def _can_be_set(cls, text: str) -> str:
        blocks(text)
        return text

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The text as paragraphs, lists and words said."""
        return blocks(self.text)


class Attempt(Fact):
    """One thing a reader may try."""

    text: Line


class Lesson(Referenced):
    """One page. ``public`` lessons are for everybody, the others for people in care.

    ``help`` ends the page with where help is; ``technical`` names words that are explained and need not count
    as hard ones; ``place`` orders lists; ``phases``, ``areas`` and ``protocols`` say where it belongs.
    """

    summary: Line
    for_whom: Line
    language: str = Field(default="en", pattern=r"^[a-z]{2}(-[A-Z]{2})?$")
    place: StrictInt = 100
    public: StrictBool = False
    help: StrictBool = False
    phases: tuple[PhaseKind, ...] = ()
    areas: tuple[Code, ...] = ()
    protocols: tuple[Code, ...] = ()
    technical: tuple[Annotated[str, Field(pattern=r"^[A-Za-z]+$")], ...] = ()
    sections: tuple[Section, ...] = Field(min_length=2)
    to_try: tuple[Attempt, ...] = ()
    picture: Picture

    @model_validator(mode="after")
    def _names_differ(self) -> Self:
        for codes, what in ((self.areas, "areas"), (self.protocols, "protocols"), (self.phases, "phases")):
            refuse_repeated(codes, what)
        if not (self.phases or self.areas or self.protocols):
            raise ValueError("say where it belongs: phases, areas or protocols")
        if any(not section.heading for section in self.sections[1:]):
            raise ValueError("every section after the first needs a heading")
        return self

    @model_validator(mode="after")
    def _is_short(self) -> Self:
        if not SHORTEST <= self.words <= LONGEST:
            raise ValueError(f"has {self.words} words; a lesson has {SHORTEST} to {LONGEST}")
        return self

    @model_validator(mode="after")
    def _speaks_to_a_client(self) -> Self:
        said = " ".join((self.title, self.summary, self.for_whom, *self.lines))
        if "deficit" in said.lower():
            raise ValueError('words a client reads must not say "deficit"; say "connecting with others"')
        if not self.help and (found := DESPAIR.search(said)):
            raise ValueError(f'says "{found.group()}": a page that touches despair has help = true')
        return self

    @property
    def lines(self) -> tuple[str, ...]:
        """Every line that is read, without headings."""
        said = (line for section in self.sections for block in section.blocks for line in block.lines)
        return (*said, *(attempt.text for attempt in self.to_try))

    @property
    def words(self) -> int:
        """How many words there are to read."""
        return len(words_in(" ".join(self.lines)))

    @property
    def reading_age(self) -> float | None:
        """The age from which it can be read; None in a language whose formula is not here."""
        english = self.language.startswith("en")
        return reading_age(self.lines, self.technical) if english else None

    @property
    def references(self) -> tuple[str, ...]:
        """What it draws on, in the order of the file."""
        return tuple(self.sources.values())

    @property
    def unchecked(self) -> int:
        """How many of its pieces are professional knowledge that nobody has checked against a source."""
        return sum(fact.needs_checking for _, fact in facts_in(self))

    def belongs(self, *, protocol: str, areas: Collection[str], phase: PhaseKind | None) -> bool:
        """Whether it belongs to this moment of a course: its protocol or area, where it names any, and its phase."""
        named = protocol in self.protocols or any(area in self.areas for area in areas)
        if (self.protocols or self.areas) and not named:
            return False
        return phase is None or not self.phases or phase in self.phases


@dataclass(frozen=True, slots=True)
class Reading:
    """Lessons in two parts: those that belong to this moment of a course, and the rest."""

    first: tuple[Lesson, ...]
    others: tuple[Lesson, ...]


def reading_for(
    lessons: Iterable[Lesson], *, protocol: str, areas: Collection[str], phase: PhaseKind | None
) -> Reading:
    """Part the lessons for one course: what names its area comes before the rest, then by place."""

    def order(lesson: Lesson) -> tuple[bool, int, str]:
        return not any(area in lesson.areas for area in areas), lesson.place, lesson.code

    known = sorted(lessons, key=order)
    first = [each for each in known if each.belongs(protocol=protocol, areas=areas, phase=phase)]
    others = sorted((each for each in known if each not in first), key=lambda each: (each.place, each.code))
    return Reading(tuple(first), tuple(others))


def broken_lesson(lesson: Lesson, *, areas: Collection[str], protocols: Collection[str]) -> Iterator[str]:
    """Say what a reader would stumble over: names the library does not hold, and words that are too hard."""
    for what, named, known in (("area", lesson.areas, areas), ("protocol", lesson.protocols, protocols)):
        for code in named:
            if code not in known:
                yield f"{what}s: there is no {what} {code}"
    age = lesson.reading_age
    if age is not None and age > OLDEST_READER:
        yield (
            f"sections: asks for a reader of {age:.1f} years (Flesch-Kincaid); write for {OLDEST_READER:.0f}: shorter "
            "sentences, shorter words, or name a word that is explained under technical"
        )
