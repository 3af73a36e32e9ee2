"""What a therapist may tick about a session. The items are data, each with its source or its standing."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kinweave.core.protocols import PhaseKind

FILE = Path(__file__).with_name("adherence.toml")


@dataclass(frozen=True)
class AdherenceItem:
    """One thing that makes a session recognisable as IPT. `status` is set when no source supports it yet.

    `fidelity` is the code of the library's item that says, from 0 to 4, how it sounds when it is done.
    """

    code: str
    text: str
    phase: str
    fidelity: str = ""
    sources: tuple[str, ...] = ()
    status: str = ""


@cache
def adherence_items() -> tuple[AdherenceItem, ...]:
    """All items of the file, in its order. Raises ValueError when an item has no standing or a strange source."""
    content = tomllib.loads(FILE.read_text())
    items = tuple(
        AdherenceItem(**{**raw, "sources": tuple(raw.get("sources", ()))}) for raw in content["items"]
    )
    for item in items:
        if bool(item.sources) == bool(item.status) or set(item.sources) - set(content["sources"]):
            raise ValueError(f"{FILE.name}: {item.code} needs either listed sources or a status")
    return items


def items_for(kind: PhaseKind) -> tuple[AdherenceItem, ...]:
    """The items that belong to a phase of that kind."""
    return tuple(item for item in adherence_items() if item.phase in {"any", kind.value})


def text_of(code: str) -> str:
    """What an item says, also one that is no longer offered."""
    return next((item.text for item in adherence_items() if item.code == code), code)
