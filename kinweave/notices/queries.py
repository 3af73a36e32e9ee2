"""Reading the outbox: counts only, for whoever runs the service."""

from __future__ import annotations

from django.db.models import QuerySet

from kinweave.notices.models import Notice


def waiting() -> QuerySet[Notice]:
    """Notices that will still be tried."""
    return Notice.objects.filter(next_try_at__isnull=False)


def given_up() -> QuerySet[Notice]:
    """Notices that no mail server would take."""
    return Notice.objects.filter(next_try_at=None, sent_at=None, to__is_active=True)
