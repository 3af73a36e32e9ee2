"""The course of treatment and everything a therapist and a client make in it."""

from kinweave.treatment.models.course import Course, Episode, Mode, Session
from kinweave.treatment.models.notes import (
    Amendment,
    Disposition,
    NoteDraft,
    Parked,
    SessionNote,
    SignedNoteError,
    StepMode,
)

__all__ = [
    "Amendment",
    "Course",
    "Disposition",
    "Episode",
    "Mode",
    "NoteDraft",
    "Parked",
    "Session",
    "SessionNote",
    "SignedNoteError",
    "StepMode",
]
