"""Kinweave: Interpersonal Psychotherapy, delivered end to end."""

__version__ = "0.1.0"
