"""The invented service and the six people who work there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from kinweave.core import clock
from kinweave.people import actions as people
from kinweave.people.models import Role, Service, User

SERVICE = "Wensum Counselling"
PASSWORD = "demonstration"  # noqa: S105 - printed on the terminal; a demonstration serves this machine alone


@dataclass(frozen=True)
class Worker:
    """Somebody who works there."""

    key: str
    name: str
    roles: tuple[Role, ...]
    look_at: str

    @property
    def email(self) -> str:
        return f"{self.key}@kinweave.example"


WORKERS = (
    Worker("miriam", "Miriam Osei", (Role.THERAPIST,), "Today, and Joanna Hale: session 7 of 16"),
    Worker("daniel", "Daniel Reyes", (Role.THERAPIST,), "a second caseload; he cannot open Miriam’s"),
    Worker("farah", "Farah Siddiqui", (Role.TRAINEE,), "a trainee: her notes wait for a countersignature"),
    Worker("adela", "Adela Baptiste", (Role.SUPERVISOR,), "cases she supervises, notes to countersign"),
    Worker("helen", "Helen Marsh", (Role.MANAGER,), "staff, invitations, settings; no records"),
    Worker("owen", "Owen Pritchard", (Role.THERAPIST,), "on duty: alerts that others have not taken"),
)


def is_there() -> bool:
    """Whether this data folder already holds the demonstration."""
    return Service.objects.filter(name=SERVICE).exists()


def open_service(since: datetime) -> tuple[Service, dict[str, User]]:
    """The service and its accounts by key, all with the same password, hashed once."""
    with clock.at(since):
        service = people.create_service(name=SERVICE)
    staff: dict[str, User] = {}
    with clock.at(since + timedelta(hours=1)):
        for worker in WORKERS:
            first = not staff
            user = people.add_staff(
                service=service, email=worker.email, name=worker.name, roles=list(worker.roles),
                password=PASSWORD if first else None,
            )  # fmt: skip
            staff[worker.key] = user
        hashed = staff["miriam"].password
        for user in staff.values():
            User.objects.filter(pk=user.pk).update(password=hashed)
        people.change_service(service=service, by=staff["helen"], values={
            "telephone": "01632 960188", "hours": "Monday to Friday, nine to five",
            "out_of_hours": "Nobody reads at night. Help now, at the foot of every page, is always there.",
            "duty_user": staff["owen"],
        })  # fmt: skip
        people.confirm_crisis_lines(service=service, on=since.date(), by=staff["helen"])
    return service, staff
