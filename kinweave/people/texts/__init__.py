"""Texts that people agree to, by version. What was shown to somebody can be shown again, word for word."""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from kinweave.people.models import Service

FOLDER = Path(__file__).parent
CURRENT = "consent-1"


@dataclass(frozen=True)
class ScopeText:
    """What one consent is about, and what follows when it is taken back."""

    code: str  # a ConsentScope
    title: str
    required: bool
    paragraphs: tuple[str, ...]
    withdrawing: str


@dataclass(frozen=True)
class ConsentText:
    """One version of the text. `stamp` names it together with a fingerprint of its words."""

    code: str
    stamp: str
    checked: bool  # False while nobody with authority has checked it
    title: str
    paragraphs: tuple[str, ...]
    scopes: tuple[ScopeText, ...]

    def scope(self, code: str) -> ScopeText | None:
        return next((scope for scope in self.scopes if scope.code == code), None)


@cache
def _file(code: str) -> tuple[dict[str, Any], str]:
    content = (FOLDER / f"{code}.toml").read_bytes()
    return tomllib.loads(content.decode()), f"{code}:{hashlib.sha256(content).hexdigest()[:12]}"


def consent_text(service: Service, stamp: str = CURRENT) -> ConsentText:
    """The text as clients of `service` read it. `stamp` is a code, or what a consent recorded as its wording.

    Raises KeyError for a version that was never published here.
    """
    code = stamp.partition(":")[0]
    if code not in published():
        raise KeyError(stamp)
    raw, true_stamp = _file(code)
    return ConsentText(
        code=code,
        stamp=true_stamp,
        checked=raw.get("status") is None,
        title=raw["what"]["title"],
        paragraphs=_filled(raw["what"]["paragraphs"], service),
        scopes=tuple(
            ScopeText(
                code=scope["code"],
                title=scope["title"],
                required=scope["required"],
                paragraphs=_filled(scope["paragraphs"], service),
                withdrawing=scope["withdrawing"],
            )
            for scope in raw["scopes"]
        ),
    )


@cache
def published() -> frozenset[str]:
    """The codes of every version."""
    return frozenset(path.stem for path in FOLDER.glob("consent-*.toml"))


def _filled(paragraphs: list[str], service: Service) -> tuple[str, ...]:
    return tuple(
        text.replace("{service}", service.name).replace("{telephone}", service.telephone)
        for text in paragraphs
    )
