"""The exact context of the pages on what was explained and what is put down for now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from kinweave.therapist.pages.course_head import CourseHead
from kinweave.treatment.forms.psychoeducation import PsychoeducationForm
from kinweave.treatment.psychoeducation import Topic

if TYPE_CHECKING:
    from kinweave.treatment.models import Psychoeducation

TAB = "psychoeducation"


@dataclass(frozen=True)
class Written:
    """One version, ready to show."""

    row: Psychoeducation
    topics: tuple[Topic, ...]
    review_is_due: bool


@dataclass(frozen=True)
class PsychoeducationPage:
    """What holds now, and what held before."""

    template: ClassVar[str] = "therapist/psychoeducation.html"
    head: CourseHead
    current: Written | None
    earlier: tuple[Written, ...]
    course_open: bool


@dataclass(frozen=True)
class PsychoeducationWritePage:
    """The next version. `other` is one that came in between."""

    template: ClassVar[str] = "therapist/psychoeducation_write.html"
    head: CourseHead
    form: PsychoeducationForm
    topics: tuple[Topic, ...]
    other: Psychoeducation | None
