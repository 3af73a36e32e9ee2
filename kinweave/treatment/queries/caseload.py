"""Everyone a clinician sees: each client's latest course and how far it has got, in three queries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, Max, Min, Q, QuerySet

from kinweave.core import clock
from kinweave.core.course import Attendance, CourseState, SessionFact
from kinweave.people.models import CareRelationship, Client, Part, User
from kinweave.people.queries import in_care_of
from kinweave.treatment.models import Course, LifeEvent, Moment, Session
from kinweave.treatment.queries import course as courses
from kinweave.vault import keys
from kinweave.web import here
from kinweave.web.prepared import Prepared


@dataclass(frozen=True)
class Case:
    """One client of a clinician. `state` knows how many sessions were held, and not which."""

    client: Client
    course: Course
    mine: bool  # False for a supervisor, who reads
    state: CourseState
    next_at: datetime | None
    last_at: datetime | None  # of the last held session
    unsigned: int  # held sessions whose note is not signed
    unrecorded: int  # planned sessions that are past


def caseload(user: User) -> list[Case]:
    """The clients whose care `user` takes part in now, by name. Keys of their names are fetched in one query."""
    if not user.is_clinical:
        return []
    asked = (user.id, user.service_id, clock.now())
    zone = ZoneInfo(user.service.time_zone)
    midnight = datetime.combine(clock.today(zone), time.min, tzinfo=zone)
    clients = _clients(_care(*asked))
    latest: dict[UUID, Course] = {row.client_id: row for row in _courses(*asked)}
    keys.open_for(list(clients))
    counts = {row[0]: _Counts(*row) for row in _counts(*asked, midnight)}
    cases = [
        _case(*clients[key], row, counts.get(row.id, _Counts(row.id)))
        for key, row in latest.items()
        if key in clients
    ]
    return sorted(cases, key=lambda case: case.client.name.casefold())


def _clients(care: Iterable[CareRelationship]) -> dict[UUID, tuple[Client, bool]]:
    found: dict[UUID, tuple[Client, bool]] = {}
    for one in care:
        mine = one.part == Part.THERAPIST or found.get(one.client_id, (None, False))[1]
        found[one.client_id] = (one.client, mine)
    return found


_care = Prepared(lambda *asked: in_care_of(*asked).select_related("client"), UUID, UUID, datetime)


def _rows_of_courses(*asked: Any) -> QuerySet[Course]:
    rows = Course.objects.filter(client__in=in_care_of(*asked).values("client"))
    return rows.order_by("created_at").defer("end_reason")


_courses = Prepared(_rows_of_courses, UUID, UUID, datetime)


class _Counts(NamedTuple):
    course_id: UUID
    held: int = 0
    unsigned: int = 0
    unrecorded: int = 0
    next_at: datetime | None = None
    last_at: datetime | None = None


def _rows_of_counts(staff: UUID, service: UUID, now: datetime, midnight: datetime) -> QuerySet[Any]:
    held, planned = Q(attendance=Attendance.ATTENDED), Q(attendance=Attendance.PLANNED)
    ahead, past = planned & Q(starts_at__gte=midnight), planned & Q(starts_at__lt=midnight)
    return (
        Session.objects.filter(client__in=in_care_of(staff, service, now).values("client"))
        .order_by()
        .values_list("course_id")
        .annotate(
            held=Count("pk", filter=held & Q(maintenance=False)),
            unsigned=Count("pk", filter=held & Q(signed_at=None)),
            unrecorded=Count("pk", filter=past),
            next_at=Min("starts_at", filter=ahead),
            last_at=Max("starts_at", filter=held),
        )
    )


_counts = Prepared(_rows_of_counts, UUID, UUID, datetime, datetime)
HELD = SessionFact(id="", on=date.min, attendance=Attendance.ATTENDED, signed=True)


def _case(client: Client, mine: bool, course: Course, counts: _Counts) -> Case:
    course.client = client
    state = replace(courses.state(course, []), sessions=(HELD,) * counts.held)
    return Case(
        client=client, course=course, mine=mine, state=state, next_at=counts.next_at, last_at=counts.last_at,
        unsigned=counts.unsigned, unrecorded=counts.unrecorded,
    )  # fmt: skip


@dataclass(frozen=True)
class Since:
    """What a client put down since a day: titles of events, and how many moments."""

    events: tuple[str, ...]
    moments: int


def since_last(cases: Iterable[Case]) -> dict[UUID, Since]:
    """What came since each client's last session, by client; two queries, however many clients."""
    last = {case.client.id: case.last_at for case in cases if case.last_at is not None}
    if not last:
        return {}
    earliest = min(last.values())
    events = LifeEvent.objects.filter(client__in=last, archived_at=None, on__gte=here.day(earliest)).order_by(
        "on"
    )
    moments = Moment.objects.filter(client__in=last, archived_at=None, created_at__gt=earliest)
    titles: dict[UUID, list[str]] = {}
    for row in events.only("id", "client_id", "on", "title"):
        if row.on > here.day(last[row.client_id]):
            titles.setdefault(row.client_id, []).append(row.title)
    counts = Counter(
        client for client, at in moments.values_list("client_id", "created_at") if at > last[client]
    )
    return {key: Since(tuple(titles.get(key, ())), counts[key]) for key in last}
