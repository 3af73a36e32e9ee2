"""Opening a client's record, and who takes part in the care."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from kinweave.audit import actions as audit
from kinweave.audit.acts import Act
from kinweave.core import clock
from kinweave.people.actions.refused import Refused
from kinweave.people.models import CareRelationship, Client, Part, Role, Service, User
from kinweave.people.models.care import CareQuerySet
from kinweave.vault import actions as vault


@transaction.atomic
def add_client(
    *,
    service: Service,
    code: str,
    name: str,
    pronouns: str = "",
    birth_date: date | None = None,
    by: User | None,
) -> Client:
    """Open a client's record, with a key of its own (S-20)."""
    client = Client(
        service=service,
        code=code,
        name=name,
        pronouns=pronouns,
        birth_date=birth_date,
        created_at=clock.now(),
    )
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
    audit.record(
        Act.CARE_STARTED, by=by, on=care, reason=f"{staff.full_name} as {part}", service_id=client.service_id
    )
    return care


@transaction.atomic
def end_care(*, care: CareRelationship, by: User | None) -> None:
    """End a part in care; it bites on that person's next request (S-07)."""
    care.ends_at = clock.now()
    care.save(update_fields=["ends_at"])
    reason = f"{care.staff.full_name} as {care.part}"
    audit.record(Act.CARE_ENDED, by=by, on=care, reason=reason, service_id=care.service_id)


@transaction.atomic
def ask_supervisor(*, client: Client, supervisor: User, by: User) -> CareRelationship:
    """Let a supervisor of the service read this one record (S-09). Raises Refused for anybody else."""
    if not supervisor.has_role(Role.SUPERVISOR):
        raise Refused(f"{supervisor.full_name} is not a supervisor here.")
    if _parts(client, supervisor).exists():
        raise Refused(f"{supervisor.full_name} already takes part in this care.")
    return start_care(client=client, staff=supervisor, part=Part.SUPERVISOR, by=by)


@transaction.atomic
def end_supervision(*, care: CareRelationship, by: User) -> None:
    """Stop sharing a record with its supervisor. A trainee's supervision is ended by the supervisor."""
    if care.part != Part.SUPERVISOR:
        raise Refused("This is not a supervisor’s part. Hand the client over instead.")
    if by.pk != care.staff_id and not by.has_role(Role.THERAPIST):
        raise Refused("A trainee’s supervision is ended by the supervisor. Please ask them.")
    end_care(care=care, by=by)


@transaction.atomic
def hand_over(*, client: Client, to: User, by: User) -> CareRelationship:
    """Give the therapist's part to a colleague. It ends for whoever has it now, at once.

    A therapist hands over their own clients, a supervisor those they supervise; a trainee asks the
    supervisor. Raises Refused otherwise.
    """
    mine = set(_parts(client, by).values_list("part", flat=True))
    as_therapist = Part.THERAPIST in mine and by.has_role(Role.THERAPIST)
    as_supervisor = Part.SUPERVISOR in mine and by.has_role(Role.SUPERVISOR)
    if not (as_therapist or as_supervisor):
        raise Refused("A trainee does not hand over a client alone. Please ask the supervisor of this case.")
    if not to.has_role(Role.THERAPIST, Role.TRAINEE) or to.service_id != client.service_id:
        raise Refused("Choose a therapist of this service.")
    now_treating = CareRelationship.objects.current().filter(client=client, part=Part.THERAPIST)
    if now_treating.filter(staff=to).exists():
        raise Refused(f"{to.full_name} already treats this client.")
    return _pass_on(client, list(now_treating if as_supervisor else now_treating.filter(staff=by)), to, by)


@transaction.atomic
def pass_on_caseload(*, staff: User, to: User, by: User) -> int:
    """Give everybody a member of staff treats to a colleague, as when they leave. Returns how many.

    For service managers, who never see who these clients are. Raises Refused when the colleague cannot treat.
    """
    if to.pk == staff.pk or not to.has_role(Role.THERAPIST) or to.service_id != staff.service_id:
        raise Refused("Choose another therapist of this service.")
    treating = CareRelationship.objects.current().filter(staff=staff, part=Part.THERAPIST)
    rows = list(treating.select_related("client").order_by("client__code", "id"))
    for care in rows:
        already = _parts(care.client, to).filter(part=Part.THERAPIST).exists()
        if already:
            end_care(care=care, by=by)
        else:
            _pass_on(care.client, [care], to, by)
    return len(rows)


def _pass_on(client: Client, from_: list[CareRelationship], to: User, by: User) -> CareRelationship:
    """The new part begins before the old ones end, so that at no moment nobody has it."""
    begun = start_care(client=client, staff=to, part=Part.THERAPIST, by=by)
    for care in from_:
        end_care(care=care, by=by)
    return begun


def _parts(client: Client, staff: User) -> CareQuerySet:
    return CareRelationship.objects.current().filter(client=client, staff=staff)
