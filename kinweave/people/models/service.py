"""A service: the tenant. Every row of every record names one."""

from __future__ import annotations

import uuid
from zoneinfo import ZoneInfo

from django.db import models

from kinweave.people.privacy import Privacy


class Service(models.Model):
    """A clinic, practice or team that offers IPT."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=120)
    country = models.CharField(
        max_length=2, default="GB", help_text="Two letters; decides the crisis lines shown."
    )
    time_zone = models.CharField(max_length=64, default="Europe/London")
    telephone = models.CharField(max_length=40, blank=True)
    hours = models.CharField(max_length=200, blank=True, help_text="When somebody reads what clients send.")
    out_of_hours = models.CharField(max_length=300, blank=True, help_text="What to do when nobody reads.")
    staffed_from = models.TimeField(default="09:00")
    staffed_until = models.TimeField(default="17:00")
    grief_includes_other_losses = models.BooleanField(default=False)
    crisis_lines_confirmed_on = models.DateField(null=True, blank=True)
    crisis_lines_confirmed = models.CharField(
        max_length=64, blank=True, default="", help_text="A mark of the numbers that were rung that day."
    )
    duty_user = models.ForeignKey(
        "people.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    PRIVACY = {
        field: Privacy.STATE
        for field in (
            "name", "country", "time_zone", "telephone", "hours", "out_of_hours", "staffed_from", "staffed_until",
            "grief_includes_other_losses", "crisis_lines_confirmed_on",
            "crisis_lines_confirmed",
        )
    }  # fmt: skip

    def __str__(self) -> str:
        return self.name

    @property
    def zone(self) -> ZoneInfo:
        """Where days of its courses begin and end."""
        return ZoneInfo(self.time_zone)
