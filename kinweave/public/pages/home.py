"""The exact contexts of the pages that anyone may read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from kinweave.safety.queries import HelpNow
from kinweave.web.lessons import LessonLine, LessonShown


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
    lessons: tuple[LessonLine, ...]


@dataclass(frozen=True)
class LessonPage:
    """One short page that is for everybody, and what else there is."""

    template: ClassVar[str] = "public/lesson.html"
    shown: LessonShown
    label: str
    help_url: str
    others: tuple[LessonLine, ...]


@dataclass(frozen=True)
class OwnHelpPage:
    """What a member of staff reads where a client finds their own safety plan."""

    template: ClassVar[str] = "public/own_help.html"
    here: str  # the reader's own first page
