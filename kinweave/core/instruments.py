"""Instruments as definitions: items, options, scales, bands, cut-offs, flags and worked examples.

The shape of the file is the shape of these models: every TOML key is a field name here.
"""

from collections.abc import Iterable
from typing import Literal, Self, TypeVar

from pydantic import Field, StrictBool, StrictInt, model_validator

from kinweave.core.definitions import Code, Definition, Evidence, Part, Sourced
from kinweave.core.scales import Number, Scale

Tier = Literal["now", "today", "next-working-day", "next-session"]
"""How soon somebody answers a flag. Tiers are times of response, never grades of a person's risk."""


class Option(Part):
    """One answer that may be chosen."""

    value: StrictInt = Field(ge=-100, le=120)
    """What is stored."""
    text: str | None = None
    """What the client reads; absent where only the ends have words, or the words are not free."""
    points: StrictInt | None = Field(default=None, ge=0, le=120)
    """What it scores, where that differs from ``value``."""
    counts_as_missing: StrictBool = False
    """An answer such as "not assessed": stored, but nothing to score."""
    loinc: str | None = None


class AskWhen(Part):
    """An item is asked only when the answers to other items add up to enough."""

    items: tuple[str, ...] = Field(min_length=1)
    sum_at_least: StrictInt


class Item(Part):
    """One question. ``text`` is absent where the words may not be shipped."""

    code: Code
    text: str | None = None
    options: str
    loinc: str | None = None
    loinc_answers: dict[str, str] = {}
    """LOINC answer codes of this item only, by option value, where they differ from the option set."""
    scored: StrictBool = True
    reversed: StrictBool = False
    """Highest option scores lowest; reversal is about the item, so a scale never reverses twice."""
    optional: StrictBool = False
    instead_of: Code | None = None
    """Another item this one may be answered in place of; with either answered, neither is missing."""
    ask_when: AskWhen | None = None
    note: str = ""


class TierFrom(Sourced):
    """From these points on, the flag is answered within this tier."""

    at_least: StrictInt = Field(ge=1)
    tier: Tier


class Rise(Sourced):
    """A rise of this many points since the answer before calls for this tier."""

    by: StrictInt = Field(ge=1)
    tier: Tier


class Flag(Part):
    """Something in the answers that a person must look at, read from one item even on an unfinished form.

    A flag on a ``scale`` is raised as soon as the points given so far reach it.
    """

    code: Code
    title: str
    item: str | None = None
    scale: str | None = None
    tiers: tuple[TierFrom, ...] = Field(min_length=1)
    rise: Rise | None = None

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if (self.item is None) == (self.scale is None):
            raise ValueError(f'flag "{self.code}" watches either an item or a scale')
        starts = [tier.at_least for tier in self.tiers]
        if starts != sorted(set(starts)):
            raise ValueError(f'the tiers of flag "{self.code}" must start in rising order')
        return self

    @property
    def at_least(self) -> int:
        """Points from which the flag is raised at all."""
        return self.tiers[0].at_least

    def tier(self, points: float) -> Tier | None:
        """Return how soon these points are answered, or None where the flag is not raised."""
        reached = [tier.tier for tier in self.tiers if points >= tier.at_least]
        return reached[-1] if reached else None


class Example(Part):
    """One worked example, run as a test: answers in, everything stated must come out."""

    name: str = Field(min_length=1)
    answers: dict[str, StrictInt]
    scores: dict[str, Number] = {}
    incomplete: tuple[str, ...] = ()
    """Scales that have no official value because answers are missing."""
    prorated: dict[str, float] = {}
    bands: dict[str, str] = {}
    flags: tuple[str, ...] = ()
    """All flags raised, and no other."""


class Published(Sourced):
    """A statement on the instrument as a whole, with its standing."""

    text: str = Field(min_length=1, max_length=400)


