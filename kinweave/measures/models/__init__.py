"""What is asked and when, the answers, and what they came to."""

from kinweave.measures.models.assignment import Assignment, State, Why
from kinweave.measures.models.mood import MoodEntry
from kinweave.measures.models.response import AnsweredBy, FlagRaised, Response, Score

__all__ = ["AnsweredBy", "Assignment", "FlagRaised", "MoodEntry", "Response", "Score", "State", "Why"]
