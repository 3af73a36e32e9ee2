"""Reading the suitability review, the rules it meets, and what was decided."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from kinweave.core.protocols import Routing, may_start, routes
from kinweave.treatment.models import Course, Screen, Severity, SuitabilityDecision, SuitabilityReview
from kinweave.treatment.queries import course as courses
from kinweave.treatment.suitability import screens

UNCHECKED = "Expert knowledge, not yet checked against a source."
ACTIONS = {
    "urgent_care": "Care at once, before anything else",
    "do_not_start": "This course does not start now",
    "do_not_start_alone": "This course does not start on its own",
    "tell_and_offer": "Tell the client, and offer it",
}
"""What a rule of the protocol asks for, in words for staff."""


def review_of(course: Course) -> SuitabilityReview | None:
    """The review of a course, if one has been begun."""
    return SuitabilityReview.objects.filter(course=course).first()


def decisions(course: Course) -> QuerySet[SuitabilityDecision]:
    """Every decision, the newest first. The newest one holds."""
    return SuitabilityDecision.objects.filter(course=course).select_related("created_by").order_by("-number")


def latest_decision(course: Course) -> SuitabilityDecision | None:
    """The decision that holds."""
    return decisions(course).first()


@dataclass(frozen=True)
class StopRule:
    """One rule of the protocol with what met it: shown with its source, decided by people."""

    finding: str
    title: str
    asks: str  # what it asks for, in words
    to: str
    reason: str
    source: str  # where the rule comes from, or that nobody has checked it yet
    stops: bool
    urgent: bool
    lifted_by: tuple[str, ...] = ()  # codes of records that make a start possible after all

    def as_json(self) -> dict[str, Any]:
        """As it is kept with a decision."""
        return {"finding": self.finding, "title": self.title, "asks": self.asks, "to": self.to,
                "reason": self.reason, "source": self.source, "stops": self.stops}  # fmt: skip


@dataclass(frozen=True)
class Weighed:
    """A review laid beside the protocol's rules. It decides nothing."""

    rules: tuple[StopRule, ...]  # what applies now, most urgent first
    lifted: tuple[StopRule, ...]  # what would apply, were there no record that lifts it
    may_start: bool
    not_asked: tuple[str, ...]  # titles of screens that nobody has asked yet


def weigh(course: Course, review: SuitabilityReview | None) -> Weighed:
    """The findings of a review beside the routing rules of the course's own protocol. One query at most."""
    protocol = courses.protocol(course)
    findings = list(review.findings) if review else []
    records = [code for code, said in (review.records if review else {}).items() if said.strip()]
    applying = routes(protocol, findings, records)
    all_of_them = routes(protocol, findings)
    return Weighed(
        rules=tuple(_rule(route, protocol.sources) for route in applying),
        lifted=tuple(_rule(route, protocol.sources) for route in all_of_them if route not in applying),
        may_start=may_start(protocol, findings, records),
        not_asked=not_asked(review),
    )


def not_asked(review: SuitabilityReview | None) -> tuple[str, ...]:
    """Titles of the screens of which nobody has said whether there is something."""
    said = review.screens if review else {}
    return tuple(
        screen.title
        for screen in screens()
        if said.get(screen.code, {}).get("state", Screen.NOT_ASKED) == Screen.NOT_ASKED
    )


def _rule(route: Routing, sources: dict[str, str]) -> StopRule:
    return StopRule(
        finding=route.finding,
        title=route.title,
        asks=ACTIONS[route.action],
        to=route.to,
        reason=route.reason,
        source="; ".join(sources[key] for key in route.sources) or UNCHECKED,
        stops=route.action != "tell_and_offer",
        urgent=route.action == "urgent_care",
        lifted_by=route.lifted_by,
    )


def diagnosis_is_settled(review: SuitabilityReview | None) -> bool:
    """True when a diagnosis is recorded, or waived with a reason (the two ways the manuals allow)."""
    if review is None:
        return False
    return bool(review.diagnosis.strip() or (review.diagnosis_waived and review.waiver_reason.strip()))


def severity_in_words(code: str) -> str:
    """How much of a symptom there is, as staff read it; "asked" when nobody said how much."""
    return dict(Severity.choices).get(code, "asked")
