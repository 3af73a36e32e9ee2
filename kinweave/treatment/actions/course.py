"""Opening a course and moving it on."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from kinweave.audit import actions as audit
from kinweave.audit.acts import Act
from kinweave.core import clock
from kinweave.core.protocols import Protocol
from kinweave.people.actions import Refused
from kinweave.people.models import Client, User
from kinweave.shelf import actions as shelf
from kinweave.treatment.models import Course, Episode


def open_course(
    *, client: Client, protocol: Protocol, by: User | None, came_by: str = "invitation", reason: str = ""
) -> Course:
    """Open an episode and its first course. Raises Refused when the client already has one open."""
    try:
        return _open_course(client, protocol, by, came_by, reason)
    except IntegrityError as error:
        raise Refused("This client already has a course under way. End or pass it on first.") from error


@transaction.atomic
def _open_course(client: Client, protocol: Protocol, by: User | None, came_by: str, reason: str) -> Course:
    now = clock.now()
    row = {"service_id": client.service_id, "client": client, "created_at": now, "created_by": by}
    episode = Episode.objects.create(**row, opened_at=now, came_by=came_by, reason=reason)
    course = Course.objects.create(
        **row, episode=episode, protocol_id=shelf.freeze(protocol), protocol_code=protocol.code,
        opened_on=clock.today(client.service.zone),
        planned_sessions=protocol.sessions.typical, session_minutes=protocol.minutes.typical,
    )  # fmt: skip
    audit.record(Act.COURSE_OPENED, by=by, on=course, reason=protocol.code)
    return course


@transaction.atomic
def mark_done(*, course: Course, check: str, by: User | None) -> None:
    """Note that a check of the protocol (`formulation_agreed` ...) was completed today, with the act that did it."""
    now = Course.objects.select_for_update().only("done", "version").get(pk=course.pk)
    course.done = now.done | {check: clock.today(course.service.zone).isoformat()}
    course.version = now.version + 1
    course.save(update_fields=["done", "version"])
    audit.record(Act.CHECK_COMPLETED, by=by, on=course, reason=check)
