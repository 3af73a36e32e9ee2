"""Handing a client over, with everything that must not be left without somebody."""

from __future__ import annotations

from django.db import transaction

from kinweave.audit import actions as audit
from kinweave.audit.acts import Act
from kinweave.core.course import unsigned
from kinweave.notices import actions as notices
from kinweave.people import actions as people
from kinweave.people.actions import Refused
from kinweave.people.models import Client, User
from kinweave.safety import actions as safety
from kinweave.treatment.queries import course as courses


@transaction.atomic
def hand_over(*, client: Client, to: User, by: User) -> None:
    """Give the therapist's part to a colleague, who is told, and with it every alert that is open.

    Raises Refused for a trainee alone, and while notes of held sessions are not signed: only who held a
    session can sign its note.
    """
    course = courses.of_client(client)
    if course is not None and course.is_open and (count := len(unsigned(courses.state(course)))):
        noun = "note is" if count == 1 else "notes are"
        raise Refused(f"{count} session {noun} not signed yet. Sign first; the colleague could not.")
    care = people.hand_over(client=client, to=to, by=by)
    safety.adopt_orphans()
    audit.record(Act.CARE_HANDED_OVER, by=by, on=care, reason=f"to {to.full_name}")
    notices.write(to=to, kind="new-message", key=f"hand-over:{care.pk}")


@transaction.atomic
def pass_on_caseload(*, staff: User, to: User, by: User) -> int:
    """Give everybody a member of staff treats to a colleague, with their open alerts. Returns how many."""
    count = people.pass_on_caseload(staff=staff, to=to, by=by)
    safety.adopt_orphans()
    audit.record(Act.STAFF_CHANGED, by=by, on=staff, reason=f"{count} clients passed on to {to.full_name}")
    notices.write(to=to, kind="new-message", key=f"caseload:{staff.pk}:{to.pk}")
    return count
