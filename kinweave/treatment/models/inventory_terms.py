"""The words of the inventory: what a field may say, and how a person reads it (inventory.json)."""

from __future__ import annotations

from django.db import models


class Relation(models.TextChoices):
    """What somebody is to the client."""

    PARTNER = "partner", "partner"
    EX_PARTNER = "ex_partner", "former partner"
    PARENT = "parent", "parent"
    STEP_PARENT = "step_parent", "step-parent"
    CHILD = "child", "child"
    SIBLING = "sibling", "brother or sister"
    GRANDPARENT = "grandparent", "grandparent"
    EXTENDED = "extended", "wider family"
    FRIEND = "friend", "friend"
    COLLEAGUE = "colleague", "colleague"
    BOSS = "boss", "boss"
    TEACHER = "teacher", "teacher"
    NEIGHBOUR = "neighbour", "neighbour"
    FAITH = "faith_community", "from a faith community"
    PROFESSIONAL = "professional", "professional"
    PET = "pet", "pet"
    DECEASED = "deceased", "someone who has died"
    ONLINE = "online", "known online"
    OTHER = "other", "someone else"


class Living(models.TextChoices):
    """Whether somebody is alive and in reach."""

    ALIVE = "alive", "alive"
    DEAD = "dead", "has died"
    ESTRANGED = "estranged", "out of touch"
    UNKNOWN = "unknown", "not known"


class Place(models.IntegerChoices):
    """The rings of the circle from the inside out; the same words as on the picture."""

    VERY_CLOSE = 1, "very close"
    CLOSE = 2, "close"
    IN_MY_LIFE = 3, "in my life"
    FURTHER_AWAY = 4, "further away"


class TieKind(models.TextChoices):
    """What a tie brings at present."""

    SUPPORT = "support", "support"
    STRAIN = "strain", "strain"
    BOTH = "both", "support and strain"
    UNSAID = "unsaid", "not said yet"


class Frequency(models.TextChoices):
    """How often they are in touch."""

    DAILY = "daily", "every day"
    FEW_A_WEEK = "few_week", "a few times a week"
    WEEKLY = "weekly", "about once a week"
    MONTHLY = "monthly", "about once a month"
    YEARLY = "yearly", "about once a year"
    NONE = "none", "not at all"


class ContactMode(models.TextChoices):
    """How they are in touch."""

    IN_PERSON = "in_person", "in person"
    CALL = "call", "by phone or video"
    TEXT = "text", "by message"
    ONLINE = "online", "online"


class Support(models.TextChoices):
    """Kinds of support."""

    EMOTIONAL = "emotional", "listening and comfort"
    PRACTICAL = "practical", "practical help"
    MONEY = "money", "money"
    INFORMATION = "information", "advice and information"
    COMPANY = "company", "company"
    NONE = "none", "none"


class DisputeStage(models.TextChoices):
    """The stage of a conflict; none when there is none."""

    RENEGOTIATION = "renegotiation", "still being talked over"
    IMPASSE = "impasse", "stuck"
    DISSOLUTION = "dissolution", "coming to an end"
    NONE = "none", "no conflict"


class Direction(models.TextChoices):
    """Which way a relationship changed around the onset."""

    CLOSER = "closer", "we became closer"
    FURTHER = "further", "we grew apart"
    CONFLICT = "conflict", "there was conflict"
    LOSS = "loss", "I lost them"
    ROLE_CHANGE = "role_change", "our roles changed"


class Contactable(models.TextChoices):
    """Whether the service may get in touch with this person."""

    NO = "no", "no"
    EMERGENCY = "emergency_only", "only in an emergency"
    YES = "yes", "yes"


class PartInFocus(models.TextChoices):
    """What part somebody has in the problem area."""

    NONE = "none", "none"
    FOCUS = "focus", "at its centre"
    SUPPORT = "support", "supports the work"
    OBSTACLE = "obstacle", "stands in its way"


class SafetyFlag(models.TextChoices):
    """What a clinician knows about safety with this person; asked for alone."""

    UNKNOWN = "unknown", "not asked yet"
    NONE = "none", "asked, nothing found"
    FEAR = "fear", "fear"
    VIOLENCE = "violence", "violence"
    CONTROL = "control", "control"


class ToldOrGuessed(models.TextChoices):
    """How the client knows what the other expects."""

    TOLD = "told", "they said so"
    GUESSED = "guessed", "I guess so"
