"""Choices that people make in a course, named once for tables, forms and pages."""

from __future__ import annotations

from django.db import models


class Answer(models.TextChoices):
    """The client's answer. A formulation is not complete without one (Markowitz, Phases of treatment)."""

    AGREES = "agrees", "yes, this is it"
    AGREES_WITH_CHANGES = "agrees_with_changes", "yes, with a change"
    NOT_YET = "not_yet", "not yet"
    DISAGREES = "disagrees", "no, this is not it"


class Decision(models.TextChoices):
    """What may be decided; the values are the choices of the protocol's rule."""

    CONTINUE = "continue", "go on as agreed"
    CHANGE_FOCUS = "change_focus", "change the focus"
    ADD_HELP = "add_medication", "add other help, such as medication"
    MORE_OFTEN = "meet_more_often", "meet more often"
    CHANGE_THERAPY = "change_therapy", "change to another treatment"


class StillFits(models.TextChoices):
    """Whether the formulation, read again, still says what this is about."""

    YES = "yes", "it still fits"
    PARTLY = "partly", "part of it fits"
    NO = "no", "it no longer fits"


class SuitabilityChoice(models.TextChoices):
    """What can be decided on a suitability review."""

    START = "start", "start this course"
    WITH_CONDITIONS = "with_conditions", "start, on conditions"
    ELSEWHERE = "elsewhere", "help somewhere else instead"
