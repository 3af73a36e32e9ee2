"""The base of every row that belongs to a client's record."""

from __future__ import annotations

import uuid
from typing import Generic, Self, TypeVar

from django.db import models

from kinweave.people.models.account import User
from kinweave.people.models.care import Client

Row = TypeVar("Row", bound=models.Model, covariant=True)


class ClientRecordQuerySet(models.QuerySet[Row], Generic[Row]):
    """Rows of records, narrowed to those an account may see or write."""

    def visible_to(self, user: User) -> Self:
        """Rows of clients whom `user` may see now."""
        return self.filter(client__in=Client.objects.visible_to(user))

    def writable_by(self, user: User) -> Self:
        """Rows of clients whose record `user` may write now."""
        return self.filter(client__in=Client.objects.writable_by(user))


class ClientRecord(models.Model):
    """A row of a client's record: whose, in which service, made when and by whom."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    service = models.ForeignKey("people.Service", on_delete=models.PROTECT, related_name="+")
    client = models.ForeignKey("people.Client", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    created_by = models.ForeignKey("people.User", null=True, on_delete=models.PROTECT, related_name="+")

    objects = ClientRecordQuerySet.as_manager()

    class Meta:
        abstract = True
