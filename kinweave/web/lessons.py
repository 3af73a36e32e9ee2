"""A lesson as every portal shows it, and a list of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.safestring import SafeString

from kinweave.core.lessons import Lesson
from kinweave.web.pictures.lesson import lesson_picture
from kinweave.web.words import number_in_words

WORDS_A_MINUTE = 150
"""A slow reader on a bad day (rule of this project; people who are well read about 240 a minute)."""


@dataclass(frozen=True)
class LessonShown:
    """One lesson with its picture drawn."""

    lesson: Lesson
    picture: SafeString
    minutes: str


@dataclass(frozen=True)
class LessonLine:
    """One lesson in a list; ``said`` is what stands beside it, such as that it was sent."""

    code: str
    title: str
    summary: str
    said: str = ""


def lesson_shown(lesson: Lesson) -> LessonShown:
    """The lesson, ready for the template ``web/lesson.html``."""
    minutes = number_in_words(-(-lesson.words // WORDS_A_MINUTE))
    return LessonShown(lesson, lesson_picture(lesson.picture.drawn), f"about {minutes} minutes to read")


def lesson_lines(lessons: Iterable[Lesson], said: dict[str, str] | None = None) -> tuple[LessonLine, ...]:
    """Lessons as lines of a list, in the order given."""
    beside = said or {}
    return tuple(
        LessonLine(each.code, each.title, each.summary, beside.get(each.code, "")) for each in lessons
    )
