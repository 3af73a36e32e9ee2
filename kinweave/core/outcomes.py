"""Change between a first and a last score, in numbers and words: reliable change, recovery, response.

Thresholds come from the definitions, each with the framework that states it and how well it is sourced.
The rules of a pair of measures are those of NHS Talking Therapies; that the other measure of the pair must
not move the opposite way is not verified and says so (``PAIR_RULE_STATUS``).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt

from kinweave.core.definitions import Evidence
from kinweave.core.scales import Cutoff, ReliableChange, Scale
from kinweave.core.scoring import tidy

PAIR_RULE_STATUS: Evidence = "U"
"""Standing of "and the other does not move the other way by its reliable amount" in the pair rules."""


class Change(StrEnum):
    """What can be said of one measure between two scores."""

    IMPROVED = "reliable improvement"
    DETERIORATED = "reliable deterioration"
    UNCHANGED = "no reliable change"


@dataclass(frozen=True, slots=True)
class Pair:
    """First and last score of one scale, None where there is none, and the thresholds that apply."""

    scale: Scale
    first: float | None
    last: float | None
    cutoff: Cutoff | None
    reliable: ReliableChange | None


def pair(scale: Scale, first: float | None, last: float | None, framework: str | None = None) -> Pair:
    """Put two scores of a scale beside the thresholds of a framework (the first stated, if not named)."""
    return Pair(scale, first, last, scale.cutoff(framework), scale.reliable_change(framework))


def improvement(scale: Scale, first: float, last: float) -> float:
    """Return the points of change in the good direction of the scale; worsening is below 0."""
    return tidy(last - first if scale.higher_is_better else first - last)


def reliable_change(measure: Pair) -> Change | None:
    """Return what one measure did; None if a score is absent or no reliable change is published.

    A change of exactly the published points counts.
    """
    if measure.first is None or measure.last is None or measure.reliable is None:
        return None
    better = improvement(measure.scale, measure.first, measure.last)
    if better >= measure.reliable.points:
        return Change.IMPROVED
    return Change.DETERIORATED if -better >= measure.reliable.points else Change.UNCHANGED


@dataclass(frozen=True, slots=True)
class Outcome:
    """The outcome of a course by its measures; None where it cannot be said."""

    case_at_start: bool | None
    recovered: bool | None
    """Only for a case at the start: below every cut-off at the end."""
    improved: bool | None
    deteriorated: bool | None
    reliably_recovered: bool | None

    @property
    def no_reliable_change(self) -> bool | None:
        """Neither reliable improvement nor reliable deterioration, which includes one up and one down."""
        return None if self.improved is None else not (self.improved or self.deteriorated)


def outcome(measures: Sequence[Pair]) -> Outcome:
    """Judge first against last scores of a course's measures (NHS Talking Therapies: PHQ-9 with GAD-7).

    Case at start: at the cut-off on any. Recovery: case at start and below the cut-off on all at the end.
    Improvement: any improves reliably and none deteriorates reliably; deterioration is the mirror image.
    """
    case_at_start = _any_case(measures, [m.first for m in measures])
    case_at_end = _any_case(measures, [m.last for m in measures])
    recovered = None if not case_at_start or case_at_end is None else not case_at_end
    changes = [reliable_change(m) for m in measures]
    if None in changes or not changes:
        return Outcome(case_at_start, recovered, None, None, None)
    improved = Change.IMPROVED in changes and Change.DETERIORATED not in changes
    deteriorated = Change.DETERIORATED in changes and Change.IMPROVED not in changes
    reliably = None if recovered is None else recovered and improved
    return Outcome(case_at_start, recovered, improved, deteriorated, reliably)


def _any_case(measures: Sequence[Pair], values: Sequence[float | None]) -> bool | None:
    scored = zip(measures, values, strict=True)
    known = [m.cutoff.reached(value) for m, value in scored if m.cutoff and value is not None]
    if any(known):
        return True
    return False if known and len(known) == len(measures) else None


def is_response(scale: Scale, baseline: float, current: float) -> bool | None:
    """Whether the score improved by the response share of the first; None without a rule or at 0."""
    if scale.response is None or baseline <= 0:
        return None
    return improvement(scale, baseline, current) * 100 >= scale.response.percent * baseline


def is_remission(scale: Scale, current: float) -> bool | None:
    """Whether the score lies in the scale's remission range; None where no rule is stated."""
    if scale.remission is None:
        return None
    if scale.remission.at_most is not None:
        return current <= scale.remission.at_most
    return scale.remission.at_least is not None and current >= scale.remission.at_least


def change_in_words(measure: Pair) -> str:
    """Say in plain words what changed: "down 6 since the start: more than chance change".

    No praise and no blame; says so when no published threshold exists to judge by.
    """
    if measure.first is None or measure.last is None:
        return "not enough scores yet to compare"
    points, found = tidy(round(measure.last - measure.first, 1)), reliable_change(measure)
    if points == 0:
        moved = "the same as at the start"
    else:
        moved = f"{'up' if points > 0 else 'down'} {abs(points)} since the start"
        if measure.scale.higher_is_better and found in (None, Change.UNCHANGED):
            moved += " (higher is better here)"
    match found:
        case None:
            return moved
        case Change.UNCHANGED:
            return moved if points == 0 else f"{moved}: could be chance change"
        case change:
            sense = "better" if change is Change.IMPROVED else "worse"
            return f"{moved}: more than chance change, for the {sense}"


@dataclass(frozen=True, slots=True)
class JacobsonTruax:
    """What is needed to judge change by Jacobson and Truax (1991), in points of the scale."""

    difference_error: float
    """Standard error of the difference: sqrt(2) times the standard error of measurement."""
    needed: float
    """Points of change that reach the confidence asked for."""

    def index(self, first: float, last: float) -> float:
        """Return the reliable change index (last less first, in standard errors of the difference)."""
        return (last - first) / self.difference_error


CONFIDENCE_95 = 1.96
CONFIDENCE_90 = 1.645


def jacobson_truax(sd: float, reliability: float, confidence: float = CONFIDENCE_95) -> JacobsonTruax:
    """Return the points of change that chance alone seldom makes.

    ``sd`` is the standard deviation before treatment, ``reliability`` lies above 0 and below 1,
    ``confidence`` is the normal quantile: always state it with the number. Raises ValueError otherwise.
    """
    if sd <= 0 or not 0 < reliability < 1:
        raise ValueError("sd must be above 0, and reliability above 0 and below 1")
    difference_error = sd * sqrt(2 * (1 - reliability))
    return JacobsonTruax(difference_error, confidence * difference_error)


def clinical_cutoff_c(mean_clinical: float, sd_clinical: float, mean_well: float, sd_well: float) -> float:
    """Return cut-off c of Jacobson and Truax: the score between the two groups, weighted by their spreads."""
    return (sd_clinical * mean_well + sd_well * mean_clinical) / (sd_clinical + sd_well)
