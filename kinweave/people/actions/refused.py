"""What an action says when it cannot be done."""

from __future__ import annotations


class Refused(Exception):
    """What was asked cannot be done; the message says why and what to do, in plain words."""
