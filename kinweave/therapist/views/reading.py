"""Short pages for a client: look at one together, and send it to the phone."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import localtime

from kinweave.audit import actions as audit
from kinweave.audit.acts import Act
from kinweave.core.lessons import Lesson
from kinweave.core.problem_areas import ProblemArea
from kinweave.people import submissions
from kinweave.people.access import UserRequest, clinician
from kinweave.people.actions import Refused
from kinweave.shelf.queries import library
from kinweave.therapist.pages.course_head import course_head
from kinweave.therapist.pages.reading import TAB, LessonPage, ReadingPage, Room
from kinweave.therapist.views.room_post import room_url
from kinweave.treatment.queries import course as courses
from kinweave.treatment.queries.reading import reading as reading_of
from kinweave.web.lessons import lesson_lines, lesson_shown
from kinweave.web.show import show
from kinweave.web.words import month_day
from kinweave.worksheets.actions import steps as stepping
from kinweave.worksheets.queries import steps

if TYPE_CHECKING:
    from kinweave.treatment.models import Course, Session
    from kinweave.worksheets.models import Step


def _session(request: UserRequest, course: Course) -> Session | None:
    """The session of this course whose room somebody came from."""
    asked = request.POST.get("session") or request.GET.get("session", "")
    return next((row for row in courses.sessions(course) if str(row.id) == asked), None) if asked else None


def _room(session: Session | None) -> Room | None:
    return Room(session.id, room_url(session, panel="try")) if session else None


def _query(session: Session | None) -> str:
    return f"?session={session.id}" if session else ""


def _sent_words(step: Step) -> str:
    """When a lesson was sent and what the client said of it."""
    day = month_day(localtime(step.created_at).date())
    told = {"done": "read", "not-yet": "not read yet", "let-go": "let go"}.get(step.state, "")
    return f"sent on {day}{f', {told}' if step.told_at else ''}"


@clinician
def reading(request: UserRequest, client_id: UUID) -> HttpResponse:
    """Every lesson, those that belong here first."""
    course = courses.latest(request.user, client_id)
    audit.record(Act.RECORD_READ, by=request.user, client_id=client_id, reason="reading")
    found = reading_of(course)
    session = _session(request, course)
    said = {code: _sent_words(step) for code, step in steps.given_lessons(course).items()}
    page = ReadingPage(
        head=course_head(request.user, course, tab=TAB),
        first=lesson_lines(found.first, said),
        others=lesson_lines(found.others, said),
        room=_room(session),
        query=_query(session),
    )
    return show(request, page)


@clinician
def lesson(request: UserRequest, client_id: UUID, code: str) -> HttpResponse:
    """One lesson; posting sends it to the client's phone, or takes it back."""
    found = next(iter(library().versions(Lesson, code)[-1:]), None)
    if found is None:
        raise Http404
    if request.method == "POST":
        return _send(request, client_id, found)
    course = courses.latest(request.user, client_id)
    audit.record(Act.RECORD_READ, by=request.user, client_id=client_id, reason="reading")
    return show(request, _lesson_page(request, course, found))


def _send(request: UserRequest, client_id: UUID, found: Lesson) -> HttpResponse:
    course = courses.writable(request.user, client_id)
    if done := submissions.led_to(request):
        return redirect(done)
    session = _session(request, course)
    back = reverse("therapist:lesson", args=[client_id, found.code]) + _query(session)
    try:
        with submissions.once(request) as submission:
            _carry_out(request, course, found, session)
            submission.leads_to(back)
    except Refused as refusal:
        messages.warning(request, str(refusal))
    return redirect(back)


def _carry_out(request: UserRequest, course: Course, found: Lesson, session: Session | None) -> None:
    if request.POST.get("do") != "take-back":
        stepping.give_lesson(course=course, lesson=found, session=session, by=request.user)
        messages.success(request, "It is on the client’s phone, to read if they like.")
    elif (step := steps.given_lessons(course).get(found.code)) is not None:
        stepping.take_lesson_back(step=step, by=request.user)
        messages.success(request, "It is taken back.")


def _lesson_page(request: UserRequest, course: Course, found: Lesson) -> LessonPage:
    step, session = steps.given_lessons(course).get(found.code), _session(request, course)
    return LessonPage(
        head=course_head(request.user, course, tab=TAB),
        shown=lesson_shown(found),
        label="As the client reads it",
        help_url=reverse("public:help"),
        belongs=_belongs(found),
        step=step,
        sent=_sent_words(step) if step else "",
        may_take_back=step is not None and step.state == "open" and step.told_at is None,
        course_open=course.is_open,
        room=_room(session),
        query=_query(session),
    )


def _belongs(found: Lesson) -> str:
    """For whom it was written, in words for staff."""
    areas = [
        area.title_for_both.lower()
        for code in found.areas
        for area in library().versions(ProblemArea, code)[-1:]
    ]
    parts = (
        ("Phase", [phase.value for phase in found.phases]),
        ("Area", areas),
        ("Protocol", list(found.protocols)),
    )
    return " ".join(f"{name}: {', '.join(named)}." for name, named in parts if named)
