"""An alert: an answer that a person must look at, who answers it, by when, and everything done about it.

Tiers say how soon somebody answers. They never grade a person (S-48).
"""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from kinweave.people.models import Client, ClientRecord, ClientRecordQuerySet, User
from kinweave.people.privacy import Privacy
from kinweave.vault.fields import SealedText


class Tier(models.TextChoices):
    """How soon somebody must answer, the soonest first."""

    NOW = "now", "Now"
    TODAY = "today", "Today"
    NEXT_WORKING_DAY = "next-working-day", "Next working day"
    NEXT_SESSION = "next-session", "Next session"

    def sooner_than(self, other: Tier) -> bool:
        """Whether this tier asks for an answer before the other does."""
        order = list(Tier)
        return order.index(self) < order.index(other)


class Disposition(models.TextChoices):
    """What was decided, once it was talked through or every way to reach the client was tried."""

    CONTINUE = "continue", "Talked through; we go on as planned"
    PLAN = "safety-plan", "Talked through; safety plan made or looked at again"
    MORE_CONTACT = "more-contact", "More contact agreed before the next session"
    PASSED_ON = "passed-on", "Passed on to the supervisor or duty clinician"
    CRISIS_TEAM = "crisis-team", "Crisis team or emergency care involved"
    NOT_REACHED = "not-reached", "Could not be reached; the next steps are written down"
    BY_MISTAKE = "by-mistake", "The client says the answer was a mistake"


class Safe(models.TextChoices):
    """The client's own answer to "Are you safe where you are, right now?"."""

    YES = "yes", "Yes, for now"
    UNSURE = "unsure", "I am not sure"
    NO = "no", "No, I need someone now"


class Contact(models.TextChoices):
    """How an attempt to reach the client went."""

    IN_PERSON = "in-person", "Talked in person"
    CALL = "call", "Talked by telephone or video"
    MESSAGE = "message", "Left a message"
    NO_ANSWER = "no-answer", "No answer"
    OTHERS = "others", "Talked with their emergency contact or doctor"


class Kind(models.TextChoices):
    """What happened with an alert."""

    RAISED = "raised", "raised"
    ADDED = "added", "another answer was added"
    SAID = "said", "the client wrote"
    TOLD = "told", "told"
    ESCALATED = "escalated", "passed on"
    ACKNOWLEDGED = "acknowledged", "taken"
    REASSIGNED = "reassigned", "given to someone else"
    SNOOZED = "snoozed", "put off once"
    CONTACT = "contact", "tried to reach the client"
    DISPOSITION = "disposition", "decided"
    CLOSED = "closed", "closed"


class AlertQuerySet(ClientRecordQuerySet["Alert"]):
    """Alerts, narrowed to those whom they concern."""

    def open(self) -> Self:
        """Those that nobody has closed. Taking an alert does not close it."""
        return self.filter(closed_at=None)

    def undiscussed(self) -> Self:
        """Open ones that have no decision since the last answer."""
        return self.open().filter(Q(decided_at=None) | Q(decided_at__lt=F("last_raised_at")))

    def visible_to(self, user: User) -> Self:
        """Staff in the client's care, the owner, the service's duty clinician, and whoever was told. No client."""
        if not (user.is_active and user.is_clinical):
            return self.none()
        told = AlertStep.objects.filter(alert=OuterRef("pk"), to=user)
        mine = Q(client__in=Client.objects.visible_to(user)) | Q(service__duty_user=user) | Q(Exists(told))
        return self.filter(mine | Q(owner=user), service_id=user.service_id)

    def writable_by(self, user: User) -> Self:
        """Whoever may see an alert may answer it: a supervisor or duty clinician steps in for the therapist."""
        return self.visible_to(user)


class Alert(ClientRecord):
    """One open question about one flag of one client. Further answers add to it; at most one is open a flag."""

    flag_code = models.CharField(max_length=80)
    tier = models.CharField(max_length=20, choices=Tier.choices)
    summary = SealedText(help_text="What was answered, in one sentence.")
    source_type = models.CharField(max_length=60, blank=True)
    source_id = models.CharField(max_length=40, blank=True)
    merged_count = models.PositiveIntegerField(default=0, help_text="Further answers that were added.")
    raised_at = models.DateTimeField()
    last_raised_at = models.DateTimeField()
    owner = models.ForeignKey("people.User", null=True, on_delete=models.PROTECT, related_name="+")
    due_at = models.DateTimeField(help_text="Somebody takes it by then.")
    contact_due_at = models.DateTimeField(
        null=True, blank=True, help_text="Somebody tries to reach the client by then."
    )
    next_step_at = models.DateTimeField(
        null=True, blank=True, help_text="When it is passed on if nobody acts."
    )
    steps_taken = models.PositiveSmallIntegerField(default=0)
    safe = models.CharField(max_length=10, choices=Safe.choices, blank=True)
    whereabouts = SealedText(help_text="Where the client said they are.")
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by = models.ForeignKey("people.User", null=True, on_delete=models.PROTECT, related_name="+")
    snoozed_until = models.DateTimeField(null=True, blank=True)
    disposition = models.CharField(max_length=20, choices=Disposition.choices, blank=True)
    formulation = SealedText(help_text="What is going on, as far as we know.")
    plan = SealedText(help_text="Who does what by when.")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey("people.User", null=True, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey("people.User", null=True, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    objects = AlertQuerySet.as_manager()  # type: ignore[misc]  # narrower than the base's
    PRIVACY = {
        field: Privacy.CLINICAL
        for field in ("flag_code", "tier", "raised_at", "last_raised_at", "safe", "disposition", "decided_at", "closed_at")
    } | {
        field: Privacy.STATE
        for field in (
            "source_type", "source_id", "merged_count", "due_at", "contact_due_at", "next_step_at", "steps_taken",
            "acknowledged_at", "snoozed_until", "version",
        )
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["client", "flag_code"], condition=Q(closed_at=None), name="one_open_alert_a_flag"
            )
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["next_step_at"], condition=Q(next_step_at__isnull=False), name="alert_by_next_step"
            ),
            models.Index(fields=["service", "due_at"], condition=Q(closed_at=None), name="alert_open_by_due"),
            models.Index(fields=["owner"], condition=Q(closed_at=None), name="alert_open_by_owner"),
        ]

    def __str__(self) -> str:
        return f"{self.flag_code}: answer {self.tier}"

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    @property
    def needs_decision(self) -> bool:
        """Whether an answer came that no decision speaks of yet."""
        return self.is_open and (self.decided_at is None or self.decided_at < self.last_raised_at)


class AlertStep(ClientRecord):
    """One thing that happened with an alert: told, passed on, taken, contact tried, decided, closed."""

    alert = models.ForeignKey(Alert, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    to = models.ForeignKey("people.User", null=True, on_delete=models.PROTECT, related_name="+")
    part = models.CharField(
        max_length=20, blank=True, help_text="As what they were told: owner, supervisor ..."
    )
    contact = models.CharField(max_length=20, choices=Contact.choices, blank=True)
    note = SealedText()
    escalation = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Which passing-on this was."
    )

    PRIVACY = {
        "kind": Privacy.CLINICAL, "part": Privacy.STATE, "contact": Privacy.CLINICAL, "escalation": Privacy.STATE,
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["alert", "escalation"], name="each_escalation_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["alert", "created_at"], name="alert_step_by_alert")]

    def __str__(self) -> str:
        return f"{self.kind} at {self.created_at:%Y-%m-%d %H:%M}"