class Instrument(Definition):
    """A questionnaire or rating: words where the licence allows, and exact scoring always."""

    language: str = "en"
    licence: str
    licence_status: Evidence
    notice: str = ""
    """The line the rights holder asks to be shown."""
    citation: str
    why_no_text: str = ""
    """Set when only the scoring is shipped: who holds the words, and what was asked."""
    loinc: str | None = None
    completed_by: Literal["client", "clinician", "client-or-clinician"]
    recall: str
    preamble: str = ""
    note: str = ""
    wording: Published | None = None
    """In how many places the words were read, and where copies differ."""
    interval: Published | None = None
    """How often it is meant to be asked."""
    reliability: tuple[Published, ...] = ()
    """How steady its values are, and how they lie among people: what reliable change is worked out from."""
    options: dict[str, tuple[Option, ...]] = {}
    items: tuple[Item, ...] = ()
    scales: tuple[Scale, ...] = Field(min_length=1)
    flags: tuple[Flag, ...] = ()
    examples: tuple[Example, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        codes = [item.code for item in self.items]
        _refuse_repeats("item", codes)
        _refuse_repeats("scale", [scale.code for scale in self.scales])
        _refuse_repeats("flag", [flag.code for flag in self.flags])
        _refuse_repeats("scale or item", codes + [s.code for s in self.scales if s.recorded])
        for item in self.items:
            self._check_item(item, codes)
        for scale in self.scales:
            self._check_scale(scale, codes)
        for flag in self.flags:
            _refuse_unknown(f'flag "{flag.code}"', [flag.item] if flag.item else [], codes)
            _refuse_unknown(
                f'flag "{flag.code}"', [flag.scale] if flag.scale else [], [s.code for s in self.scales]
            )
        return self

    def _check_item(self, item: Item, codes: list[str]) -> None:
        if item.options not in self.options:
            raise ValueError(f'item "{item.code}" names option set "{item.options}", which is not defined')
        if item.text is None and not self.why_no_text:
            raise ValueError(f'item "{item.code}" has no text; say why in why_no_text')
        values = [option.value for option in self.options[item.options]]
        _refuse_repeats(f'value in option set "{item.options}"', values)
        _refuse_unknown(f'item "{item.code}"', item.ask_when.items if item.ask_when else [], codes)
        _refuse_unknown(f'item "{item.code}"', [item.instead_of] if item.instead_of else [], codes)

    def _check_scale(self, scale: Scale, codes: list[str]) -> None:
        _refuse_unknown(f'scale "{scale.code}"', scale.items, codes)
        _refuse_repeats(f'item in scale "{scale.code}"', scale.items)
        _refuse_unknown(
            f'scale "{scale.code}"', [scale.alike] if scale.alike else [], [s.code for s in self.scales]
        )
        for code in scale.items:
            if not self.item(code).scored:
                raise ValueError(f'scale "{scale.code}" adds item "{code}", which is marked scored = false')

    @property
    def main_scale(self) -> Scale:
        """The scale a total means: the one coded ``total``, else the first."""
        return next((scale for scale in self.scales if scale.code == "total"), self.scales[0])

    @property
    def short_title(self) -> str:
        """What stands beside its line: the name of its total, or its own where there is no total."""
        scale = self.main_scale
        return (scale.title if scale.code == "total" else "") or self.title

    @property
    def has_text(self) -> bool:
        """Whether the words are here, so that a client can answer it on screen."""
        return bool(self.items) and all(item.text for item in self.items)

    @property
    def answer_codes(self) -> tuple[str, ...]:
        """Everything that may be answered: the items, and totals recorded from elsewhere."""
        return (*(item.code for item in self.items), *(s.code for s in self.scales if s.recorded))

    def item(self, code: str) -> Item:
        """Return the item of that code; raises KeyError if there is none."""
        return _by_code(self.items, code)

    def scale(self, code: str) -> Scale:
        """Return the scale of that code; raises KeyError if there is none."""
        return _by_code(self.scales, code)

    def flag(self, code: str) -> Flag:
        """Return the flag of that code; raises KeyError if there is none."""
        return _by_code(self.flags, code)

    def options_of(self, code: str) -> tuple[Option, ...]:
        """Return the options of an item, in the order the form prints them."""
        return self.options[self.item(code).options]


Coded = TypeVar("Coded", Item, Scale, Flag)


def _by_code(parts: Iterable[Coded], code: str) -> Coded:
    for part in parts:
        if part.code == code:
            return part
    raise KeyError(code)


def _refuse_repeats(what: str, codes: Iterable[object]) -> None:
    seen: set[object] = set()
    for code in codes:
        if code in seen:
            raise ValueError(f'{what} "{code}" is there twice')
        seen.add(code)


def _refuse_unknown(where: str, named: Iterable[str], known: Iterable[str]) -> None:
    for code in named:
        if code not in set(known):
            raise ValueError(f'{where} names "{code}", which is not defined')
