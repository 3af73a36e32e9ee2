"""Clients, and the members of staff who take part in their care."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q

from kinweave.core import clock
from kinweave.people.models.account import Role, User
from kinweave.people.privacy import Privacy
from kinweave.vault.fields import SealedText


class Part(models.TextChoices):
    """The part a member of staff has in a client's care."""

    THERAPIST = "therapist", "therapist"
    SUPERVISOR = "supervisor", "supervisor"


class ClientQuerySet(models.QuerySet["Client"]):
    """Clients, narrowed to those an account may see."""

    def visible_to(self, user: User) -> ClientQuerySet:
        """The client themselves; those whose care `user` takes part in now; nobody else (S-02)."""
        if not user.is_active:
            return self.none()
        return self.filter(_own(user) | (_in_care(user) if user.is_clinical else NOBODY))

    def writable_by(self, user: User) -> ClientQuerySet:
        """The client themselves, and their therapist; a supervisor reads but does not write."""
        if not user.is_active:
            return self.none()
        treats = user.has_role(Role.THERAPIST, Role.TRAINEE)
        return self.filter(_own(user) | (_in_care(user, part=Part.THERAPIST) if treats else NOBODY))


NOBODY = Q(pk__in=[])


def _own(user: User) -> Q:
    return Q(user=user, service=user.service_id) if user.is_client else NOBODY


def _in_care(user: User, **more: str) -> Q:
    """Clients in the care of `user`, in the same service.

    The database begins with the few relationships of one person: asked the other way round (of each
    client of the service, whether it is theirs) every page would cost more the more clients there are.
    """
    care = CareRelationship.objects.current().filter(staff=user, client__service=user.service_id, **more)
    return Q(pk__in=care.values("client"))


class Client(models.Model):
    """A person in care. The record belongs to them."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    service = models.ForeignKey("people.Service", on_delete=models.PROTECT, related_name="clients")
    user = models.OneToOneField(
        "people.User", null=True, blank=True, on_delete=models.PROTECT, related_name="client"
    )
    code = models.CharField(max_length=40, help_text="The service's own number for this person.")
    name = SealedText()
    pronouns = SealedText()
    birth_date = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField()

    objects = ClientQuerySet.as_manager()
    PRIVACY = {
        "code": Privacy.IDENTIFYING, "birth_date": Privacy.IDENTIFYING, "created_at": Privacy.STATE,
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["service", "code"], name="client_code_once")]

    def __str__(self) -> str:
        return self.code

    @property
    def client_id(self) -> uuid.UUID:
        """The vault's name for whose words these are."""
        return self.id


class CareQuerySet(models.QuerySet["CareRelationship"]):
    """Relationships of care, narrowed by time."""

    def current(self, at: datetime | None = None) -> CareQuerySet:
        """Those that hold at `at` (now, unless said)."""
        moment = at or clock.now()
        return self.filter(Q(ends_at=None) | Q(ends_at__gt=moment), starts_at__lte=moment)


class CareRelationship(models.Model):
    """From when until when a member of staff takes part in a client's care."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    service = models.ForeignKey("people.Service", on_delete=models.PROTECT, related_name="+")
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="care")
    staff = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="care")
    part = models.CharField(max_length=20, choices=Part.choices)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)

    objects = CareQuerySet.as_manager()
    PRIVACY = {"part": Privacy.CLINICAL, "starts_at": Privacy.CLINICAL, "ends_at": Privacy.CLINICAL}

    class Meta:
        indexes: ClassVar = [models.Index(fields=["staff", "part", "client"], name="care_by_staff")]

    def __str__(self) -> str:
        return f"{self.staff_id} as {self.part} of {self.client_id}"
