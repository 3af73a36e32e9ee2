"""Reading formulations of a course the reader was already allowed to see."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from kinweave.core.problem_areas import ProblemArea
from kinweave.people.models import User
from kinweave.shelf.queries import library
from kinweave.treatment.models import Course, Formulation
from kinweave.treatment.queries import course as courses


def versions(course: Course) -> QuerySet[Formulation]:
    """Every version, the newest first."""
    return Formulation.objects.filter(course=course).order_by("-number")


def current_formulation(course: Course) -> Formulation | None:
    """The version both agreed on last, or None before that."""
    return versions(course).filter(agreed_at__isnull=False).first()


def open_version(course: Course) -> Formulation | None:
    """The version that is being written or waits for the client's answer, if there is one."""
    return versions(course).filter(answered_at=None).first()


def numbered(course: Course, number: int) -> Formulation:
    """One version by its number, else 404."""
    found = versions(course).filter(number=number).first()
    if found is None:
        raise Http404
    return found


def for_answer(user: User, client_id: UUID) -> Formulation | None:
    """The version that waits for this client's answer, when `user` may write their record."""
    return (
        Formulation.objects.writable_by(user)
        .filter(client_id=client_id, answered_at=None, shared_at__isnull=False)
        .select_related("course")
        .first()
    )


def areas_of(course: Course) -> tuple[ProblemArea, ...]:
    """The problem areas this course's protocol works on, in its order."""
    return tuple(library().get(ProblemArea, code) for code in courses.protocol(course).problem_areas)
