"""The only writers of accounts, clients, care relationships, consent and contact details."""

from __future__ import annotations

import hashlib
import secrets
from datetime import date, datetime

from allauth.mfa.models import Authenticator
from django.db import transaction

from kinweave.audit import actions as audit
from kinweave.audit.acts import Act
from kinweave.core import clock
from kinweave.people.models import (
    CareRelationship,
    Client,
    Consent,
    ConsentScope,
    ContactDetails,
    Invitation,
    Part,
    Role,
    Service,
    User,
)
from kinweave.vault import actions as vault

INVITATION_DAYS = 14


class Refused(Exception):
    """What was asked cannot be done; the message says why and what to do, in plain words."""


@transaction.atomic
def create_service(*, name: str, country: str = "GB", time_zone: str = "Europe/London", by: User | None = None) -> Service:
    """Set up a service (tenant), and the proof of the master key with the first one."""
    vault.hatch_canary()
    service = Service.objects.create(name=name, country=country, time_zone=time_zone)
    audit.record(Act.SERVICE_CREATED, by=by, on=service, service_id=service.id)
    return service


@transaction.atomic
def add_staff(
    *, service: Service, email: str, name: str, roles: list[Role], password: str | None = None, by: User | None = None
) -> User:
    """Open an account for a member of staff. Without a password they come in by invitation."""
    user = User(service=service, email=email.strip().lower(), name=name, roles=[role.value for role in roles], created_at=clock.now())
    user.set_password(password)
    user.save(force_insert=True)
    audit.record(Act.STAFF_ADDED, by=by, on=user, service_id=service.id)
    return user


@transaction.atomic
def add_client(
    *, service: Service, code: str, name: str, pronouns: str = "", birth_date: date | None = None, by: User | None
) -> Client:
    """Open a client's record, with a key of its own (S-20)."""
    client = Client(service=service, code=code, name=name, pronouns=pronouns, birth_date=birth_date, created_at=clock.now())
    vault.create_key(client_id=client.id, service_id=service.id)
    client.save(force_insert=True)
    audit.record(Act.CLIENT_ADDED, by=by, on=client, client_id=client.id, service_id=service.id)
    return client


@transaction.atomic
def start_care(*, client: Client, staff: User, part: Part, by: User | None) -> CareRelationship:
    """Let a member of staff take part in a client's care from now on."""
    if staff.service_id != client.service_id:
        raise Refused("This member of staff works in another service.")
    care = CareRelationship.objects.create(
        service=client.service, client=client, staff=staff, part=part, starts_at=clock.now()
    )
    audit.record(Act.CARE_STARTED, by=by, on=care, reason=f"{staff.full_name} as {part}", service_id=client.service_id)
    return care


@transaction.atomic
def end_care(*, care: CareRelationship, by: User | None) -> None:
    """End a part in care; it bites on that person's next request (S-07)."""
    care.ends_at = clock.now()
    care.save(update_fields=["ends_at"])
    audit.record(Act.CARE_ENDED, by=by, on=care, service_id=care.service_id)


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
    """Make a link that opens one account once, good for 14 days. Returns it with its secret, which is not kept."""
    secret = secrets.token_urlsafe(24)
    invitation = Invitation.objects.create(
        service=service, client=client, email=email.strip().lower(), name=name, roles=[role.value for role in roles],
        secret_hash=hash_secret(secret), created_at=clock.now(), created_by=by, expires_at=clock.later(days=INVITATION_DAYS),
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
    user = User(
        service_id=invitation.service_id, email=invitation.email, name=invitation.name, roles=invitation.roles, created_at=clock.now()
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


@transaction.atomic
def give_consent(*, client: Client, scope: ConsentScope, wording: str, by: User) -> Consent:
    """Record a consent with the version of the words that were shown."""
    now = clock.now()
    consent = Consent.objects.create(
        service_id=client.service_id, client=client, scope=scope, wording=wording, given_at=now, created_at=now, created_by=by
    )
    audit.record(Act.CONSENT_GIVEN, by=by, on=consent, reason=scope)
    return consent


@transaction.atomic
def save_contact_details(*, client: Client, values: dict[str, object], by: User) -> ContactDetails:
    """Record how to reach a client, or confirm it anew. `values` holds the fields of ContactDetails."""
    now: datetime = clock.now()
    details = ContactDetails.objects.filter(client=client).first() or ContactDetails(
        service_id=client.service_id, client=client, created_at=now, created_by=by
    )
    for field, value in values.items():
        setattr(details, field, value)
    details.confirmed_at = now
    details.save()
    audit.record(Act.CONTACT_CHANGED, by=by, on=details)
    return details


@transaction.atomic
def disable_account(*, user: User, by: User | None) -> None:
    """Close an account; its sessions end with their next request (S-07). Raises Refused for the last manager."""
    colleagues = User.objects.filter(service_id=user.service_id, is_active=True).exclude(pk=user.pk)
    if user.has_role(Role.MANAGER) and not any(other.has_role(Role.MANAGER) for other in colleagues):
        raise Refused("This is the service's only manager. Open an account for another manager first.")
    user.is_active = False
    user.save(update_fields=["is_active"])
    audit.record(Act.STAFF_DISABLED, by=by, on=user, service_id=user.service_id)


@transaction.atomic
def reset_second_factor(*, user: User, by: User | None) -> None:
    """Take away passkeys, TOTP and recovery codes; staff must set up a new step at their next sign-in."""
    Authenticator.objects.filter(user=user).delete()
    audit.record(Act.SECOND_FACTOR_RESET, by=by, on=user, service_id=user.service_id)


@transaction.atomic
def change_staff(*, user: User, name: str, roles: list[Role], by: User) -> None:
    """Change how a member of staff is called and what they may do. Raises Refused when no manager would be left."""
    colleagues = User.objects.filter(service_id=user.service_id, is_active=True).exclude(pk=user.pk)
    if Role.MANAGER not in roles and user.has_role(Role.MANAGER) and not any(other.has_role(Role.MANAGER) for other in colleagues):
        raise Refused("A service needs a manager. Make somebody else a manager first.")
    user.name, user.roles = name, [role.value for role in roles]
    user.save(update_fields=["name", "roles"])
    audit.record(Act.STAFF_CHANGED, by=by, on=user, reason=", ".join(user.roles))


@transaction.atomic
def change_service(*, service: Service, values: dict[str, object], by: User) -> None:
    """Set what a service says of itself. `values` holds fields of Service."""
    for field, value in values.items():
        setattr(service, field, value)
    service.save(update_fields=list(values))
    audit.record(Act.SERVICE_CHANGED, by=by, on=service, service_id=service.id, reason=", ".join(sorted(values)))
