"""What is worked on beside the talk: worksheets, steps between sessions, and the daily rhythm log."""

from kinweave.worksheets.models.entries import EntryVersion, Kept, Standing, WorksheetEntry
from kinweave.worksheets.models.rhythm import RhythmDay, RhythmDayVersion, RhythmDiary
from kinweave.worksheets.models.steps import Step, StepState

__all__ = [
    "EntryVersion",
    "Kept",
    "RhythmDay",
    "RhythmDayVersion",
    "RhythmDiary",
    "Standing",
    "Step",
    "StepState",
    "WorksheetEntry",
]
