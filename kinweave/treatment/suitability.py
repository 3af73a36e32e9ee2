"""What a suitability review goes through: symptoms, screens, and records that may lift a stop. All of it is data."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("suitability.toml")
UNCHECKED = "expert knowledge, not yet checked against a source"


@dataclass(frozen=True)
class Symptom:
    """One thing to ask about. `standing` is its source in words, or that nobody has checked it."""

    code: str
    title: str
    ask: str
    standing: str


@dataclass(frozen=True)
class ScreenTopic:
    """One screen and the findings of a protocol's routing it may bring up. `private`: asked alone, kept apart."""

    code: str
    title: str
    ask: str
    standing: str
    findings: tuple[str, ...] = ()
    private: bool = False


@dataclass(frozen=True)
class AroundOnset:
    """Something that may have been spoken of around the onset: a fact beside a problem area, no verdict."""

    code: str
    title: str
    standing: str


@dataclass(frozen=True)
class LiftingRecord:
    """A record that makes a start possible although a rule stands in the way."""

    code: str
    title: str
    hint: str
    standing: str


@cache
def _content() -> dict[str, Any]:
    content = tomllib.loads(FILE.read_text())
    for kind in ("symptoms", "screens", "records", "around"):
        for part in content[kind]:
            part["standing"] = _standing(part, content["sources"])
    return content


def _standing(part: dict[str, Any], sources: dict[str, str]) -> str:
    """Raises ValueError when a part has no standing, two, or a source that is not listed."""
    named, status = part.pop("sources", []), part.pop("status", "")
    if bool(named) == bool(status) or set(named) - set(sources):
        raise ValueError(f"{FILE.name}: {part['code']} needs either listed sources or a status")
    return UNCHECKED if status else "; ".join(sources[key] for key in named)


@cache
def symptoms() -> tuple[Symptom, ...]:
    """Every symptom of the file, in its order."""
    return tuple(Symptom(**raw) for raw in _content()["symptoms"])


@cache
def screens() -> tuple[ScreenTopic, ...]:
    """Every screen of the file, in its order."""
    return tuple(ScreenTopic(**{**raw, "findings": tuple(raw["findings"])}) for raw in _content()["screens"])


@cache
def lifting_records() -> tuple[LiftingRecord, ...]:
    """Every record that may lift a stop."""
    return tuple(LiftingRecord(**raw) for raw in _content()["records"])


@cache
def around_onset() -> tuple[AroundOnset, ...]:
    """Everything that can be ticked as spoken of around the onset."""
    return tuple(AroundOnset(**raw) for raw in _content()["around"])
