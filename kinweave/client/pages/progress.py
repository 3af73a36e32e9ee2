"""The exact context of "My progress"."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.utils.safestring import SafeString


@dataclass(frozen=True)
class Told:
    """One score as the table tells it."""

    when: str
    session: str
    score: str


@dataclass(frozen=True)
class Line:
    """One measure over the course: the picture, what it says, and the table beside it."""

    code: str
    title: str
    about: str
    words: str
    figure: SafeString
    rows: tuple[Told, ...]


@dataclass(frozen=True)
class MoodLine:
    """One mood the client noted."""

    when: str
    value: int
    note: str
    private: bool


@dataclass(frozen=True)
class ProgressPage:
    """How things have moved, in plain words."""

    template: ClassVar[str] = "client/progress.html"
    lines: tuple[Line, ...]
    moods: tuple[MoodLine, ...]
    therapist: str
    rhythm: bool  # a daily rhythm log was begun
