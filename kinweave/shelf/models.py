"""Definitions as they were when first used: a record always shows the words the client answered."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models


class FrozenDefinition(models.Model):
    """One published definition, kept word for word from its first use on. Never changed, never deleted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=30)
    code = models.CharField(max_length=80)
    version = models.CharField(max_length=40)
    sha256 = models.CharField(max_length=64, unique=True)
    content = models.TextField(help_text="The definition as canonical JSON.")
    frozen_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["kind", "code", "version"], name="frozen_by_code")]

    def __str__(self) -> str:
        return f"{self.kind} {self.code} {self.version}"
