"""An invented instrument that uses every feature of the model, and a way to change one thing in it."""

import copy
from typing import Any

from kinweave.core.instruments import Instrument

GATED = {"items": ["gate"], "sum_at_least": 1}
DRINKS = ((1, "none", 0), (2, "1 or 2", 0), (3, "more", 4))
STATED = {"status": "P", "source": "invented for tests"}

LOW_AND_HIGH = [{"at_least": 0, "label": "low"}, {"above": 2, "label": "high"}]


def tiers(*named: tuple[int, str]) -> dict[str, Any]:
    """The tiers of a flag: from these points on, answered within this time."""
    return {"tiers": [{"at_least": at_least, "tier": tier} | STATED for at_least, tier in named]}


GARDEN: dict[str, Any] = {
    "code": "garden",
    "version": "1",
    "title": "Garden scale",
    "licence": "free",
    "licence_status": "P",
    "citation": "invented for tests",
    "completed_by": "clinician",
    "recall": "past week",
    "options": {
        "yes-no": [{"value": 0, "text": "No"}, {"value": 1, "text": "Yes"}],
        "rating": [{"value": n, "text": str(n)} for n in range(5)],
        "severity": [{"value": 0, "text": "Not assessed", "counts_as_missing": True}]
        + [{"value": n, "text": str(n)} for n in range(1, 4)],
        "drinks": [{"value": n, "text": text, "points": points} for n, text, points in DRINKS],
    },
    "items": [
        {"code": "gate", "text": "Have you a garden?", "options": "yes-no", "scored": False},
        {"code": "weeds", "text": "Weeds", "options": "rating", "ask_when": GATED},
        {"code": "roses", "text": "Roses", "options": "rating", "reversed": True},
        {"code": "slugs", "text": "Slugs", "options": "severity"},
        {"code": "water", "text": "Water", "options": "drinks"},
    ],
    "scales": [
        {"code": "trouble", "items": ["roses", "slugs", "water"], "minimum": 1, "maximum": 11}
        | {"prorated": {"max_missing": 1} | STATED},
        {"code": "percent", "items": ["roses", "water"], "multiplier": 12.5, "minimum": 0, "maximum": 100},
        {
            "code": "average",
            "items": ["roses", "slugs", "water"],
            "method": "mean",
            "minimum": 0,
            "maximum": 4,
        }
        | {"higher_is_better": True, "prorated": {"max_missing": 1} | STATED}
        | {
            "bands": {
                "framework": "ours",
                "bands": [{"at_least": 0, "label": "low"}, {"above": 2, "label": "high"}],
            }
            | STATED
        }
        | {"cutoffs": [{"framework": "ours", "at_most": 1, "meaning": "bare"} | STATED]}
        | {"reliable_changes": [{"framework": "ours", "points": 1} | STATED]}
        | {"response": {"percent": 50} | STATED, "remission": {"at_least": 3} | STATED},
        {"code": "gated", "items": ["weeds", "water"], "minimum": 0, "maximum": 8},
        {"code": "visits", "method": "recorded", "minimum": 0, "maximum": 30},
    ],
    "flags": [
        {"code": "slugs-everywhere", "title": "Slugs", "item": "slugs"}
        | tiers((2, "next-session"), (3, "now")),
        {"code": "much-trouble", "title": "Trouble", "scale": "trouble"} | tiers((7, "today")),
        {"code": "bare", "title": "Bare", "scale": "average"} | tiers((3, "today")),
        {"code": "many-visits", "title": "Visits", "scale": "visits"} | tiers((20, "today")),
    ],
    "examples": [{"name": "nothing answered", "answers": {}, "incomplete": ["trouble"]}],
}


def garden(**changes: Any) -> Instrument:
    """The garden scale with some of its keys replaced."""
    return Instrument.model_validate(copy.deepcopy(GARDEN) | changes)


def garden_with(path: str, value: Any) -> Instrument:
    """The garden scale with one value inside it set, e.g. ``garden_with("items.1.options", "rating")``."""
    content = copy.deepcopy(GARDEN)
    *way, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    inner: Any = content
    for step in way:
        inner = inner[step]
    inner[last] = value
    return Instrument.model_validate(content)
