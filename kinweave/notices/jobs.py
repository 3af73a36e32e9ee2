"""Sending what waits in the outbox.

A notice is claimed, and the claim committed, before it is handed to the mail server; so two workers never
send the same one. A worker that dies in between leaves the claim to run out: the notice then goes once
more, because a call for help told twice is better than one not told. Both carry the same Message-ID.
"""

from __future__ import annotations

import logging
import smtplib

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from kinweave.notices import actions
from kinweave.notices.models import Notice
from kinweave.notices.words import KINDS

log = logging.getLogger(__name__)
MOST_AT_ONCE = 100


def send_waiting() -> int:
    """Send what is due, the longest-waiting first, at most a hundred a time. Returns how many were sent."""
    sent = 0
    for _ in range(MOST_AT_ONCE):
        notice = actions.claim_next()
        if notice is None:
            break
        sent += _send(notice)
    return sent


def _send(notice: Notice) -> bool:
    if not notice.to.is_active:
        actions.drop(notice_id=notice.pk)
        return False
    try:
        message(notice).send()
    except (OSError, smtplib.SMTPException) as error:
        log.warning("a notice was not taken by the mail server: %s", type(error).__name__)
        actions.mark_failed(notice=notice)
        return False
    actions.mark_sent(notice_id=notice.pk)
    return True


def message(notice: Notice) -> EmailMessage:
    """The e-mail of a notice."""
    words = KINDS[notice.kind]
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">") or "localhost"
    return EmailMessage(
        words.subject,
        words.body,
        to=[notice.to.email],
        headers={"Message-ID": f"<{notice.pk}@{domain}>"},
        connection=get_connection(timeout=20) if "smtp" in settings.EMAIL_BACKEND else None,
    )
