"""Scores of one set of answers, and the flags it raises, from the definition alone.

Incomplete answers have no official score. Where a definition allows it a prorated value is shown beside, as
an aid that never decides anything. Flags do not wait for a complete form.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor

from kinweave.core.answers import Answers, check_answers, item_points
from kinweave.core.instruments import Flag, Instrument, Tier
from kinweave.core.methods import METHODS
from kinweave.core.scales import Scale


@dataclass(frozen=True, slots=True)
class Score:
    """The value of one scale, in the scale's own points."""

    scale: str
    value: float | None
    """The official value; None while answers are missing."""
    band: str | None
    missing: tuple[str, ...]
    """Codes of the items that have no answer."""
    prorated: float | None
    """An aid, to one decimal, where some answers are missing and the definition allows it."""
    prorated_band: str | None

    @property
    def complete(self) -> bool:
        """Whether there is an official value."""
        return self.value is not None


@dataclass(frozen=True, slots=True)
class Scores:
    """The scores of all scales; the main scale's are at hand as ``value``, ``band`` and so on."""

    by_scale: Mapping[str, Score]
    main: Score

    def __getitem__(self, scale: str) -> Score:
        """Return the score of one scale; raises KeyError if the instrument has no such scale."""
        return self.by_scale[scale]

    def __iter__(self) -> Iterator[Score]:
        """Go through the scores in the order of the definition."""
        return iter(self.by_scale.values())

    @property
    def value(self) -> float | None:
        """The main scale's official value."""
        return self.main.value

    @property
    def complete(self) -> bool:
        """Whether the main scale has an official value."""
        return self.main.complete

    @property
    def missing(self) -> tuple[str, ...]:
        """Items of the main scale that have no answer."""
        return self.main.missing

    @property
    def prorated(self) -> float | None:
        """The main scale's prorated aid."""
        return self.main.prorated

    @property
    def band(self) -> str | None:
        """The main scale's band."""
        return self.main.band


@dataclass(frozen=True, slots=True)
class RaisedFlag:
    """A flag that these answers raise, and how soon it is answered."""

    code: str
    title: str
    points: float
    tier: Tier


def score(instrument: Instrument, answers: Answers) -> Scores:
    """Score every scale; raises AnswerError if an answer is not allowed."""
    given = check_answers(instrument, answers)
    by_scale = {scale.code: score_scale(instrument, scale, given) for scale in instrument.scales}
    return Scores(by_scale, by_scale[instrument.main_scale.code])


def score_scale(instrument: Instrument, scale: Scale, answers: Answers) -> Score:
    """Score one scale from checked answers."""
    if scale.recorded:
        total = answers.get(scale.code)
        absent = () if total is not None else (scale.code,)
        return Score(scale.code, total, _band(scale, total), absent, None, None)
    points = [item_points(instrument, code, answers) for code in scale.items]
    made = METHODS[scale.method](points)
    value = None if made is None else tidy(made * scale.multiplier)
    missing = _missing(instrument, scale, points)
    exact = _prorate(scale, points) if value is None else None
    return Score(
        scale=scale.code,
        value=value,
        band=_band(scale, value),
        missing=missing,
        prorated=None if exact is None else half_up(exact * 10) / 10,
        prorated_band=None if exact is None else _band(scale, half_up(exact)),
    )


def _missing(instrument: Instrument, scale: Scale, points: Sequence[int | None]) -> tuple[str, ...]:
    """Name the items without an answer; of two that may stand for each other, the first when both are open."""
    blank = [code for code, p in zip(scale.items, points, strict=True) if p is None]
    if not blank:
        return ()
    stood_for = {instrument.item(code).instead_of for code in scale.items if code not in blank}
    return tuple(c for c in blank if c not in stood_for and instrument.item(c).instead_of is None)


def _band(scale: Scale, value: float | None) -> str | None:
    band = None if value is None else scale.band(value)
    return band.label if band else None


def _prorate(scale: Scale, points: Sequence[int | None]) -> Fraction | None:
    known = [p for p in points if p is not None]
    if scale.prorated is None or not known or len(points) - len(known) > scale.prorated.max_missing:
        return None
    mean = Fraction(sum(known), len(known)) * Fraction(scale.multiplier)
    return mean if scale.method == "mean" else mean * len(points)


def half_up(value: Fraction | float) -> int:
    """Round a half up, as people do by hand (a rule of this project for prorated values)."""
    return floor(value + Fraction(1, 2))


def tidy(value: float) -> float:
    """Write a whole value as an int: 12, not 12.0."""
    return int(value) if value == int(value) else value


def raised_flags(instrument: Instrument, answers: Answers) -> tuple[RaisedFlag, ...]:
    """Return the flags raised by the answers given so far, however unfinished or low the rest is.

    Only the items a flag watches are read, so a wrong answer elsewhere cannot hide one.
    """
    raised = []
    for flag in instrument.flags:
        points = flag_points(instrument, flag, answers)
        tier = None if points is None else flag.tier(points)
        if points is not None and tier is not None:
            raised.append(RaisedFlag(flag.code, flag.title, points, tier))
    return tuple(raised)


def unseen_flags(instrument: Instrument, answers: Answers) -> tuple[Flag, ...]:
    """Return the flags nothing can be said about, as their answer is missing. Missing is not "no"."""
    return tuple(flag for flag in instrument.flags if flag_points(instrument, flag, answers) is None)


def flag_points(instrument: Instrument, flag: Flag, answers: Answers) -> float | None:
    """Return the points a flag looks at: of its item, or all points its scale has so far."""
    if flag.item is not None:
        return item_points(instrument, flag.item, answers)
    scale = instrument.scale(flag.scale or "")
    if scale.recorded:
        return answers.get(scale.code)
    if scale.method != "sum":
        return score_scale(instrument, scale, answers).value
    known = [p for p in (item_points(instrument, code, answers) for code in scale.items) if p is not None]
    return tidy(sum(known) * scale.multiplier) if known else None


def claimed_total_differs(instrument: Instrument, answers: Answers, claimed: float) -> bool:
    """Whether a total that came with the answers is not what they add up to; never trust the claimed one."""
    return score(instrument, answers).value != claimed
