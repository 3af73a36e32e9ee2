"""The only writers of assignments, answers, responses and mood; one file a noun."""

from kinweave.measures.actions.assignment import ask, ensure_due, heed, save_item, save_items, skip, withdraw
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
    "heed",
    "record_mood",
    "record_past_score",
    "record_response",
    "save_item",
    "save_items",
    "skip",
    "withdraw",
]
