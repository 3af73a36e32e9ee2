"""The history of an alert in sentences."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from kinweave.therapist.pages.alerts import StepLine

if TYPE_CHECKING:
    from kinweave.safety.models import AlertStep

_SENTENCES = {
    "raised": "The answer came; {to} answers for it",
    "added": "Another answer came",
    "said": "The client wrote",
    "told": "{to} was told ({part})",
    "escalated": "Nobody had acted in time: passed on to {to} ({part})",
    "acknowledged": "{by} took it",
    "reassigned": "{to} answers for it from now on",
    "snoozed": "{by} put it off, once",
    "contact": "{by}: {contact}",
    "disposition": "{by} wrote down what was decided",
    "closed": "{by} closed it",
}


def lines_of(steps: Iterable[AlertStep]) -> list[StepLine]:
    """Every step as a sentence, in order."""
    return [_line(step) for step in steps]


def _line(step: AlertStep) -> StepLine:
    sentence = _SENTENCES[step.kind].format(
        to=step.to.full_name if step.to else "nobody yet",
        by=step.created_by.full_name if step.created_by else "Kinweave",
        part=step.part or "owner",
        contact=step.get_contact_display(),
    )
    return StepLine(at=step.created_at, words=sentence, note=_sentence(step), own_words=step.kind == "said")


def _sentence(step: AlertStep) -> str:
    """An answer continues the client's name in lists; here it stands alone. Words of people stay as they are."""
    note: str = step.note
    return note[:1].upper() + note[1:] if step.kind in {"raised", "added"} else note
