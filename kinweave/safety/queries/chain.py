"""Who answers for a client: therapist, supervisor, duty clinician, manager. Loaded for many clients at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from kinweave.core import clock
from kinweave.people.models import CareRelationship, Part, Role, Service, User
from kinweave.safety.tiers import Person
from kinweave.web.prepared import Prepared

AFTER: dict[Person, tuple[Person, ...]] = {
    "therapist": ("therapist", "duty", "supervisor", "manager"),
    "duty": ("duty", "supervisor", "manager"),
    "supervisor": ("supervisor", "duty", "manager"),
    "manager": ("manager", "duty", "supervisor"),
}
"""Who stands in, in order, when a part has nobody."""

Named = tuple[Person, User]


def _of_all(client_ids: Iterable[UUID], at: datetime) -> QuerySet[CareRelationship]:
    current = CareRelationship.objects.current(at).filter(client_id__in=client_ids)
    return current.filter(staff__is_active=True).select_related("staff").order_by("-starts_at")


def _one(client_id: UUID, at: datetime) -> QuerySet[CareRelationship]:
    return _of_all([client_id], at)


_of_one = Prepared(_one, UUID, datetime)


class Chains:
    """The people of many clients in one service: three queries at most, however many clients."""

    def __init__(self, service: Service, client_ids: Iterable[UUID]) -> None:
        self.service = service
        self._care: dict[tuple[UUID, str], list[User]] = {}
        self._managers: list[User] | None = None
        wanted = set(client_ids)
        for care in _of_one(*wanted, clock.now()) if len(wanted) == 1 else _of_all(wanted, clock.now()):
            self._care.setdefault((care.client_id, care.part), []).append(care.staff)

    def people(self, client_id: UUID, person: Person) -> Sequence[User]:
        """Everybody who has that part for that client now, open accounts only."""
        match person:
            case "duty":
                duty = self.service.duty_user
                return [duty] if duty is not None and duty.is_active else []
            case "manager":
                return self._all_managers()
            case "therapist":
                return self._care.get((client_id, Part.THERAPIST), [])
            case "supervisor":
                return self._care.get((client_id, Part.SUPERVISOR), [])

    def owner(self, client_id: UUID) -> User | None:
        """Who answers an alert of that client: the therapist, else whoever stands in (S-43)."""
        named = self.first(client_id, "therapist")
        return named[1] if named else None

    def first(self, client_id: UUID, person: Person, told: Iterable[UUID] = ()) -> Named | None:
        """The first who has that part or stands in for it and was not told yet; None when nobody is left."""
        known = set(told)
        for part in AFTER[person]:
            for user in self.people(client_id, part):
                if user.id not in known:
                    return part, user
        return None

    def _all_managers(self) -> list[User]:
        if self._managers is None:
            staff = User.objects.filter(service=self.service, is_active=True).exclude(
                roles=[Role.CLIENT.value]
            )
            self._managers = [user for user in staff.order_by("name", "email") if user.has_role(Role.MANAGER)]
        return self._managers
