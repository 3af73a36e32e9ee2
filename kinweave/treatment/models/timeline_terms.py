"""The words of the timeline: what a field may say, and how a person reads it (inventory.json)."""

from __future__ import annotations

from django.db import models


class Precision(models.TextChoices):
    """How exactly a date is known."""

    DAY = "day", "to the day"
    MONTH = "month", "to the month"
    YEAR = "year", "to the year"


class EventKind(models.TextChoices):
    """What sort of event it was."""

    LOSS = "loss", "a loss"
    DISPUTE = "dispute", "a conflict"
    CHANGE = "change", "a change"
    ILLNESS = "illness", "an illness"
    MOVE = "move", "a move"
    BIRTH = "birth", "a birth"
    WORK = "work", "work or study"
    MONEY = "money", "money"
    LEGAL = "legal", "the law"
    TRAUMA = "trauma", "something frightening"
    POSITIVE = "positive", "something good"


class Strand(models.TextChoices):
    """Which strand of the timeline a stretch of symptoms is on."""

    MOOD = "mood", "mood"
    RHYTHM = "rhythm", "eating, sleep or daily rhythm"
    OTHER = "other", "something else"


class Confidence(models.TextChoices):
    """How sure the date of the onset is."""

    SURE = "sure", "sure"
    FAIRLY = "fairly", "fairly sure"
    GUESS = "guess", "a guess"


class Helped(models.TextChoices):
    """Whether a treatment helped."""

    A_LOT = "a_lot", "helped a lot"
    SOME = "some", "helped a little"
    NOT = "not", "did not help"
    WORSE = "worse", "made it worse"
    UNSURE = "unsure", "hard to say"


class Standing(models.TextChoices):
    """What became of a moment in the sessions."""

    NOTED = "noted", "written down"
    TAKEN = "taken", "talked about in a session"
    PARKED = "parked", "kept for later"
