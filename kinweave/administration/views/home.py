"""The service manager's first page."""

from __future__ import annotations

from django.http import HttpResponse

from kinweave.administration.pages.people import ServicePage, StaffRow
from kinweave.core import clock
from kinweave.jobs.queries import worker_is_late
from kinweave.people import queries
from kinweave.people.access import UserRequest, manager
from kinweave.people.models import Role, Service, User
from kinweave.safety.queries import count_waiting, lines_to_confirm
from kinweave.web.show import show


@manager
def home(request: UserRequest) -> HttpResponse:
    """Staff, invitations that are still open, and what the service has not said yet."""
    counts = queries.clients_by_therapist(request.user)
    page = ServicePage(
        staff=[staff_row(user, counts, request.user) for user in queries.staff_of_service(request.user)],
        invitations=list(queries.open_invitations(request.user)),
        clients=queries.count_clients(request.user),
        unset=_unset(request.user.service),
        waiting=count_waiting(request.user),
        worker_late=worker_is_late(),
    )
    return show(request, page)


def staff_row(user: User, counts: dict[object, int], reader: User) -> StaffRow:
    """One line of the list of staff."""
    roles = ", ".join(Role(role).words for role in user.roles)
    return StaffRow(user=user, roles=roles, clients=counts.get(user.pk, 0), is_you=user.pk == reader.pk)


def _unset(service: Service) -> list[str]:
    """What must be said before clients can rely on the service (S-43)."""
    wanted = [
        (service.telephone, "a telephone number that clients can ring"),
        (service.hours, "when somebody reads what clients send"),
        (service.out_of_hours, "what to do when nobody reads"),
        (service.duty_user_id, "who answers when a therapist is away"),
        (
            not lines_to_confirm(service, clock.today(service.zone)),
            "that somebody rang your country's crisis lines lately and they are right",
        ),
    ]
    return [words for value, words in wanted if not value]
