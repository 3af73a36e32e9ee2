"""The questions of an instrument one after another: which comes next, and how far one has got."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from kinweave.core.answers import is_asked
from kinweave.core.instruments import Instrument, Item, Tier
from kinweave.core.scoring import raised_flags
from kinweave.web.words import clock as clock_words
from kinweave.web.words import count_of, date_in_words, number_in_words

Given = Mapping[str, int | None]


@dataclass(frozen=True, slots=True)
class Asked:
    """The questions to be asked, given the answers so far. Positions count from 1."""

    instrument: Instrument
    items: tuple[Item, ...]
    answers: Given

    @property
    def always(self) -> int:
        """How many questions everyone is asked: the number that progress is told by."""
        return sum(item.ask_when is None for item in self.items)

    @property
    def answered(self) -> int:
        """How many of them have an answer."""
        return sum(self.answers.get(item.code) is not None for item in self.items if item.ask_when is None)

    @property
    def missing(self) -> tuple[Item, ...]:
        """Questions without an answer, left out or not reached."""
        return tuple(item for item in self.items if self.answers.get(item.code) is None)

    @property
    def first_open(self) -> int:
        """The position to go on from: the first question neither answered nor left out, else the last."""
        for position, item in enumerate(self.items, start=1):
            if item.code not in self.answers:
                return position
        return len(self.items)

    def after(self, position: int) -> int | None:
        """The position that follows, or None at the end."""
        return position + 1 if position < len(self.items) else None

    def position(self, code: str) -> int:
        """Where a question stands. Raises KeyError when it is not asked."""
        for position, item in enumerate(self.items, start=1):
            if item.code == code:
                return position
        raise KeyError(code)


def asked(instrument: Instrument, answers: Given) -> Asked:
    """The questions these answers call for; one that depends on other answers waits for them."""
    return Asked(instrument, tuple(i for i in instrument.items if is_asked(instrument, i, answers)), answers)


@dataclass(frozen=True, slots=True)
class Said:
    """An answer that calls for help: the question, the answer chosen, and how soon somebody answers it."""

    question: str
    answer: str
    tier: Tier


def calls_for_help(instrument: Instrument, answers: Given, just_given: Given) -> Said | None:
    """What was just answered that calls for help at once; reads nothing but the definition (S-40)."""
    now_given = {**answers, **just_given}
    for raised in raised_flags(instrument, now_given):
        flag = instrument.flag(raised.code)
        watched = [flag.item] if flag.item else instrument.scale(flag.scale or "").items
        if any(just_given.get(code or "") is not None for code in watched):
            return Said(*_words(instrument, flag.item, now_given), raised.tier)
    return None


def _words(instrument: Instrument, item: str | None, answers: Given) -> tuple[str, str]:
    if item is None:
        return "", ""
    chosen = next((o.text for o in instrument.options_of(item) if o.value == answers.get(item)), None)
    return instrument.item(item).text or "", chosen or ""


def progress_words(questions: Asked, position: int) -> str:
    """ "Question 4 of 9", or "One more question" for one that not everyone is asked."""
    if questions.items[position - 1].ask_when is not None:
        return "One more question"
    before = sum(item.ask_when is None for item in questions.items[:position])
    return f"Question {before} of {questions.always}"


def saved_words(questions: Asked, at: datetime | None) -> str:
    """ "Answers 1 to 3 are saved, Friday 8 January at 8:12"; empty before the first. `at` is local."""
    answers = questions.answers
    given = [place for place, item in enumerate(questions.items, 1) if answers.get(item.code) is not None]
    if not given or at is None:
        return ""
    if given == list(range(1, len(given) + 1)):
        said = "Answer 1 is" if len(given) == 1 else f"Answers 1 to {len(given)} are"
    else:
        said = f"{count_of(len(given), 'answer')} {'is' if len(given) == 1 else 'are'}".capitalize()
    return f"{said} saved, {date_in_words(at.date())} at {clock_words(at)}"


def answered_words(questions: Asked) -> str:
    """ "You have answered three of nine, and they are saved."; empty before the first answer."""
    done = questions.answered
    if not done:
        return ""
    these = "they are" if done > 1 else "it is"
    of = number_in_words(questions.always)
    return f"You have answered {number_in_words(done)} of {of}, and {these} saved."
