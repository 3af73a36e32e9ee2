"""How tests bring Joanna's course to an agreed formulation and a signed agreement."""

from __future__ import annotations

from datetime import date, time
from typing import Any

from kinweave.core.course import Stage
from kinweave.treatment.actions import agreement as agreements
from kinweave.treatment.actions import formulation as formulations
from kinweave.treatment.models import Agreement, Answer, Course, Formulation
from tests.cast import Cast

WORDS: dict[str, Any] = {
    "areas": ["role-transition"],
    "subtypes": {"role-transition": "home"},
    "why_these_areas": "The move lies a month before the onset.",
    "statement": "The low mood began when you moved away. It is an illness, and it is also a great loss.",
    "one_line": "I have been living here as if I were only visiting.",
    "illness_sentence": "This is depression. It can be treated.",
}
GOALS = [
    {"text": "To have one person here I can ring", "measure": "I rang somebody", "start": 1},
    {"text": "To hang the pictures", "measure": "They hang", "start": None},
]
TERMS: dict[str, Any] = {
    "sessions": 12,
    "starts_on": date(2026, 11, 20),
    "starts_at": time(10),
    "goals": GOALS,
    "between_session_contact": "Not for emergencies.",
    "missed_session_rule": "It is not used up.",
    "nonresponse_plan": "We decide together.",
    "confidentiality_explained": True,
}


def started(cast: Cast) -> Course:
    """Joanna's course after its suitability review."""
    course = cast.course
    course.stage = Stage.STARTED
    course.save(update_fields=["stage"])
    return course


def written(cast: Cast, *, reason: str = "", **words: Any) -> Formulation:
    """A version that is written and not yet shown."""
    row = formulations.start_version(course=cast.course, by=cast.miriam, reason=reason)
    return formulations.write(formulation=row, values=WORDS | words, seen=row.version, by=cast.miriam)


def shared(cast: Cast, *, reason: str = "", **words: Any) -> Formulation:
    """A version that waits for Joanna's answer."""
    row = written(cast, reason=reason, **words)
    return formulations.share(formulation=row, seen=row.version, by=cast.miriam)


def agreed(cast: Cast, *, reason: str = "", **words: Any) -> Formulation:
    """A version that Joanna has agreed to."""
    row = shared(cast, reason=reason, **words)
    return formulations.answer(formulation=row, seen=row.version, response=Answer.AGREES, by=cast.joanna_user)


def drafted(cast: Cast, *, reason: str = "", **terms: Any) -> Agreement:
    """An agreement that nobody has signed."""
    return agreements.start_version(course=cast.course, by=cast.miriam, reason=reason, values=TERMS | terms)


def signed(cast: Cast, *, reason: str = "", **terms: Any) -> Agreement:
    """An agreement that both have signed, each on their own account."""
    row = drafted(cast, reason=reason, **terms)
    row = agreements.sign(agreement=row, seen=row.version, by=cast.miriam)
    return agreements.sign(agreement=row, seen=row.version, by=cast.joanna_user)


def under_way(cast: Cast) -> Course:
    """Joanna's course with its formulation agreed and its agreement signed."""
    started(cast)
    agreed(cast)
    signed(cast)
    cast.course.refresh_from_db()
    return cast.course
