"""The reading aids of the record, as this service's library has them."""

from __future__ import annotations

from kinweave.core.reading_aids import ReadingAids
from kinweave.shelf.queries import library

UNMET, CONFIDANT, CONTACTS = "unmet-expectation", "confidant", "contacts-a-week"
LOW_MOOD, MOOD_FELL = "low-mood", "mood-fell"


def _aids() -> ReadingAids:
    return library().get(ReadingAids, "record")


def threshold(code: str) -> float:
    """The figure of one aid."""
    return _aids().aid(code).threshold


def contacts_a_week(frequency: str) -> float:
    """How many contacts a week an answer to "how often" stands for; 0 for one it does not name."""
    return _aids().aid(CONTACTS).values.get(frequency, 0.0)


def told(*codes: str) -> str:
    """What these aids pick out, and where they come from, in words for staff."""
    aids = _aids()
    found = [aids.aid(code) for code in codes]
    standings = dict.fromkeys(aids.standing(each) for each in found)
    return " ".join([*(each.sentence for each in found), *standings])
