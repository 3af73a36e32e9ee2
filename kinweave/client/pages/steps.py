"""A step a client may try, and how it went."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from django.utils.timezone import localtime

from kinweave.web import here, words
from kinweave.worksheets.queries.steps import lesson_of
from kinweave.worksheets.step_forms import TellStepForm

if TYPE_CHECKING:
    from kinweave.worksheets.models import Step


@dataclass(frozen=True)
class StepPage:
    """One step, and the form to say what became of it."""

    template: ClassVar[str] = "client/step.html"
    step: Step
    agreed: str
    invited: bool
    form: TellStepForm
    over: bool
    lesson: str  # the code of what there is to read; empty for other steps
    what_for: str  # to read, to write on, or to try


def step_page(step: Step, form: TellStepForm) -> StepPage:
    """The page of one of the client's own steps."""
    day = words.day_in_words(localtime(step.created_at).date(), here.today())
    lesson = lesson_of(step)
    over, invited = step.reviewed_in_id is not None, step.mode == "invited"
    what_for = "read" if lesson else "write on" if step.worksheet_id else "try"
    return StepPage(step, day, invited, form, over, lesson.code if lesson else "", what_for)
