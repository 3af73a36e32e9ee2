"""Whom to call in a crisis, by country: the service's own file, never another site (S-47).

Numbers are stored as a telephone inside the country dials them; an international form of a short code
such as 116 123 does not connect.
"""

import hashlib
import json
from collections.abc import Iterable
from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, HttpUrl, model_validator

from kinweave.core.definitions import Definition, Part
from kinweave.core.facts import Line, refuse_repeated

STALE_AFTER_DAYS = 180

Dial = Annotated[str, Field(pattern=r"^[0-9]{2,13}$")]


class TextLine(Part):
    """A number that takes text messages, and the word to begin with where one is asked for."""

    dial: Dial
    shown: Line
    word: str = ""


class Emergency(Part):
    """The number for danger to life now. `also` holds others that reach the same service."""

    dial: Dial
    shown: Line
    also: tuple[Dial, ...] = ()
    note: str = ""


class CrisisLine(Part):
    """One service. `dial` is what the phone dials; `shown` the same digits spaced for reading."""

    code: str = Field(pattern=r"^[a-z0-9-]+$")
    name: Line
    topic: Literal[
        "anyone", "health-service", "young-people", "domestic-abuse", "community", "veterans", "parents"
    ]
    for_whom: Line
    dial: Dial | None = None
    shown: str = ""
    then_press: str = ""
    text: TextLine | None = None
    web: HttpUrl | None = None
    hours: Line
    always_open: bool
    languages: tuple[Line, ...]
    free: bool | None = None
    where: str = ""
    note: str = ""
    source: HttpUrl

    @model_validator(mode="after")
    def _can_be_reached(self) -> Self:
        if not (self.dial or self.text or self.web):
            raise ValueError(f"{self.code} needs dial, text or web: nobody can reach it")
        for dial, shown in (
            (self.dial, self.shown),
            (self.text and self.text.dial, self.text and self.text.shown),
        ):
            digits = "".join(each for each in shown or "" if each.isdigit())
            if digits != (dial or ""):
                raise ValueError(f"{self.code} shows {shown!r} but dials {dial}")
        return self


class CrisisLines(Definition):
    """One country's page, the emergency number first. `country` is ISO 3166 alpha-2, or "" for the world."""

    country: str = Field(pattern=r"^([A-Z]{2})?$")
    emergency: Emergency
    lines: tuple[CrisisLine, ...] = Field(min_length=1)
    compiled_on: date
    verified_on: date | None = None
    verified_by: str = ""
    must_verify: Line
    status: Literal["compiled offline, needs a human check before going live", "checked with each operator"]

    @model_validator(mode="after")
    def _check_is_honest(self) -> Self:
        refuse_repeated(tuple(line.code for line in self.lines), "lines")
        checked = self.status == "checked with each operator"
        if checked != bool(self.verified_on and self.verified_by):
            raise ValueError("a checked page says verified_on and verified_by; an unchecked one says neither")
        return self

    @property
    def numbers(self) -> str:
        """A mark (SHA-256, hexadecimal) of all that somebody checks by ringing: it changes when one of these does.

        Numbers, words to send, addresses and hours count; notes and sources do not.
        """
        answers = [
            (line.code, line.dial, line.then_press, line.text and line.text.dial, line.text and line.text.word,
             str(line.web or ""), line.hours)
            for line in self.lines
        ]  # fmt: skip
        emergency = (self.emergency.dial, sorted(self.emergency.also))
        return hashlib.sha256(json.dumps([emergency, sorted(answers, key=str)]).encode()).hexdigest()

    @property
    def dated(self) -> date:
        """The day somebody checked the page with the operators, else the day it was compiled."""
        return self.verified_on or self.compiled_on

    @property
    def needs_checking(self) -> bool:
        """True while nobody has checked the page with the operators."""
        return self.verified_on is None

    def age_in_days(self, today: date) -> int:
        """Whole days since the page was last checked or compiled."""
        return (today - self.dated).days

    def stale(self, today: date) -> bool:
        """True when the page is older than `STALE_AFTER_DAYS`."""
        return self.age_in_days(today) > STALE_AFTER_DAYS


def lines_for(pages: Iterable[CrisisLines], country: str) -> CrisisLines:
    """The page of that country (any case), or the international one. Raises LookupError without either."""
    by_country = {page.country: page for page in pages}
    wanted = country.strip().upper()
    page = by_country.get({"UK": "GB"}.get(wanted, wanted)) or by_country.get("")
    if page is None:
        raise LookupError("the library holds no international page of crisis lines")
    return page


def standing(page: CrisisLines, today: date) -> str:
    """One sentence for staff on how far the page may be trusted today; empty when it was checked lately."""
    if page.stale(today):
        age = page.age_in_days(today)
        return f"{page.title} was last checked {age} days ago. {page.must_verify} must check it again."
    if page.needs_checking:
        return f"{page.title}: {page.status}. {page.must_verify} must do this."
    return ""


def to_confirm(page: CrisisLines, confirmed_on: date | None, numbers: str, today: date) -> str:
    """What a service must still do before its clients rely on the page of its country; empty when nothing.

    `confirmed_on` is the day on which somebody of the service rang the lines and found them right, `numbers` the
    mark of the lines they rang.
    """
    if not page.country:
        return "the library has no crisis lines of this country; clients see the international page. Add a file of your own."
    if confirmed_on is None:
        return f"nobody has confirmed the numbers of “{page.title}” yet. Ring each of them, and say so in the settings."
    if numbers != page.numbers:
        return f"the numbers of “{page.title}” have changed since they were confirmed. Ring each of them again, and say so in the settings."
    age = (today - confirmed_on).days
    if age > STALE_AFTER_DAYS:
        return f"the numbers of “{page.title}” were last confirmed {age} days ago. Ring each of them again, and say so in the settings."
    return ""
