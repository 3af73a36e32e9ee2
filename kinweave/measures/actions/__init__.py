"""The only writers of assignments, answers, responses and mood; one file a noun."""

from kinweave.measures.actions.assignment import ask, ensure_due, save_item, skip, withdraw
from kinweave.measures.actions.mood import record_mood
from kinweave.measures.actions.response import (
    correct_response,
    enter_response,
    record_past_score,
    record_response,
)

__all__ = [
    "ask",
    "correct_response",
    "ensure_due",
    "enter_response",
    "record_mood",
    "record_past_score",
    "record_response",
    "save_item",
    "skip",
    "withdraw",
]
