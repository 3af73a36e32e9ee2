"""The only writers of the outbox. A notice is no act on a record; the act it speaks of is audited where it happens."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from kinweave.core import clock
from kinweave.notices.models import Notice
from kinweave.notices.words import KINDS
from kinweave.people.models import User

MOST_ATTEMPTS = 12  # with the waits below, about two days
LONGEST_WAIT = timedelta(hours=6)
CLAIM_LASTS = timedelta(minutes=10)  # after that its worker is taken to be dead


def write(*, to: User, kind: str, key: str) -> None:
    """Put a message into the outbox, in the transaction of what it speaks of; a second one of the same key is left out."""
    write_all(to={key: to}, kind=kind)


def write_all(*, to: Mapping[str, User], kind: str) -> None:
    """Put one message for each person into the outbox, by its key; else like `write`."""
    if kind not in KINDS:
        raise KeyError(f"There is no notice of kind {kind}. There are: {', '.join(KINDS)}.")
    now = clock.now()
    rows = [
        Notice(service_id=user.service_id, to=user, kind=kind, key=key, created_at=now, next_try_at=now)
        for key, user in to.items()
    ]
    Notice.objects.bulk_create(rows, ignore_conflicts=True)


def claim_next() -> Notice | None:
    """Take the notice that has waited longest, so that no other worker sends it; None when none is due."""
    now = clock.now()
    with transaction.atomic():
        free = Q(claimed_at=None) | Q(claimed_at__lte=now - CLAIM_LASTS)
        waiting = Notice.objects.filter(free, next_try_at__lte=now).order_by("next_try_at")
        notice = waiting.select_for_update(skip_locked=True).first()
        if notice is None:
            return None
        notice.claimed_at = now
        notice.attempts += 1
        notice.save(update_fields=["claimed_at", "attempts"])
    return Notice.objects.select_related("to").get(pk=notice.pk)


def mark_sent(*, notice_id: UUID) -> None:
    """The mail server has taken it."""
    Notice.objects.filter(pk=notice_id).update(sent_at=clock.now(), next_try_at=None, claimed_at=None)


def mark_failed(*, notice: Notice) -> None:
    """The mail server has not taken it: try again after a wait that doubles, and give up in the end."""
    wait = min(timedelta(seconds=30) * 2 ** (notice.attempts - 1), LONGEST_WAIT)
    again = None if notice.attempts >= MOST_ATTEMPTS else clock.now() + wait
    Notice.objects.filter(pk=notice.pk).update(next_try_at=again, claimed_at=None)


def drop(*, notice_id: UUID) -> None:
    """There is nobody to send it to: the account was closed."""
    Notice.objects.filter(pk=notice_id).update(next_try_at=None, claimed_at=None)
