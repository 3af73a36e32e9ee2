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
    *,
    client: Client,
    protocol: Protocol,
    by: User | None,
    came_by: str = "invitation",
    reason: str = "",
    follows: Course | None = None,
) -> Course:
    """Open an episode and its first course. Raises Refused when the client already has one open.

    `follows` is the client's course before it, for a protocol that goes on from one.
    """
    if protocol.follows_a_course and follows is None:
        raise Refused(f"{protocol.title} begins after a course that was finished. Open it from there.")
    try:
        return _open_course(client, protocol, by, came_by, reason, follows)
    except IntegrityError as error:
        raise Refused("This client already has a course under way. End or pass it on first.") from error


@transaction.atomic
def _open_course(
    client: Client, protocol: Protocol, by: User | None, came_by: str, reason: str, follows: Course | None
) -> Course:
    now = clock.now()
    row = {"service_id": client.service_id, "client": client, "created_at": now, "created_by": by}
    episode = Episode.objects.create(**row, opened_at=now, came_by=came_by, reason=reason)
    course = Course.objects.create(
        **row, episode=episode, protocol_id=shelf.freeze(protocol), protocol_code=protocol.code,
        opened_on=clock.today(client.service.zone), follows=follows, open_end=protocol.open_end,
        planned_sessions=protocol.sessions.typical, session_minutes=protocol.minutes.typical,
    )  # fmt: skip
    audit.record(Act.COURSE_OPENED, by=by, on=course, reason=protocol.code)
    return course


@transaction.atomic
def mark_done(*, course: Course, check: str, by: User | None) -> None:
    """Note that a check of the protocol (`formulation_agreed` ...) was completed today, with the act that did it."""
    completed = {check: clock.today(course.service.zone).isoformat()}
    if not _noted(course, completed):  # somebody wrote in the course since it was read
        now = Course.objects.select_for_update().only("done", "version").get(pk=course.pk)
        course.done, course.version = now.done, now.version
        _noted(course, completed)
    audit.record(Act.CHECK_COMPLETED, by=by, on=course, reason=check)


def _noted(course: Course, completed: dict[str, str]) -> bool:
    """Write the checks into the row, if it is still the one that was read."""
    done, version = course.done | completed, course.version + 1
    as_read = Course.objects.filter(pk=course.pk, version=course.version)
    if as_read.update(done=done, version=version) == 0:
        return False
    course.done, course.version = done, version
    return True
