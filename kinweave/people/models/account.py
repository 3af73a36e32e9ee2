"""Accounts: staff and clients sign in with one kind of account; roles say what it may do."""

from __future__ import annotations

import uuid
from enum import StrEnum
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from kinweave.people.privacy import Privacy


class Role(StrEnum):
    """What an account is for. The matrix of roles and capabilities is in docs/reference/roles.md."""

    CLIENT = "client"
    THERAPIST = "therapist"
    TRAINEE = "trainee"
    SUPERVISOR = "supervisor"
    MANAGER = "manager"

    @property
    def words(self) -> str:
        return {Role.MANAGER: "service manager"}.get(self, self.value)


STAFF = frozenset(Role) - {Role.CLIENT}
CLINICAL = frozenset({Role.THERAPIST, Role.TRAINEE, Role.SUPERVISOR})


class UserManager(BaseUserManager["User"]):
    """Looks accounts up by e-mail address, in any case of letters."""

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """An account. A client's own name is not here but sealed in their record."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    service = models.ForeignKey("people.Service", on_delete=models.PROTECT, related_name="accounts")
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120, blank=True, help_text="Staff only.")
    roles = models.JSONField(default=list)
    is_active = models.BooleanField(default=True)
    time_zone = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField()

    objects = UserManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    PRIVACY = {
        "email": Privacy.IDENTIFYING, "name": Privacy.IDENTIFYING, "roles": Privacy.STATE, "is_active": Privacy.STATE,
        "time_zone": Privacy.STATE, "created_at": Privacy.STATE, "password": Privacy.SECRET, "last_login": Privacy.STATE,
    }  # fmt: skip

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        """How others read who did something: a member of staff by name, a client as such."""
        return self.name or ("the client" if self.is_client else self.email)

    def has_role(self, *roles: Role) -> bool:
        """True when the account is open and holds at least one of `roles`."""
        return self.is_active and any(role.value in self.roles for role in roles)

    @property
    def is_client(self) -> bool:
        return self.has_role(Role.CLIENT)

    @property
    def is_staff(self) -> bool:
        return self.has_role(*STAFF)

    @property
    def is_clinical(self) -> bool:
        return self.has_role(*CLINICAL)
