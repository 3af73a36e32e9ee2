"""Assignments and responses as somebody may see them, with the words that were answered."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from kinweave.core.instruments import Instrument
from kinweave.core.library import NotInLibraryError
from kinweave.measures.models import Assignment, Response, State
from kinweave.measures.models.assignment import OPEN
from kinweave.people.models import User
from kinweave.shelf.queries import library, thawed
from kinweave.treatment.models import Course


def instrument_of(row: Assignment | Response) -> Instrument:
    """The instrument exactly as it stood when it was asked."""
    return cast(Instrument, thawed(row.instrument_id))


def instrument(code: str) -> Instrument:
    """The current instrument of that code, or 404."""
    try:
        return library().instrument(code)
    except NotInLibraryError as error:
        raise Http404 from error


def assignment(user: User, assignment_id: UUID) -> Assignment:
    """One assignment whose record `user` may write, or 404."""
    mine = Assignment.objects.writable_by(user).select_related("client", "course")
    return get_object_or_404(mine, pk=assignment_id)


def response(user: User, response_id: UUID) -> Response:
    """One response that `user` may see, or 404."""
    seen = Response.objects.visible_to(user).select_related("client", "assignment", "superseded_by")
    return get_object_or_404(seen, pk=response_id)


def responses_of(course: Course) -> QuerySet[Response]:
    """Responses of a course or brought in for its client, as they now stand, earliest first."""
    here = Q(course=course) | Q(course=None)
    return (
        Response.objects.filter(here, client=course.client_id, superseded_by=None)
        .select_related("assignment", "created_by")
        .order_by("answered_at")
    )


def open_assignments(course: Course) -> list[Assignment]:
    """What is asked and not yet answered, in the order it fell due."""
    return list(Assignment.objects.filter(course=course, state__in=OPEN).order_by("due_at", "created_at"))


def skipped_lately(course: Course, session_id: UUID | None) -> bool:
    """Whether the client said "not today" to the check-in before that session."""
    return Assignment.objects.filter(course=course, session=session_id, state=State.SKIPPED).exists()
