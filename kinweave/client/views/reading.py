"""What there is to read. Which page was opened is not written down."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.timezone import localtime
from django.views.decorators.http import require_GET

from kinweave.client.pages.reading import LessonPage, ReadingPage
from kinweave.client.views.checkin_parts import therapist_name
from kinweave.core.lessons import Lesson
from kinweave.people.access import ClientRequest, client_only
from kinweave.shelf.queries import library
from kinweave.treatment.queries import course as courses
from kinweave.treatment.queries.reading import reading as reading_of
from kinweave.web.lessons import lesson_lines, lesson_shown
from kinweave.web.show import show
from kinweave.web.words import month_day
from kinweave.worksheets.queries import steps

if TYPE_CHECKING:
    from kinweave.worksheets.models import Step


def _sent(request: ClientRequest) -> dict[str, Step]:
    """What was sent and still waits to be read, by the lesson's code."""
    course = courses.of_client(request.client)
    given = steps.given_lessons(course) if course else {}
    return {code: row for code, row in given.items() if row.state in ("open", "not-yet")}


@require_GET
@client_only
def reading(request: ClientRequest) -> HttpResponse:
    """Every lesson: what was sent first, then what fits now, then the rest."""
    course = courses.of_client(request.client)
    found, waiting = reading_of(course), _sent(request)
    sent = [steps.lesson_of(row) for row in waiting.values()]
    said = {code: f"sent on {month_day(localtime(row.created_at).date())}" for code, row in waiting.items()}
    page = ReadingPage(
        sent=lesson_lines((each for each in sent if each is not None), said),
        first=lesson_lines(each for each in found.first if each.code not in waiting),
        others=lesson_lines(each for each in found.others if each.code not in waiting),
        therapist=therapist_name(request),
    )
    return show(request, page)


@require_GET
@client_only
def lesson(request: ClientRequest, code: str) -> HttpResponse:
    """One lesson; as it was sent, where it was."""
    row = _sent(request).get(code)
    found = steps.lesson_of(row) if row else next(iter(library().versions(Lesson, code)[-1:]), None)
    if found is None:
        raise Http404
    day = month_day(localtime(row.created_at).date()) if row else ""
    page = LessonPage(
        shown=lesson_shown(found),
        label="Reading",
        help_url=reverse("client:help"),
        step_id=row.id if row else None,
        sent=f"{therapist_name(request)} sent you this on {day}." if row else "",
    )
    return show(request, page)
