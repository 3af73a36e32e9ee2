"""Reviews of a course, and the rule that asks for a second look."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from kinweave.core.protocols import Rule
from kinweave.treatment.models import Course, Review
from kinweave.treatment.queries import course as courses

RULE = "mid_review"
UNCHECKED = "Expert knowledge, not yet checked against a source."


def reviews(course: Course) -> QuerySet[Review]:
    """Every review held, the newest first."""
    return Review.objects.filter(course=course).select_related("formulation").order_by("-created_at")


@dataclass(frozen=True)
class SecondLook:
    """The protocol's rule laid beside its inputs. It decides nothing; `applies` is None without scores."""

    rule: Rule
    source: str  # in words: where the rule comes from, or that nobody has checked it yet
    first: float | None
    latest: float | None
    share: float | None  # points fallen since the start as a share of the first score; below 0 when risen
    applies: bool | None


def second_look(course: Course, first: float | None, latest: float | None) -> SecondLook | None:
    """The rule on too little change with these two scores of the main scale (a fall is for the better).

    None when the course's protocol has no such rule. It applies when the fall is smaller than the upper of
    the rule's two thresholds, or the score has risen.
    """
    protocol = courses.protocol(course)
    rule = protocol.rule(RULE)
    if rule is None:
        return None
    source = "; ".join(protocol.sources[key] for key in rule.sources) or UNCHECKED
    if first is None or latest is None or first <= 0:
        return SecondLook(rule, source, first, latest, None, None)
    share = (first - latest) / first
    applies = share < rule.thresholds["little_change_fraction_high"]
    return SecondLook(rule, source, first, latest, share, applies)
