"""Reading invitations by the secret in their link."""

from __future__ import annotations

from kinweave.core import clock
from kinweave.people.actions import hash_secret
from kinweave.people.models import Invitation


def open_invitation(secret: str) -> Invitation | None:
    """The invitation behind a link, while it can still be used; None for any other link, without saying why."""
    return (
        Invitation.objects.select_related("service", "client")
        .filter(secret_hash=hash_secret(secret), used_at=None, expires_at__gt=clock.now())
        .first()
    )
