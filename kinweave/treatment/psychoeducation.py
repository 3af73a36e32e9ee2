"""What there is to explain about the illness and the treatment. The topics are data, each with its standing."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("psychoeducation.toml")
UNCHECKED = "expert knowledge, not yet checked against a source"


@dataclass(frozen=True)
class Topic:
    """One thing to explain: for the therapist, and as the client may read it again."""

    code: str
    title: str
    client: str
    standing: str  # its source in words, or that nobody has checked it


@cache
def topics() -> tuple[Topic, ...]:
    """Every topic of the file, in its order. Raises ValueError when one has no standing or a strange source."""
    content = tomllib.loads(FILE.read_text())
    return tuple(_topic(raw, content["sources"]) for raw in content["topics"])


def _topic(raw: dict[str, object], sources: dict[str, str]) -> Topic:
    named = [str(key) for key in raw.get("sources", [])]  # type: ignore[attr-defined]
    status = raw.get("status", "")
    if bool(named) == bool(status) or set(named) - set(sources):
        raise ValueError(f"{FILE.name}: {raw['code']} needs either listed sources or a status")
    standing = UNCHECKED if status else "; ".join(sources[key] for key in named)
    return Topic(str(raw["code"]), str(raw["title"]), str(raw["client"]), standing)


def named(codes: Iterable[str]) -> tuple[Topic, ...]:
    """The topics of these codes, in the order of the file; one that is no longer offered is left out."""
    wanted = set(codes)
    return tuple(topic for topic in topics() if topic.code in wanted)
