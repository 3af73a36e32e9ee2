"""Days where the reader is: an instant is stored in UTC, and which day it falls on depends on who asks (S-36).

What belongs to the course itself is counted in the service's zone instead: `Service.zone` and `clock.day_of`.
"""

from __future__ import annotations

from datetime import date, datetime

from django.utils.timezone import localtime

from kinweave.core import clock


def today() -> date:
    """The present day of the reader of this page."""
    return localtime(clock.now()).date()


def day(at: datetime) -> date:
    """The day of the reader on which `at` (aware) falls."""
    return localtime(at).date()
