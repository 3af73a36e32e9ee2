"""What is worked on beside the talk: worksheets, and steps between sessions."""

from kinweave.worksheets.models.entries import EntryVersion, Kept, Standing, WorksheetEntry
from kinweave.worksheets.models.steps import Step, StepState

__all__ = ["EntryVersion", "Kept", "Standing", "Step", "StepState", "WorksheetEntry"]
