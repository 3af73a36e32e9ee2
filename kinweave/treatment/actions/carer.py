"""Recording a talk with the person who cares for the client."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from kinweave.audit import actions as audit
from kinweave.audit.acts import Act
from kinweave.core import clock
from kinweave.people.actions import Refused
from kinweave.people.models import User
from kinweave.treatment.actions.course import mark_done
from kinweave.treatment.actions.rows import belonging, locked
from kinweave.treatment.models import CarerTalk, Course
from kinweave.treatment.queries import course as courses

CARER_HEARD = "carer_heard"
OVER = "This course has ended. What was written of talks with the carer stays as it is."


@transaction.atomic
def record_talk(
    *,
    course: Course,
    kind: CarerTalk.Kind,
    held_on: date,
    who: str,
    told: str,
    agreed: bool,
    by: User,
    explained: str = "",
    support: str = "",
    unwell: bool = False,
    referred_to: str = "",
) -> CarerTalk:
    """Keep a talk as it was; it is not edited afterwards. One with the carer alone is what the protocol asks for.

    Raises Refused unless the client agreed to it, for a day to come or before the course, without who it was and
    what was told, and when a carer is unwell and nobody says where they were referred.
    """
    course = locked(course, ended=OVER)
    if not courses.protocol(course).with_carer:
        raise Refused("This protocol has no part for a carer.")
    if not agreed:
        raise Refused("Ask the client first, and say that they agree to this talk.")
    if not course.opened_on <= held_on <= clock.today(course.service.zone):
        raise Refused("Give the day of the talk: not before the course began, and not in the future.")
    if not (who.strip() and told.strip()):
        raise Refused("Say who cares for the client, and what they told you.")
    if unwell and not referred_to.strip():
        raise Refused("Say where the carer was referred: the carer is not the patient here.")
    row = CarerTalk.objects.create(
        **belonging(course, by), kind=kind.value, held_on=held_on, who=who.strip(), told=told.strip(),
        explained=explained.strip(), support=support.strip(), unwell=unwell, referred_to=referred_to.strip(),
    )  # fmt: skip
    audit.record(Act.CARER_TALKED, by=by, on=row, reason=kind.value)
    if kind is CarerTalk.Kind.ALONE:
        mark_done(course=course, check=CARER_HEARD, by=by)
    return row
