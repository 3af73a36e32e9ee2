"""The course of treatment and everything a therapist and a client make in it."""

from kinweave.treatment.models.course import Course, Episode, Mode, Session

__all__ = ["Course", "Episode", "Mode", "Session"]
