"""What the acts on one course share: whose row it is, one writer at a time, nobody written over unseen."""

from __future__ import annotations

from typing import Any

from django.db.models import Model

from kinweave.core import clock
from kinweave.people.actions import Refused
from kinweave.people.models import User
from kinweave.treatment.models import Course


class Overtaken(Refused):
    """The row was changed after the writer read it. `row` is as it stands now; nothing was written."""

    def __init__(self, row: Model) -> None:
        super().__init__(
            "This was changed in the meantime, here or on another device. Both texts are below. "
            "Put together what you want to keep, then save again."
        )
        self.row = row


def belonging(course: Course, by: User) -> dict[str, Any]:
    """Whose a new row of this course is, made when and by whom."""
    return {
        "service_id": course.service_id,
        "client_id": course.client_id,
        "course": course,
        "created_at": clock.now(),
        "created_by": by,
    }


def locked(course: Course, *, ended: str = "") -> Course:
    """The course as it stands, locked until the act is over. Raises Refused with `ended` when over."""
    row = Course.objects.select_for_update().select_related("client", "service").get(pk=course.pk)
    if ended and not row.is_open:
        raise Refused(ended)
    return row
