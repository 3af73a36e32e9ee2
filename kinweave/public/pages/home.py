"""The exact contexts of the pages that anyone may read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from kinweave.safety.queries import HelpNow


@dataclass(frozen=True)
class HomePage:
    """What IPT is, and whether it may be for me."""

    template: ClassVar[str] = "public/home.html"
    now: HelpNow


@dataclass(frozen=True)
class AboutPage:
    """IPT at more length: how a course goes, beside other therapies, and when another way is better."""

    template: ClassVar[str] = "public/what_is_ipt.html"
    now: HelpNow
