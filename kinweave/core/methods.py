"""Named ways to turn the points of a scale's items into one value.

A method receives the points in the order of ``Scale.items``, ``None`` where an answer is missing, and returns
the value, or ``None`` when the answers do not allow one. Methods know nothing of instruments, so each is
tested alone.
"""

from collections.abc import Callable, Sequence

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


METHODS: dict[str, Method] = {
    "sum": total,
    "mean": mean,
    "phq-9-syndrome": phq_9_syndrome,
}
"""Methods a definition may name; ``recorded`` (a total made elsewhere) needs no function."""

RECORDED = "recorded"
