"""Reading people. Every function takes the reader first; a stranger gets 404."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from kinweave.people.models import CareRelationship, Client, ContactDetails, Part, Role, User


def client(user: User, client_id: UUID) -> Client:
    """One client whom `user` may see, or 404."""
    return get_object_or_404(Client.objects.visible_to(user).select_related("service"), pk=client_id)


def writable_client(user: User, client_id: UUID) -> Client:
    """One client whose record `user` may write, or 404."""
    return get_object_or_404(Client.objects.writable_by(user).select_related("service"), pk=client_id)


def may_write(user: User, client: Client) -> bool:
    """Whether `user` may write in this client's record, or only read it."""
    return Client.objects.writable_by(user).filter(pk=client.pk).exists()


def therapist_of(client: Client) -> User | None:
    """Who treats the client now; the latest, if there are several."""
    care = (
        CareRelationship.objects.current()
        .filter(client=client, part=Part.THERAPIST)
        .select_related("staff")
        .order_by("-starts_at")
        .first()
    )
    return care.staff if care else None


def staff_of_service(user: User) -> QuerySet[User]:
    """Accounts of staff in the reader's own service, for service managers."""
    if not user.has_role(Role.MANAGER):
        return User.objects.none()
    return User.objects.filter(service_id=user.service_id, client=None).order_by("name")


def contact_details(user: User, client: Client) -> ContactDetails | None:
    """How to reach the client, when `user` may see their record."""
    return ContactDetails.objects.visible_to(user).filter(client=client).first()
