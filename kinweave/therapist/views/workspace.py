"""One workspace per problem area."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from kinweave.audit import actions as audit
from kinweave.audit.acts import Act
from kinweave.core.problem_areas import ProblemArea
from kinweave.people.access import UserRequest, clinician
from kinweave.people.actions import Refused
from kinweave.people.kept_words import too_long
from kinweave.shelf.queries import library
from kinweave.therapist.pages.workspace import area_page
from kinweave.treatment.actions import area_marks as marking
from kinweave.treatment.queries import course as courses
from kinweave.web.show import show

MOST_WORDS = 2_000  # characters about one stage


@clinician
def area(request: UserRequest, client_id: UUID, code: str) -> HttpResponse:
    """The workspace of an area; one that is not agreed can be looked at and says so."""
    course = courses.latest(request.user, client_id)
    audit.record(Act.RECORD_READ, by=request.user, on=course, reason="problem area")
    return show(request, area_page(request.user, course, _area(code)))


@require_POST
@clinician
def area_mark(request: UserRequest, client_id: UUID, code: str) -> HttpResponse:
    """Say which stage the area is in, or that a marker of progress is there."""
    course = courses.writable(request.user, client_id)
    of, said = _area(code), request.POST.get("words", "")
    if len(said) > MOST_WORDS:
        return too_long(request, MOST_WORDS)
    try:
        if marker := request.POST.get("marker"):
            marking.mark_progress(
                course=course, area=of, marker=marker, holds="holds" in request.POST, by=request.user
            )
        else:
            marking.mark_stage(
                course=course, area=of, stage=request.POST.get("stage", ""), words=said, by=request.user,
            )  # fmt: skip
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("therapist:area", client_id, code)


def _area(code: str) -> ProblemArea:
    try:
        return library().get(ProblemArea, code)
    except LookupError:
        raise Http404 from None
