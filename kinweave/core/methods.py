"""Named ways to turn the points of a scale's items into one value.

A method receives the points in the order of ``Scale.items``, ``None`` where an answer is missing, and returns
the value, or ``None`` when the answers do not allow one. Methods know nothing of instruments, so each is
tested alone.
"""

from collections.abc import Callable, Sequence
from fractions import Fraction

Points = Sequence[int | None]
Method = Callable[[Points], float | None]


def total(points: Points) -> float | None:
    """Add the points; any missing answer means no value."""
    known = [p for p in points if p is not None]
    return sum(known) if len(known) == len(points) else None


def mean(points: Points) -> float | None:
    """Average the points; any missing answer means no value."""
    added = total(points)
    return None if added is None else added / len(points)


PHQ_9_SYNDROMES = (0, 1, 2)
"""No syndrome pattern, other depressive syndrome, major depressive syndrome."""


def phq_9_syndrome(points: Points) -> float | None:
    """Read the PHQ-9 by its diagnostic pattern: 0 none, 1 other, 2 major depressive syndrome.

    A symptom counts from "more than half the days" (2), item 9 already from "several days" (1). Major needs
    five or more with item 1 or 2 among them, other needs two to four (Kroenke 2001; AHRQ PHQ-9 sheet). It
    supports a clinician's decision and never makes one: impairment and other causes are not in the answers.
    """
    if any(p is None for p in points):
        return None
    least = [2] * 8 + [1]
    present = [p is not None and p >= need for p, need in zip(points, least, strict=True)]
    if not (present[0] or present[1]):
        return 0
    count = sum(present)
    return 2 if count >= 5 else 1 if count >= 2 else 0


def total_if_gate(points: Points) -> float | None:
    """Add all but the first points where the first, a gate, is above 0; a closed gate gives 0.

    PC-PTSD-5: without exposure to such an event the rest is not asked and the score is 0 (Prins 2016).
    """
    gate, *rest = points
    if gate is None:
        return None
    return total(rest) if gate else 0


def total_from_zero(points: Points) -> float | None:
    """Add points that begin at 1 as if they began at 0: the K10 in its coding of 0 to 40 (ABS 4817.0.55.001)."""
    added = total(points)
    return None if added is None else added - len(points)


def total_but_one(points: Points) -> float | None:
    """Add what is there as long as no more than one answer is missing (De Jong Gierveld, manual of 1999)."""
    known = [p for p in points if p is not None]
    return sum(known) if len(known) >= len(points) - 1 else None


def total_of_highest(*groups: Sequence[int]) -> Method:
    """Make a method that adds the highest answer of each group of places, counted from 0.

    A group counts as missing only when all its answers are; one missing group means no value.
    """

    def method(points: Points) -> float | None:
        known = [[p for place in group if (p := points[place]) is not None] for group in groups]
        return sum(max(group) for group in known) if all(known) else None

    return method


def mean_of_means(*groups: Sequence[int]) -> Method:
    """Make a method that averages the means of groups of places, counted from 0; a place may be in several.

    Any missing answer means no value.
    """

    def method(points: Points) -> float | None:
        known = [p for p in points if p is not None]
        if len(known) < len(points):
            return None
        means = [Fraction(sum(known[place] for place in group), len(group)) for group in groups]
        return float(sum(means) / len(means))

    return method


def pcl_5_clusters(points: Points) -> float | None:
    """Say whether the PCL-5 meets the pattern of DSM-5 clusters: 1 yes, 0 no.

    An item counts from "moderately" (2); needed are 1 of B (1-5), 1 of C (6-7), 2 of D (8-14) and 2 of E
    (15-20) (National Center for PTSD). A total of 33 does not imply it, and 12 points can meet it.
    """
    if total(points) is None:
        return None
    present = [p is not None and p >= 2 for p in points]
    b, c, d, e = (sum(present[start:end]) for start, end in ((0, 5), (5, 7), (7, 14), (14, 20)))
    return int(b >= 1 and c >= 1 and d >= 2 and e >= 2)


def pg_13_r_pattern(points: Points) -> float | None:
    """Say whether the PG-13-R meets its pattern: 1 yes, 0 no.

    The points are: loss, twelve months or more since, ten ratings of 1 to 5, impairment. All three questions
    must be yes and the ratings come to 30 or more (Prigerson 2021).
    """
    added = total(points)
    if added is None:
        return None
    loss, year, *ratings, impairment = (p or 0 for p in points)
    return int(bool(loss and year and impairment) and sum(ratings) >= 30)


def c_ssrs_screen(points: Points) -> float | None:
    """Read the seven answers of the C-SSRS screener in the order it asks; it is not a sum.

    3 intent, plan, or behaviour in the past three months; 2 a method, or behaviour longer ago; 1 a wish to be
    dead or thoughts only; 0 none. Any question that was to be asked and has no answer means no value.
    """
    if total(points) is None:
        return None
    wish, thoughts, method, intent, plan, ever, recent = (bool(p) for p in points)
    if intent or plan or recent:
        return 3
    if method or ever:
        return 2
    return int(wish or thoughts)


METHODS: dict[str, Method] = {
    "sum": total,
    "mean": mean,
    "phq-9-syndrome": phq_9_syndrome,
    "sum-if-gate": total_if_gate,
    "sum-from-zero": total_from_zero,
    "sum-one-missing-allowed": total_but_one,
    "pcl-5-clusters": pcl_5_clusters,
    "pg-13-r-pattern": pg_13_r_pattern,
    "c-ssrs-screen": c_ssrs_screen,
    # Sleep 1-4, sadness 5, appetite and weight 6-9, then 10 to 14, and restlessness or slowness 15-16 (Rush 2003).
    "qids-sr16": total_of_highest(range(4), [4], range(5, 9), [9], [10], [11], [12], [13], [14, 15]),
    # Weight is rated by history or by measurement: items 16a and 16b, the last but one and the one before.
    "ham-d-17": total_of_highest(*([place] for place in range(15)), [15, 16], [17]),
    # Places among items 1-12 and 19-28: restraint, eating, shape and weight concern; item 8 is in two.
    "ede-q-global": mean_of_means(
        range(5), [6, 8, 12, 13, 14], [5, 7, 9, 10, 16, 19, 20, 21], [7, 11, 15, 17, 18]
    ),
}
"""Methods a definition may name; ``recorded`` (a total made elsewhere) needs no function."""

RECORDED = "recorded"
