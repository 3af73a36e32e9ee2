"""Accounts of staff: opening, changing, closing."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.db import transaction

from kinweave.audit import actions as audit
from kinweave.audit.acts import Act
from kinweave.core import clock
from kinweave.people.actions.refused import Refused
from kinweave.people.models import Role, Service, User


@transaction.atomic
def add_staff(
    *,
    service: Service,
    email: str,
    name: str,
    roles: list[Role],
    password: str | None = None,
    by: User | None = None,
) -> User:
    """Open an account for a member of staff. Without a password they come in by invitation."""
    user = User(
        service=service,
        email=email.strip().lower(),
        name=name,
        roles=[role.value for role in roles],
        created_at=clock.now(),
    )
    user.set_password(password)
    user.save(force_insert=True)
    audit.record(Act.STAFF_ADDED, by=by, on=user, service_id=service.id)
    return user


@transaction.atomic
def change_staff(*, user: User, name: str, roles: list[Role], by: User) -> None:
    """Change how a member of staff is called and what they may do. Raises Refused when no manager would be left."""
    colleagues = User.objects.filter(service_id=user.service_id, is_active=True).exclude(pk=user.pk)
    if (
        Role.MANAGER not in roles
        and user.has_role(Role.MANAGER)
        and not any(other.has_role(Role.MANAGER) for other in colleagues)
    ):
        raise Refused("A service needs a manager. Make somebody else a manager first.")
    user.name, user.roles = name, [role.value for role in roles]
    user.save(update_fields=["name", "roles"])
    audit.record(Act.STAFF_CHANGED, by=by, on=user, reason=", ".join(user.roles))


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
