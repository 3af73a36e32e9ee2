"""Everyone a clinician sees: each client's latest course and how far it has got, in three queries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, Max, Min, Q

from kinweave.core import clock
from kinweave.core.course import Attendance, CourseState, SessionFact
from kinweave.people.models import CareRelationship, Client, Part, User
from kinweave.treatment.models import Course, LifeEvent, Moment, Session
from kinweave.treatment.queries import course as courses
from kinweave.vault import keys


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
    clients = _clients(user)
    latest = _latest_courses(clients)
    keys.open_for(list(clients))
    counts = _counts(latest.values(), ZoneInfo(user.service.time_zone))
    cases = [_case(*clients[key], course, counts.get(course.id, {})) for key, course in latest.items()]
    return sorted(cases, key=lambda case: case.client.name.casefold())


def _clients(user: User) -> dict[UUID, tuple[Client, bool]]:
    if not user.is_clinical:
        return {}
    care = CareRelationship.objects.current().filter(staff=user, client__service_id=user.service_id)
    found: dict[UUID, tuple[Client, bool]] = {}
    for one in care.select_related("client"):
        mine = one.part == Part.THERAPIST or found.get(one.client_id, (None, False))[1]
        found[one.client_id] = (one.client, mine)
    return found


def _latest_courses(clients: dict[UUID, tuple[Client, bool]]) -> dict[UUID, Course]:
    rows = Course.objects.filter(client__in=list(clients)).order_by("created_at").defer("end_reason")
    return {row.client_id: row for row in rows}


def _counts(rows: Iterable[Course], zone: ZoneInfo) -> dict[UUID, dict[str, Any]]:
    midnight = datetime.combine(clock.today(zone), time.min, tzinfo=zone)
    held, planned = Q(attendance=Attendance.ATTENDED), Q(attendance=Attendance.PLANNED)
    past = planned & Q(starts_at__lt=midnight)
    found = (
        Session.objects.filter(course__in=[row.id for row in rows])
        .values("course_id")
        .annotate(
            held=Count("pk", filter=held & Q(maintenance=False)),
            unsigned=Count("pk", filter=held & Q(signed_at=None)),
            unrecorded=Count("pk", filter=past),
            next_at=Min("starts_at", filter=planned & ~past),
            last_at=Max("starts_at", filter=held),
        )
        .order_by()
    )
    return {row["course_id"]: row for row in found}


HELD = SessionFact(id="", on=date.min, attendance=Attendance.ATTENDED, signed=True)


def _case(client: Client, mine: bool, course: Course, counts: dict[str, Any]) -> Case:
    course.client = client
    state = replace(courses.state(course, []), sessions=(HELD,) * counts.get("held", 0))
    return Case(
        client=client, course=course, mine=mine, state=state, next_at=counts.get("next_at"),
        last_at=counts.get("last_at"), unsigned=counts.get("unsigned", 0), unrecorded=counts.get("unrecorded", 0),
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
    events = LifeEvent.objects.filter(client__in=last, archived_at=None, on__gte=earliest.date()).order_by("on")
    moments = Moment.objects.filter(client__in=last, archived_at=None, created_at__gt=earliest)
    titles: dict[UUID, list[str]] = {}
    for row in events.only("id", "client_id", "on", "title"):
        if row.on > last[row.client_id].date():
            titles.setdefault(row.client_id, []).append(row.title)
    counts = Counter(
        client for client, at in moments.values_list("client_id", "created_at") if at > last[client]
    )
    return {key: Since(tuple(titles.get(key, ())), counts[key]) for key in last}
