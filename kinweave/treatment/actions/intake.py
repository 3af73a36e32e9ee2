"""What a client does on the first pages. Each act says how far the start has got."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.db import transaction
from django.db.models import QuerySet

from kinweave.audit import actions as audit
from kinweave.audit.acts import Act
from kinweave.core import clock
from kinweave.notices import actions as notices
from kinweave.people import actions as people
from kinweave.people import texts
from kinweave.people.actions import Refused
from kinweave.people.models import CareRelationship, Client, Consent, ConsentScope, Part, User
from kinweave.treatment.actions.course import mark_done
from kinweave.treatment.actions.rows import belonging
from kinweave.treatment.models import Course, Intake
from kinweave.treatment.queries import course as courses
from kinweave.treatment.queries.intake import REACH, TITLES

CONSENT_GIVEN = "consent_given"
READ_ONLY = frozenset(TITLES) - set(REACH) - {"consent"}
"""Steps that are passed by going on: reading, or leaving the first questions for later."""


@transaction.atomic
def agree(*, client: Client, scopes: Collection[str], stamp: str, by: User) -> None:
    """Record the consents ticked under the text `stamp`. Raises Refused without the one that treatment needs."""
    text = texts.consent_text(client.service)
    if stamp != text.stamp:
        raise Refused("The text has changed since you opened this page. Please read it again below.")
    held = set(_standing(client).values_list("scope", flat=True))
    needed = {scope.code for scope in text.scopes if scope.required} - held
    if not needed <= set(scopes):
        raise Refused(
            "To start, please tick the first line. If you are not sure, talk with your therapist first."
        )
    for scope in text.scopes:
        if scope.code in scopes and scope.code not in held:
            people.give_consent(client=client, scope=ConsentScope(scope.code), wording=text.stamp, by=by)
    course = courses.of_client(client)
    if course is not None and course.is_open:
        mark_done(course=course, check=CONSENT_GIVEN, by=by)


@transaction.atomic
def withdraw(*, consent: Consent, by: User) -> None:
    """Take a consent back. Its therapists are told; for treatment, the check of the course is open again."""
    if consent.withdrawn_at is not None:
        return
    row = people.withdraw_consent(consent=consent, by=by)
    course = courses.of_client(row.client)
    if row.scope == ConsentScope.TREATMENT and course is not None:
        course = Course.objects.select_for_update().get(pk=course.pk)
        course.done = {code: day for code, day in course.done.items() if code != CONSENT_GIVEN}
        course.version += 1
        course.save(update_fields=["done", "version"])
        audit.record(Act.CHECK_COMPLETED, by=by, on=course, reason=f"{CONSENT_GIVEN} taken back")
    _tell_therapists(row.client, f"consent:{row.pk}")


@transaction.atomic
def say_how_to_reach(*, client: Client, step: str, values: Mapping[str, object], by: User) -> None:
    """Keep the answers of one step of `REACH`. A step that was put off is no longer."""
    people.save_contact_details(client=client, values=values, by=by)
    row = _row(client, by)
    if row is not None and step in row.in_the_room:
        row.in_the_room = [code for code in row.in_the_room if code != step]
        row.save(update_fields=["in_the_room"])
        audit.record(Act.START_PASSED, by=by, on=row, reason=step)


@transaction.atomic
def rather_in_the_room(*, client: Client, step: str, by: User) -> None:
    """The client would rather say this in the room. It stays a task for the therapist until it is known."""
    if step not in REACH:
        raise Refused("This page can only be answered here.")
    row = _row(client, by)
    if row is None or step in row.in_the_room:
        return
    row.in_the_room = [*row.in_the_room, step]
    row.save(update_fields=["in_the_room"])
    audit.record(Act.START_IN_THE_ROOM, by=by, on=row, reason=step)


@transaction.atomic
def go_on(*, client: Client, step: str, by: User) -> None:
    """Leave a page behind that only wants reading. Done twice, the first time counts."""
    row = _row(client, by)
    if step not in READ_ONLY or row is None or step in row.passed:
        return
    row.passed = row.passed | {step: clock.now().isoformat()}
    row.save(update_fields=["passed"])
    audit.record(Act.START_PASSED, by=by, on=row, reason=step)


@transaction.atomic
def finish(*, client: Client, by: User) -> None:
    """The client has seen the last page."""
    row = _row(client, by)
    if row is not None and row.finished_at is None:
        row.finished_at = clock.now()
        row.save(update_fields=["finished_at"])
        audit.record(Act.START_PASSED, by=by, on=row, reason="finished")


def _row(client: Client, by: User) -> Intake | None:
    """The row of the client's open course, locked and made when there is none; None without an open course."""
    course = courses.of_client(client)
    if course is None or not course.is_open:
        return None
    Course.objects.select_for_update().get(pk=course.pk)
    found = Intake.objects.filter(course=course).first()
    if found is not None:
        return found
    row = Intake.objects.create(**belonging(course, by))
    audit.record(Act.START_PASSED, by=by, on=row, reason="begun")
    return row


def _standing(client: Client) -> QuerySet[Consent]:
    return Consent.objects.filter(client=client, withdrawn_at=None)


def _tell_therapists(client: Client, key: str) -> None:
    treating = CareRelationship.objects.current().filter(
        client=client, part=Part.THERAPIST, staff__is_active=True
    )
    for care in treating.select_related("staff"):
        notices.write(to=care.staff, kind="needs-answer", key=f"{key}:{care.staff_id}")
