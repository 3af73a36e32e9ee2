"""Invitations: making the link, and opening the account it is for."""

from __future__ import annotations

import hashlib
import secrets

from django.db import transaction

from kinweave.audit import actions as audit
from kinweave.audit.acts import Act
from kinweave.core import clock
from kinweave.people.actions.refused import Refused
from kinweave.people.models import Client, Invitation, Role, Service, User

INVITATION_DAYS = 14


@transaction.atomic
def invite(
    *,
    service: Service,
    email: str,
    roles: list[Role],
    by: User | None,
    client: Client | None = None,
    name: str = "",
) -> tuple[Invitation, str]:
    """Make a link that opens one account once, good for 14 days. Returns it with its secret, which is not kept.

    An earlier link to the same address stops working.
    """
    secret, now = secrets.token_urlsafe(24), clock.now()
    earlier = Invitation.objects.filter(service=service, email=email.strip().lower(), used_at=None)
    earlier.filter(expires_at__gt=now).update(expires_at=now)
    invitation = Invitation.objects.create(
        service=service, client=client, email=email.strip().lower(), name=name, roles=[role.value for role in roles],
        secret_hash=hash_secret(secret), created_at=now, created_by=by, expires_at=clock.later(days=INVITATION_DAYS),
    )  # fmt: skip
    audit.record(Act.CLIENT_INVITED, by=by, on=invitation, service_id=service.id)
    return invitation, secret


def hash_secret(secret: str) -> str:
    """What is kept of an invitation's secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


@transaction.atomic
def accept_invitation(*, invitation: Invitation, password: str) -> User:
    """Open the account an invitation is for. Raises Refused when it was used or has run out."""
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if invitation.used_at or invitation.expires_at <= clock.now():
        raise Refused("This invitation was already used or has run out. Ask the service for a new one.")
    if User.objects.filter(email=invitation.email).exists():
        raise Refused("There is already an account with this address. Sign in, or ask the service for help.")
    if invitation.client is not None and invitation.client.user_id is not None:
        raise Refused("This record has an account already. Sign in, or ask the service for help.")
    user = User(
        service_id=invitation.service_id,
        email=invitation.email,
        name=invitation.name,
        roles=invitation.roles,
        created_at=clock.now(),
    )
    user.set_password(password)
    user.save(force_insert=True)
    if invitation.client is not None:
        invitation.client.user = user
        invitation.client.save(update_fields=["user"])
    invitation.used_at = clock.now()
    invitation.save(update_fields=["used_at"])
    audit.record(Act.INVITATION_USED, by=user, on=invitation)
    return user
