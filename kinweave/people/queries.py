"""Reading people. Every function takes the reader first; a stranger gets 404."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import Count, QuerySet
from django.shortcuts import get_object_or_404

from kinweave.core import clock
from kinweave.people.models import (
    CareRelationship,
    Client,
    Consent,
    ContactDetails,
    Invitation,
    Part,
    Role,
    User,
)
from kinweave.web.prepared import Prepared


def client(user: User, client_id: UUID) -> Client:
    """One client whom `user` may see, or 404."""
    return get_object_or_404(Client.objects.visible_to(user).select_related("service"), pk=client_id)


def writable_client(user: User, client_id: UUID) -> Client:
    """One client whose record `user` may write, or 404."""
    return get_object_or_404(Client.objects.writable_by(user).select_related("service"), pk=client_id)


def may_write(user: User, client: Client) -> bool:
    """Whether `user` may write in this client's record, or only read it."""
    return Client.objects.writable_by(user).filter(pk=client.pk).exists()


def may_read(user: User, client: Client) -> bool:
    """Whether `user` may open this client's record."""
    return Client.objects.visible_to(user).filter(pk=client.pk).exists()


def in_care_of(staff: UUID, service: UUID, now: datetime) -> QuerySet[CareRelationship]:
    """The relationships of care of one clinician: whose care they take part in at `now`."""
    return CareRelationship.objects.current(now).filter(staff=staff, client__service=service)


def _current_care(client_id: UUID, now: datetime) -> QuerySet[CareRelationship]:
    return (
        CareRelationship.objects.current(now)
        .filter(client=client_id)
        .select_related("staff")
        .order_by("starts_at")
    )


_care = Prepared(_current_care, UUID, datetime)


def care_of(client: Client) -> list[CareRelationship]:
    """Who takes part in the care of a client the reader was already allowed to see, with their names."""
    current: list[CareRelationship] = _care(client.id, clock.now())
    return current


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


def language_of(client_id: UUID) -> str:
    """The language a client would rather be asked in; English until they or their therapist said otherwise.

    For the software's own use when it asks: it shows nobody anything of the record.
    """
    said = ContactDetails.objects.filter(client=client_id).values_list("language", flat=True).first()
    return said or "en"


def member_of_staff(user: User, user_id: UUID) -> User:
    """One account of staff in the reader's own service, for service managers; else 404."""
    return get_object_or_404(staff_of_service(user), pk=user_id)


def open_invitations(user: User) -> QuerySet[Invitation]:
    """Invitations of the reader's service that were not used yet, for service managers."""
    if not user.has_role(Role.MANAGER):
        return Invitation.objects.none()
    return Invitation.objects.filter(
        service_id=user.service_id, used_at=None, expires_at__gt=clock.now()
    ).order_by("expires_at")


def clients_by_therapist(user: User) -> dict[object, int]:
    """How many clients each therapist of the reader's service treats now; a number, never who."""
    if not user.has_role(Role.MANAGER):
        return {}
    treating = CareRelationship.objects.current().filter(service_id=user.service_id, part=Part.THERAPIST)
    return dict(treating.values_list("staff_id").annotate(count=Count("client", distinct=True)))


def count_clients(user: User) -> int:
    """How many clients the reader's service has, for service managers."""
    return Client.objects.filter(service_id=user.service_id).count() if user.has_role(Role.MANAGER) else 0


def clinicians_of_service(user: User) -> QuerySet[User]:
    """Colleagues who may take part in care, for whoever hands a client over or asks for supervision."""
    return User.objects.filter(service_id=user.service_id, client=None, is_active=True).order_by("name")


def record_of(user: User) -> UUID | None:
    """The id of the record that belongs to this account; None for staff."""
    client = getattr(user, "client", None)
    return client.pk if client is not None else None


def consents(user: User, client: Client) -> QuerySet[Consent]:
    """Every consent the client gave, the newest first, when `user` may see their record."""
    return Consent.objects.visible_to(user).filter(client=client).order_by("-given_at")


def consent(user: User, consent_id: UUID) -> Consent:
    """One consent of a record `user` may write, or 404."""
    rows = Consent.objects.writable_by(user).select_related("client__service", "client__user")
    return get_object_or_404(rows, pk=consent_id)


def care_team(client: Client) -> list[CareRelationship]:
    """Who takes part in this client's care now, therapists first. The reader was already allowed to see it."""
    parts = CareRelationship.objects.current().filter(client=client).select_related("staff")
    return sorted(parts, key=lambda care: (care.part != Part.THERAPIST, care.starts_at))


def past_care(client: Client) -> list[CareRelationship]:
    """Who took part in this client's care before, the latest first."""
    ended = CareRelationship.objects.filter(client=client, ends_at__lte=clock.now())
    return list(ended.select_related("staff").order_by("-ends_at"))


def part_in_care(user: User, client: Client, care_id: UUID) -> CareRelationship:
    """One part in the care of a client whom `user` may see now, or 404."""
    seen = CareRelationship.objects.current().filter(
        client__in=Client.objects.visible_to(user), client=client
    )
    return get_object_or_404(seen.select_related("staff", "client"), pk=care_id)


def may_hand_over(user: User, client: Client) -> bool:
    """A therapist may hand over their own client, a supervisor one they supervise; a trainee alone may not."""
    parts = set(
        CareRelationship.objects.current().filter(client=client, staff=user).values_list("part", flat=True)
    )
    treats = Part.THERAPIST in parts and user.has_role(Role.THERAPIST)
    return treats or (Part.SUPERVISOR in parts and user.has_role(Role.SUPERVISOR))


def colleagues(user: User, *roles: Role) -> list[User]:
    """Clinicians of the reader's service with one of `roles`, without the reader, by name."""
    if not user.is_clinical and not user.has_role(Role.MANAGER):
        return []
    return [each for each in clinicians_of_service(user) if each.pk != user.pk and each.has_role(*roles)]


def sign_ins(user: User) -> list[UserSession]:
    """Where this account is signed in now, the latest first."""
    live = Session.objects.filter(expire_date__gt=clock.now()).values("session_key")
    return list(UserSession.objects.filter(user=user, session_key__in=live).order_by("-created_at"))


def invited_address(client: Client) -> str:
    """The e-mail address a client without an account was invited at last; empty when there was no invitation."""
    last = Invitation.objects.filter(client=client).order_by("-created_at").first()
    return last.email if last else ""
